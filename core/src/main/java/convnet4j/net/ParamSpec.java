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
 * @param fixed whether training leaves it as it starts, though it is a parameter
 */
public record ParamSpec(
    String name,
    List<Integer> shape,
    Role role,
    Initialisation init,
    int fanIn,
    int fanOut,
    boolean fixed) {

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

    /** Whether PyTorch counts it among the parameters: also those that are fixed. */
    public boolean isParameter() {
      return this != BUFFER;
    }
  }

  public ParamSpec {
    shape = List.copyOf(shape);
    switch (init) {
      case Initialisation.Dirac d -> requireFilters(name, shape);
      case Initialisation.Whitening w -> {
        requireFilters(name, shape);
        if (shape.get(0) != 2 * shape.get(1) * shape.get(2) * shape.get(3)) {
          throw new IllegalArgumentException(
              name + ": whitening has 2 · in · kernel² outputs, received " + shape);
        }
      }
      case Initialisation.Constant c -> {}
      case Initialisation.Normal n -> {}
      case Initialisation.HeNormal h -> {}
      case Initialisation.GlorotUniform g -> {}
      case Initialisation.UniformFanIn u -> {}
    }
  }

  private static void requireFilters(String name, List<Integer> shape) {
    if (shape.size() != 4) {
      throw new IllegalArgumentException(
          name + ": expects the filters of a convolution to start so, received " + shape);
    }
  }

  /** Whether gradients change it. */
  public boolean trained() {
    return role.isParameter() && !fixed;
  }

  /** The same with values in another shape. */
  public ParamSpec withShape(List<Integer> other) {
    return new ParamSpec(name, other, role, init, fanIn, fanOut, fixed);
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
