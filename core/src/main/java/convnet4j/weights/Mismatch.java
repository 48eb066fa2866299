package convnet4j.weights;

import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What keeps named tensors from being the weights of a network.
 *
 * @param missing parameters that no tensor is for
 * @param leftOver tensors that no parameter is for
 * @param wrongShape parameters whose tensor has another shape, with both shapes
 * @param twice parameters that more than one tensor is for
 */
public record Mismatch(
    List<String> missing, List<String> leftOver, List<String> wrongShape, List<String> twice) {
  /** Older files lack it and nothing computes with it. */
  private static final String COUNTER = ".num_batches_tracked";

  private static final int NAMED = 3;

  public Mismatch {
    missing = List.copyOf(missing);
    leftOver = List.copyOf(leftOver);
    wrongShape = List.copyOf(wrongShape);
    twice = List.copyOf(twice);
  }

  /** How {@code tensors} differ from the parameters of {@code graph}. */
  static Mismatch between(Graph graph, Map<String, HostTensor> tensors) {
    Set<String> leftOver = new LinkedHashSet<>(tensors.keySet());
    List<String> missing = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (ParamSpec spec : graph.params()) {
      HostTensor tensor = tensors.get(spec.name());
      leftOver.remove(spec.name());
      if (tensor == null && !spec.name().endsWith(COUNTER)) {
        missing.add(spec.name());
      } else if (tensor != null && !tensor.shape().equals(spec.shape())) {
        wrong.add(
            spec.name()
                + " expects "
                + HostTensor.text(spec.shape())
                + ", received "
                + HostTensor.text(tensor.shape()));
      }
    }
    return new Mismatch(missing, List.copyOf(leftOver), wrong, List.of());
  }

  Mismatch withTwice(List<String> names) {
    return new Mismatch(missing, leftOver, wrongShape, names);
  }

  /** How many names are wrong; 0 when the tensors fit. */
  public int faults() {
    return missing.size() + leftOver.size() + wrongShape.size() + twice.size();
  }

  /**
   * The error that says so.
   *
   * @param source where the tensors come from
   * @param target what they should fit
   */
  InputException error(String source, String target) {
    List<String> faults = new ArrayList<>();
    describe(faults, "missing", missing);
    describe(faults, "left over", leftOver);
    describe(faults, "wrong shape", wrongShape);
    describe(faults, "given twice", twice);
    return new InputException(
        source
            + ": doesn't fit "
            + target
            + ": "
            + String.join(", ", faults)
            + "; name the network, options and number of classes that it was trained with");
  }

  private static void describe(List<String> faults, String fault, List<String> cases) {
    if (!cases.isEmpty()) {
      String more = cases.size() > NAMED ? ", …" : "";
      faults.add(
          fault
              + " "
              + cases.size()
              + " ("
              + String.join(", ", cases.subList(0, Math.min(NAMED, cases.size())))
              + more
              + ")");
    }
  }
}
