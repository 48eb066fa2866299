package convnet4j.stats;

/**
 * A share of a number of trials, such as top-1 accuracy.
 *
 * @param hits the trials that succeeded, 0 to {@code trials}
 * @param trials how many there were, at least 1
 */
public record Proportion(long hits, long trials) {
  public Proportion {
    if (trials < 1 || hits < 0 || hits > trials) {
      throw new IllegalArgumentException("expected a share, received " + hits + " of " + trials);
    }
  }

  /** The share, 0 to 1. */
  public double estimate() {
    return (double) hits / trials;
  }

  /**
   * The 95% score interval without continuity correction: Wilson, "Probable inference, the law of
   * succession, and statistical inference", JASA 22 (1927), in the form of Newcombe, "Two-sided
   * confidence intervals for the single proportion", Statistics in Medicine 17 (1998) 857–872,
   * method 3. It stays within [0, 1] and has a width even when all or none of the trials succeed.
   */
  public Interval wilson() {
    double z2 = Interval.Z95 * Interval.Z95;
    double middle = 2.0 * hits + z2;
    double spread = Interval.Z95 * Math.sqrt(z2 + 4.0 * hits * (1 - estimate()));
    double scale = 2 * (trials + z2);
    double low = hits == 0 ? 0 : Math.max(0, (middle - spread) / scale);
    double high = hits == trials ? 1 : Math.min(1, (middle + spread) / scale);
    return new Interval(low, high);
  }
}
