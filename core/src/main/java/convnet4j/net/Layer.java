package convnet4j.net;

import java.util.ArrayList;
import java.util.List;

/**
 * The authoring form of a network: a tree that reads like the paper's figure. Only {@link Scope}
 * adds a segment to a parameter's path, so a family chooses its names whatever the nesting.
 */
public sealed interface Layer
    permits Op, Sequential, Parallel, Scope, Dag, Tap, InitialWeights, FixedWeights {

  /** The layers one after the other; without layers, the identity. */
  static Layer seq(Layer... layers) {
    return new Sequential(List.of(layers));
  }

  /** {@link #seq(Layer...)} for a list that a loop has built. */
  static Layer seq(List<Layer> layers) {
    return new Sequential(layers);
  }

  /** {@code layer} with {@code name} as one more segment of its path. */
  static Layer scope(String name, Layer layer) {
    return new Scope(name, layer);
  }

  /** The layers one after the other, named by their position, as torch.nn.Sequential does. */
  static Layer indexed(List<Layer> layers) {
    List<Layer> named = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      named.add(new Scope(Integer.toString(i), layers.get(i)));
    }
    return new Sequential(named);
  }

  /** The element-wise sum of what every branch makes of the same input. */
  static Layer sum(Layer... branches) {
    return new Parallel(Join.SUM, List.of(branches));
  }

  /** The element-wise product of what every branch makes of the same input. */
  static Layer product(Layer... branches) {
    return new Parallel(Join.PRODUCT, List.of(branches));
  }

  /** What every branch makes of the same input, one after the other along the channels. */
  static Layer concat(Layer... branches) {
    return new Parallel(Join.CONCAT, List.of(branches));
  }

  /** The identity: what a parameter-free shortcut is. */
  static Layer identity() {
    return seq();
  }
}
