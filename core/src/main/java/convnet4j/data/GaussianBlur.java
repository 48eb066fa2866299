package convnet4j.data;

/**
 * Blurs an image, as torchvision's {@code GaussianBlur}; beyond its border it is reflected.
 *
 * @param size of the window in pixels, odd, 3..99
 * @param minSigma the least deviation of the Gaussian in pixels, above 0
 * @param maxSigma the greatest, up to 100; every one between is as likely
 */
public record GaussianBlur(int size, double minSigma, double maxSigma) implements Transform {
  static final double MIN_SIGMA = 0.1;
  static final double MAX_SIGMA = 2;

  public GaussianBlur {
    Range.check("size", size, 3, 99);
    if (size % 2 == 0) {
      throw new IllegalArgumentException("expected an odd size, received " + size);
    }
    Range.checkAbove("the least sigma", minSigma, 0, 100);
    Range.check("the greatest sigma", maxSigma, minSigma, 100);
  }

  /** torchvision's deviations. */
  public GaussianBlur(int size) {
    this(size, MIN_SIGMA, MAX_SIGMA);
  }

  /** The deviation of this time in pixels. */
  public double sigma(Draws draws) {
    return draws.uniform(minSigma, maxSigma);
  }
}
