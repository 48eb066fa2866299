package convnet4j.net;

import java.util.ArrayList;
import java.util.List;

/**
 * Layers wired by hand, where a value is read again further on than nesting can say: the cells of
 * NASNet read the two cells before them.
 *
 * @param nodes in execution order; the last one's value is the whole's
 */
public record Dag(List<Node> nodes) implements Layer {
  /** The input that stands for what the whole reads. */
  public static final int INPUT = -1;

  /**
   * One layer and what it reads.
   *
   * @param join how several inputs become the one that {@code layer} reads; null for one input
   * @param inputs earlier nodes, or {@link #INPUT}
   * @param layer reads the input, or what the join yields
   */
  public record Node(Join join, List<Integer> inputs, Layer layer) {
    public Node {
      inputs = List.copyOf(inputs);
      if (inputs.isEmpty() || (join == null) != (inputs.size() == 1)) {
        throw new IllegalArgumentException(
            "a node reads one input, or joins several, received " + join + " of " + inputs);
      }
    }
  }

  public Dag {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a Dag has at least one node, received none");
    }
    for (int i = 0; i < nodes.size(); i++) {
      for (int input : nodes.get(i).inputs()) {
        if (input < INPUT || input >= i) {
          throw new IllegalArgumentException(
              "node " + i + " reads earlier nodes, received " + input);
        }
      }
    }
  }

  /** Collects nodes; every call answers the index by which later ones read its value. */
  public static final class Builder {
    private final List<Node> nodes = new ArrayList<>();

    /** Adds {@code layer} reading {@code input}. */
    public int add(Layer layer, int input) {
      return add(new Node(null, List.of(input), layer));
    }

    /** Adds the join of {@code inputs}, which are two or more. */
    public int join(Join join, List<Integer> inputs) {
      return add(new Node(join, inputs, Layer.identity()));
    }

    /** All nodes so far; the last one's value is the whole's. */
    public Dag build() {
      return new Dag(nodes);
    }

    private int add(Node node) {
      nodes.add(node);
      return nodes.size() - 1;
    }
  }
}
