package convnet4j.stats;

/**
 * The difference of two accuracies on the same images, as an interval.
 *
 * <p>Method 10 of Newcombe, "Improved confidence intervals for the difference between binomial
 * proportions based on paired data", Statistics in Medicine 17 (1998) 2635–2650: the Wilson
 * intervals of both proportions are squared and added with the correlation φ of the pairs, whose
 * numerator is corrected for continuity when it is positive. The interval stays within [−1, 1] and
 * has a width even when no image tells the two apart. It is an approximation: near the limit it may
 * leave out 0 where the exact test of {@link McNemar} does not reject.
 */
public final class PairedDifference {
  private PairedDifference() {}

  /** The 95% interval of {@link PairedTable#difference()}. */
  public static Interval interval(PairedTable table) {
    double a = table.a().estimate();
    double b = table.b().estimate();
    Interval ofA = table.a().wilson();
    Interval ofB = table.b().wilson();
    double phi = phi(table);
    double below = combined(a - ofA.low(), ofB.high() - b, phi);
    double above = combined(ofA.high() - a, b - ofB.low(), phi);
    double d = table.difference();
    return new Interval(Math.max(-1, d - below), Math.min(1, d + above));
  }

  /** √(x² − 2φxy + y²); rounding must not make it NaN where φ is 1 and x is y. */
  private static double combined(double x, double y, double phi) {
    return Math.sqrt(Math.max(0, x * x - 2 * phi * x * y + y * y));
  }

  /** The correlation of being right; 0 where one of the two is always right or always wrong. */
  private static double phi(PairedTable t) {
    double rightA = t.bothRight() + t.onlyA();
    double rightB = t.bothRight() + t.onlyB();
    double wrongA = t.onlyB() + t.bothWrong();
    double wrongB = t.onlyA() + t.bothWrong();
    double product = rightA * wrongA * rightB * wrongB;
    if (product == 0) {
      return 0;
    }
    double covariance = (double) t.bothRight() * t.bothWrong() - (double) t.onlyA() * t.onlyB();
    double corrected = covariance > 0 ? Math.max(0, covariance - t.images() / 2.0) : covariance;
    return corrected / Math.sqrt(product);
  }
}
