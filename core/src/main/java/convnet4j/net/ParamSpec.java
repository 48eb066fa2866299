package convnet4j.net;

import java.util.List;

/**
 * One tensor that a network owns. The order and names of a {@link Graph}'s parameters are
 * torchvision's, so its checkpoints map by identity.
 *
 * @param name path and kind, {@code layer1.0.conv1.weight}
 * @param shape as PyTorch lays it out: out×in/groups×kH×kW for convolutions, out×in for linear
 * @param role what it is to training
 * @param init how it starts
 * @param fanIn inputs of one output; for a bias, those of its layer
 * @param fanOut outputs of one input; for a bias, those of its layer
 */
public record ParamSpec(
    String name, List<Integer> shape, Role role, Initialisation init, int fanIn, int fanOut) {

  /** What a tensor is to training: weight-decay groups and optimisers go by it. */
  public enum Role {
    /** Weight of a convolution or a fully connected layer. */
    WEIGHT,
    /** Bias of a convolution or a fully connected layer. */
    BIAS,
    /** Scale or shift of a normalisation. */
    NORM,
    /** Running statistics: kept and saved, not trained. */
    BUFFER;

    public boolean trained() {
      return this != BUFFER;
    }
  }

  public ParamSpec {
    shape = List.copyOf(shape);
  }

  /** The path of the step that owns it. */
  public String owner() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** Number of values. */
  public long elements() {
    long elements = 1;
    for (int size : shape) {
      elements = Math.multiplyExact(elements, size);
    }
    return elements;
  }
}
