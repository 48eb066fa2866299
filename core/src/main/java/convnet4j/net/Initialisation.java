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

  /**
   * As {@link UniformFanIn}, but the first output channels of a convolution, as many as it has
   * inputs, each pass on one input channel as it is: PyTorch's {@code dirac_}. Jordan 2024, arXiv
   * 2404.00498, section 3.3.
   */
  record Dirac() implements Initialisation {}

  /**
   * Filters of a convolution on images that give uncorrelated outputs of variance 1: eigenvectors
   * of the covariance of image patches, each divided by √(its eigenvalue + eps), in the order of
   * the eigenvalues from the smallest, and then their negatives. So there are 2 · in · kernel² of
   * them. Patches are all windows of the normalised images, whose mean is taken to be 0. Jordan
   * 2024, arXiv 2404.00498, section 3.2, and {@code init_whiten} of airbench94_muon.
   *
   * <p>Training computes them where it begins. A network that is not trained is drawn as {@link
   * UniformFanIn}.
   *
   * @param images how many training images, from the first on, the patches are of
   * @param eps keeps directions that hardly vary from being blown up
   */
  record Whitening(int images, double eps) implements Initialisation {
    public Whitening {
      if (images < 1 || !(eps > 0)) {
        throw new IllegalArgumentException(
            "images must be at least 1 and eps > 0, received " + images + ", " + eps);
      }
    }
  }

  /** Which side of a layer sets the scale. */
  enum Fan {
    IN,
    OUT
  }
}
