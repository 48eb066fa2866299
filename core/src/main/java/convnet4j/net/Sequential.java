package convnet4j.net;

import java.util.List;

/**
 * Layers applied one after the other.
 *
 * @param children in order; empty is the identity
 */
public record Sequential(List<Layer> children) implements Layer {
  public Sequential {
    children = List.copyOf(children);
  }
}
