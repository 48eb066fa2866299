package convnet4j.net;

import java.util.List;

/**
 * The resolved form of a network: a flat list of steps in execution order, every shape inferred and
 * every rule checked. This is all that readers see. The last step's output is the logits.
 *
 * @param name of the network
 * @param input shape of one image
 * @param classes number of logits
 * @param steps in execution order
 * @param params in the order of the steps, as torchvision orders them
 */
public record Graph(
    String name, Shape.FeatureMap input, int classes, List<Step> steps, List<ParamSpec> params) {
  /** The step index that stands for the image. */
  public static final int INPUT = -1;

  public Graph {
    steps = List.copyOf(steps);
    params = List.copyOf(params);
  }

  /** Shape of what step {@code index} yields; of the image for {@link #INPUT}. */
  public Shape shape(int index) {
    return index == INPUT ? input : steps.get(index).output();
  }
}
