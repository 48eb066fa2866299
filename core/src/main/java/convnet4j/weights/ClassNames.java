package convnet4j.weights;

import java.util.List;
import java.util.stream.IntStream;

/** What classes are called of which nobody tells the names: 0, 1, 2, … */
public final class ClassNames {
  private ClassNames() {}

  /** Numbers for {@code count} classes. */
  public static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** Whether these are no names but numbers, which contradict no names. */
  public static boolean areNumbers(List<String> classes) {
    return classes.equals(numbers(classes.size()));
  }
}
