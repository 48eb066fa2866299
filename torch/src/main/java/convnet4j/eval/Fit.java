package convnet4j.eval;

import convnet4j.errors.InputException;
import convnet4j.weights.ClassNames;
import java.util.List;

/** Whether a network and a data set speak of the same classes. */
public final class Fit {
  private Fit() {}

  /**
   * Checks that the classes are the same, in the same order. A network whose classes are numbers,
   * as those of foreign files are, has no names that could contradict the data's.
   *
   * @param source the file whose network has {@code network} as classes
   * @throws InputException naming the first difference
   */
  public static void classes(String source, List<String> network, List<String> data) {
    if (network.equals(data) || (network.size() == data.size() && ClassNames.areNumbers(network))) {
      return;
    }
    String difference;
    if (network.size() != data.size()) {
      difference = "expects " + network.size() + " classes, the data has " + data.size();
    } else {
      int i = 0;
      while (network.get(i).equals(data.get(i))) {
        i++;
      }
      difference =
          "expects class "
              + i
              + " to be '"
              + network.get(i)
              + "', in the data it is '"
              + data.get(i)
              + "'";
    }
    throw new InputException(
        source + ": " + difference + "; use the data that the network was trained on");
  }
}
