package convnet4j.stats;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A difference across seeds and how surely it is known.
 *
 * @param difference in the measure's own unit
 * @param standardError of the difference, above 0
 * @param degreesOfFreedom of the variance behind the standard error, at least 1
 * @param seeds how many the difference is a mean over, at least 2
 * @param pooled whether that variance is the whole study's
 */
public record Estimate(
    double difference, double standardError, int degreesOfFreedom, int seeds, boolean pooled) {
  private static final double HALF = 0.975;

  public Estimate {
    if (!Double.isFinite(difference) || !(standardError > 0) || standardError > Double.MAX_VALUE) {
      throw new IllegalArgumentException(
          "expected a difference and its error, received " + difference + ", " + standardError);
    }
    if (degreesOfFreedom < 1 || seeds < 2) {
      throw new IllegalArgumentException(
          "expected at least 1 and 2, received " + degreesOfFreedom + ", " + seeds);
    }
  }

  /** Student's t. */
  public double t() {
    return difference / standardError;
  }

  /** The two-sided p-value of this comparison alone, as if it were the only one. */
  public double p() {
    return Math.min(1, 2 * student().cumulativeProbability(-Math.abs(t())));
  }

  /** The 95% interval of this comparison alone, as if it were the only one. */
  public Interval interval() {
    double reach = standardError * student().inverseCumulativeProbability(HALF);
    return new Interval(difference - reach, difference + reach);
  }

  /** The standard deviation of the differences at single seeds. */
  public double deviation() {
    return standardError * Math.sqrt(seeds);
  }

  /** How many degrees of freedom a further seed brings. */
  int freedomPerSeed() {
    return Math.max(1, degreesOfFreedom / (seeds - 1));
  }

  private TDistribution student() {
    return new TDistribution(degreesOfFreedom);
  }
}
