package convnet4j.stats;

/**
 * McNemar's test, exact: whether two classifiers differ, from the images that only one of them
 * classified right. Were the two equally good, each such image would be A's or B's by a fair coin.
 *
 * <p>McNemar, "Note on the sampling error of the difference between correlated proportions or
 * percentages", Psychometrika 12 (1947); exact by the binomial distribution with ½ (conditional
 * test), two-sided by doubling, at most 1.
 */
public final class McNemar {
  private static final int SMALL = 16;

  private McNemar() {}

  /**
   * The two-sided p-value: the chance of a split at least as uneven as this one. Its relative error
   * is below 1e-12 for up to 10⁸ images and values above 1e-290; what no double can hold is 0.
   *
   * @param onlyA images that A alone classified right
   * @param onlyB images that B alone classified right
   */
  public static double p(long onlyA, long onlyB) {
    if (onlyA < 0 || onlyB < 0) {
      throw new IllegalArgumentException("expected counts, received " + onlyA + ", " + onlyB);
    }
    return onlyA == onlyB ? 1 : Math.min(1, 2 * lowerTail(Math.min(onlyA, onlyB), onlyA + onlyB));
  }

  /**
   * P(X ≤ k) of a binomial X of n fair coins, k below n/2. From its largest term downwards, each
   * term is the one before by a ratio below 1 that keeps falling, so that what is left after a term
   * is less than a geometric series.
   */
  private static double lowerTail(long k, long n) {
    double term = probability(k, n);
    double sum = term;
    for (long i = k; i > 0; i--) {
      double ratio = (double) i / (n - i + 1);
      term *= ratio;
      sum += term;
      if (term * ratio / (1 - ratio) < sum * 1e-17) {
        break;
      }
    }
    return sum;
  }

  /** C(n, k)/2ⁿ for k ≤ n/2. */
  private static double probability(long k, long n) {
    if (k >= SMALL) {
      return byStirling(k, n);
    }
    double ways = 1;
    for (long i = 1; i <= k; i++) {
      ways = ways * (n - k + i) / i;
    }
    return Math.scalb(ways, (int) Math.max(-n, Integer.MIN_VALUE));
  }

  /**
   * The saddle-point form of Loader, "Fast and accurate computation of binomial probabilities"
   * (2000): factorials by Stirling's formula whose large parts cancel before they are rounded,
   * which differences of log-gammas would not do.
   */
  private static double byStirling(long k, long n) {
    long other = n - k;
    double corrections = stirlingError(n) - stirlingError(k) - stirlingError(other);
    double t = (double) (other - k) / n;
    double scale = Math.sqrt(n / (2 * Math.PI * k * other));
    return scale * Math.exp(corrections - n / 2.0 * deviance(t));
  }

  /** (1 + t)·log(1 + t) + (1 − t)·log(1 − t), 0 ≤ t < 1: Σ t²ʲ/(j(2j − 1)). */
  private static double deviance(double t) {
    if (t > 0.5) {
      return (1 + t) * Math.log1p(t) + (1 - t) * Math.log1p(-t);
    }
    double square = t * t;
    double sum = 0;
    double power = 1;
    for (int j = 1; power > 1e-18 * square; j++) {
      power *= square;
      sum += power / (j * (2.0 * j - 1));
    }
    return sum;
  }

  /** log(n!) − log(√(2πn)·(n/e)ⁿ), n ≥ 16: the series's next term is below 1e-16. */
  private static double stirlingError(long n) {
    double s = 1.0 / n;
    double s2 = s * s;
    return s * (1 / 12.0 - s2 * (1 / 360.0 - s2 * (1 / 1260.0 - s2 * (1 / 1680.0 - s2 / 1188))));
  }
}
