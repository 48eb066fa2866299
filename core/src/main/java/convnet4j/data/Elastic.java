package convnet4j.data;

/**
 * Warps an image locally: every pixel is fetched from a place moved by a smooth random field. Of
 * each axis, the field is uniform in -1..1 at every pixel, blurred by a Gaussian, times {@code
 * alpha}; black comes in from outside. Simard, Steinkraus, Platt 2003, "Best Practices for
 * Convolutional Neural Networks Applied to Visual Document Analysis", ICDAR, section 2, where
 * digits of 29×29 pixels were warped with 34 and 4.
 *
 * @param alpha pixels, above 0 and up to 10000
 * @param sigma of the Gaussian in pixels, above 0 and up to 100
 */
public record Elastic(double alpha, double sigma) implements Transform {
  static final double ALPHA = 34;
  static final double SIGMA = 4;

  public Elastic {
    Range.checkAbove("alpha", alpha, 0, 10_000);
    Range.checkAbove("sigma", sigma, 0, 100);
  }

  /** Fills one axis of the field as it is before the blur; draw that of x first. */
  public void noise(float[] field, Draws draws) {
    for (int i = 0; i < field.length; i++) {
      field[i] = (float) draws.uniform(-1, 1);
    }
  }
}
