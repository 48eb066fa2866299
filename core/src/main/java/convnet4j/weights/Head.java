package convnet4j.weights;

import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * The parameters of a network whose shapes follow the number of classes: the last layer's and those
 * of auxiliary classifiers. All the rest is its backbone. Found by comparing the network with
 * itself at one class more, so no name is special.
 */
public final class Head {
  private final int classes;

  /** The dimension that counts the classes, by parameter. */
  private final SequencedMap<String, Integer> dimensions;

  private Head(int classes, SequencedMap<String, Integer> dimensions) {
    this.classes = classes;
    this.dimensions = Collections.unmodifiableSequencedMap(dimensions);
  }

  /**
   * The head of {@code graph}.
   *
   * @param oneMore the same network with one class more
   */
  public static Head of(Graph graph, Graph oneMore) {
    Map<String, List<Integer>> others = new LinkedHashMap<>();
    oneMore.params().forEach(spec -> others.put(spec.name(), spec.shape()));
    SequencedMap<String, Integer> dimensions = new LinkedHashMap<>();
    for (ParamSpec spec : graph.params()) {
      List<Integer> other = others.get(spec.name());
      for (int d = 0; d < spec.shape().size(); d++) {
        if (!spec.shape().get(d).equals(other.get(d))) {
          dimensions.putIfAbsent(spec.name(), d);
        }
      }
    }
    return new Head(graph.classes(), dimensions);
  }

  /** How many classes the network tells apart. */
  public int classes() {
    return classes;
  }

  /** The parameters' names, in the graph's order. */
  public SequencedSet<String> names() {
    return dimensions.sequencedKeySet();
  }

  /**
   * How many classes a file's network tells apart, by the shapes of its head; empty when it has no
   * head, or only a part of it.
   */
  OptionalInt classes(Map<String, HostTensor> tensors) {
    int found = 0;
    for (Map.Entry<String, Integer> e : dimensions.sequencedEntrySet()) {
      HostTensor tensor = tensors.get(e.getKey());
      if (tensor == null || tensor.shape().size() <= e.getValue()) {
        return OptionalInt.empty();
      }
      int size = tensor.shape().get(e.getValue());
      if (found != 0 && found != size) {
        return OptionalInt.empty();
      }
      found = size;
    }
    return found == 0 ? OptionalInt.empty() : OptionalInt.of(found);
  }
}
