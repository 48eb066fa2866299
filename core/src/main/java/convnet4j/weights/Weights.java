package convnet4j.weights;

import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** The values of a graph's parameters: every one of them, in the graph's order. Immutable. */
public final class Weights {
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
    Mismatch mismatch = Mismatch.between(graph, tensors);
    if (mismatch.faults() > 0) {
      throw mismatch.error(source, graph.name());
    }
    SequencedMap<String, HostTensor> matched = new LinkedHashMap<>();
    for (ParamSpec spec : graph.params()) {
      HostTensor tensor = tensors.get(spec.name());
      // Only a counter can be missing.
      matched.put(spec.name(), tensor == null ? HostTensor.longs(spec.shape(), 0) : tensor);
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
}
