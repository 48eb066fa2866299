package convnet4j.data;

/**
 * Adds to all pixels of a colour image the same random mixture of the principal components of
 * ImageNet's colours: Krizhevsky, Sutskever, Hinton 2012, "ImageNet Classification with Deep
 * Convolutional Neural Networks", NIPS, section 4.1, with a deviation of 0.1. The components are
 * those that Facebook's {@code fb.resnet.torch} has, and everybody after it, for colours in 0..1.
 *
 * @param deviation of the normal numbers that the components are multiplied by, above 0, up to 10
 */
public record PcaColour(double deviation) implements Transform {
  static final double DEVIATION = 0.1;

  /** By component. */
  private static final double[] VALUES = {0.2175, 0.0188, 0.0045};

  /** By channel, then by component. */
  private static final double[][] VECTORS = {
    {-0.5675, 0.7192, 0.4009}, {-0.5808, -0.0045, -0.8140}, {-0.5836, -0.6948, 0.4203}
  };

  public PcaColour {
    Range.checkAbove("deviation", deviation, 0, 10);
  }

  /** What is added to red, green and blue this time, in 1/255. */
  public double[] shifts(Draws draws) {
    double[] alpha = new double[VALUES.length];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = deviation * draws.normal();
    }
    return shifts(alpha);
  }

  static double[] shifts(double[] alpha) {
    double[] shifts = new double[VECTORS.length];
    for (int c = 0; c < shifts.length; c++) {
      for (int i = 0; i < alpha.length; i++) {
        shifts[c] += 255 * VECTORS[c][i] * alpha[i] * VALUES[i];
      }
    }
    return shifts;
  }
}
