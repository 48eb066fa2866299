package convnet4j.net;

import java.util.List;

/**
 * Branches that read the same input and whose outputs are joined.
 *
 * @param join how
 * @param children two or more branches, in order
 */
public record Parallel(Join join, List<Layer> children) implements Layer {
  public Parallel {
    children = List.copyOf(children);
    if (children.size() < 2) {
      throw new IllegalArgumentException(
          "a " + join + " joins two or more branches, received " + children.size());
    }
  }
}
