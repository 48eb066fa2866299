package convnet4j.net;

/**
 * The distribution that a parameter is drawn from. Fan-in is the number of inputs of one output
 * (kernel² · in / groups), fan-out the number of outputs of one input (kernel² · out, as PyTorch
 * counts it, whatever the groups).
 */
public sealed interface Initialisation {
  /** Every value the same. */
  record Constant(double value) implements Initialisation {}

  /** Gaussian with mean 0. */
  record Normal(double std) implements Initialisation {}

  /** Gaussian with standard deviation √(2 / fan): He et al. 2015, arXiv 1502.01852, eq. 10, 14. */
  record HeNormal(Fan fan) implements Initialisation {}

  /** Uniform in ±√(6 / (fan-in + fan-out)): Glorot and Bengio 2010, eq. 16. */
  record GlorotUniform() implements Initialisation {}

  /** Uniform in ±1/√fan-in: what PyTorch gives convolutions and linear layers by default. */
  record UniformFanIn() implements Initialisation {}

  /** Which side of a layer sets the scale. */
  enum Fan {
    IN,
    OUT
  }
}
