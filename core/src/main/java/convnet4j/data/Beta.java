package convnet4j.data;

/**
 * The distribution Beta(α, α): of numbers in 0..1, near ½ for a large α, near 0 and 1 for a small
 * one, alike everywhere for α = 1.
 *
 * <p>A number is X / (X + Y) of two that are Gamma(α), each drawn as Marsaglia and Tsang do it
 * (<em>A simple method for generating gamma variables</em>, ACM TOMS 26(3), 2000). They are kept as
 * logarithms, because of a small α both are often too small for a double.
 *
 * @param alpha above 0
 */
record Beta(double alpha) {
  /** So far out that nothing changes any more, and its double is still finite. */
  private static final double LEAST_LOG = -Double.MAX_VALUE / 4;

  Beta {
    if (!(alpha > 0 && Double.isFinite(alpha))) {
      throw new IllegalArgumentException("expected alpha above 0, received " + alpha);
    }
  }

  /** A number in 0..1, both included. */
  double draw(Draws draws) {
    double x = logGamma(draws);
    double y = logGamma(draws);
    return 1 / (1 + StrictMath.exp(y - x));
  }

  /** The logarithm of a number that is Gamma(α). */
  private double logGamma(Draws draws) {
    if (alpha >= 1) {
      return logGamma(alpha, draws);
    }
    double raised = logGamma(alpha + 1, draws);
    return Math.max(LEAST_LOG, raised + logUniform(draws) / alpha);
  }

  private static double logGamma(double shape, Draws draws) {
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = draws.normal();
      double v = 1 + c * x;
      if (v > 0) {
        double logV = 3 * StrictMath.log(v);
        if (logUniform(draws) < x * x / 2 + d * (1 - v * v * v + logV)) {
          return StrictMath.log(d) + logV;
        }
      }
    }
  }

  /** Of a number in (0, 1]: never minus infinity. */
  private static double logUniform(Draws draws) {
    return StrictMath.log(1 - draws.uniform());
  }
}
