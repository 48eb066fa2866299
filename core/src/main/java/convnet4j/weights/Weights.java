package convnet4j.weights;

import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** The values of a graph's parameters: every one of them, in the graph's order. Immutable. */
public final class Weights {
  private static final String COUNTER = ".num_batches_tracked";
  private static final int NAMED = 3;

  private final SequencedMap<String, HostTensor> tensors;

  private Weights(SequencedMap<String, HostTensor> tensors) {
    this.tensors = Collections.unmodifiableSequencedMap(tensors);
  }

  /**
   * The tensors as the weights of {@code graph}. Every parameter of the graph must be there with
   * its shape, and nothing else; only {@code num_batches_tracked}, which older files lack and
   * nothing computes with, is 0 when missing.
   *
   * @param source where the tensors come from, for the message
   * @throws InputException listing what is missing, left over, or of another shape
   */
  public static Weights matching(Graph graph, Map<String, HostTensor> tensors, String source) {
    SequencedMap<String, HostTensor> matched = new LinkedHashMap<>();
    Set<String> leftOver = new LinkedHashSet<>(tensors.keySet());
    List<String> missing = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (ParamSpec spec : graph.params()) {
      HostTensor tensor = tensors.get(spec.name());
      leftOver.remove(spec.name());
      if (tensor == null && spec.name().endsWith(COUNTER)) {
        matched.put(spec.name(), HostTensor.longs(spec.shape(), 0));
      } else if (tensor == null) {
        missing.add(spec.name());
      } else if (!tensor.shape().equals(spec.shape())) {
        wrong.add(
            spec.name()
                + " expects "
                + HostTensor.text(spec.shape())
                + ", received "
                + HostTensor.text(tensor.shape()));
      } else {
        matched.put(spec.name(), tensor);
      }
    }
    if (!missing.isEmpty() || !leftOver.isEmpty() || !wrong.isEmpty()) {
      List<String> faults = new ArrayList<>();
      describe(faults, "missing", missing);
      describe(faults, "left over", List.copyOf(leftOver));
      describe(faults, "wrong shape", wrong);
      throw new InputException(
          source
              + ": doesn't fit "
              + graph.name()
              + ": "
              + String.join(", ", faults)
              + "; name the network, options and number of classes that it was trained with");
    }
    return new Weights(matched);
  }

  /** The values of the parameters of {@code part}, all of which are among these. */
  public Weights of(Graph part) {
    SequencedMap<String, HostTensor> kept = new LinkedHashMap<>();
    part.params().forEach(spec -> kept.put(spec.name(), get(spec.name())));
    return new Weights(kept);
  }

  /** The value of a parameter of the graph. */
  public HostTensor get(String name) {
    HostTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no parameter is named " + name);
    }
    return tensor;
  }

  /** All values by name, in the graph's order. */
  public SequencedMap<String, HostTensor> tensors() {
    return tensors;
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
