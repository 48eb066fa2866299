package convnet4j.stats;

import java.util.OptionalInt;
import org.hipparchus.analysis.integration.IterativeLegendreGaussIntegrator;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.special.Gamma;

/**
 * How many seeds it takes to see a difference, by a two-sided t-test on differences paired by seed.
 * Exact for normal differences: under the difference, t follows the noncentral t distribution
 * (Johnson, Kotz and Balakrishnan, "Continuous univariate distributions" 2, chapter 31).
 *
 * @param difference the true one, not 0
 * @param deviation the standard deviation of differences at single seeds, above 0
 * @param level that of the test: 0.05 for one comparison, less for one of many
 * @param freedomPerSeed how many degrees of freedom a seed brings to the variance: 1 for the paired
 *     t-test, the number of cells less 1 where they share a variance
 */
public record SampleSize(double difference, double deviation, double level, int freedomPerSeed) {
  /** How often the difference is to be seen. */
  public static final double POWER = 0.8;

  /** What is not counted further. */
  public static final int MOST = 10_000;

  private static final NormalDistribution NORMAL = new NormalDistribution();
  private static final int EVALUATIONS = 10_000_000;

  public SampleSize {
    if (difference == 0 || !Double.isFinite(difference)) {
      throw new IllegalArgumentException("expected a difference, received " + difference);
    }
    if (!(deviation > 0) || !(level > 0 && level < 1) || freedomPerSeed < 1) {
      throw new IllegalArgumentException(
          "expected a deviation, a level and degrees of freedom, received "
              + deviation
              + ", "
              + level
              + ", "
              + freedomPerSeed);
    }
  }

  /** For the paired t-test. */
  public static SampleSize paired(double difference, double deviation, double level) {
    return new SampleSize(difference, deviation, level, 1);
  }

  /** The fewest seeds with a power of {@link #POWER}; empty when {@link #MOST} have less. */
  public OptionalInt seeds() {
    // Were the variance known, fewer seeds would do: counting begins there.
    double z =
        NORMAL.inverseCumulativeProbability(1 - level / 2)
            + NORMAL.inverseCumulativeProbability(POWER);
    double known = Math.pow(z * deviation / difference, 2);
    for (int seeds = (int) Math.max(2, Math.min(known, MOST)); seeds <= MOST; seeds++) {
      if (power(seeds) >= POWER) {
        return OptionalInt.of(seeds);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * How often the difference is seen with {@code seeds}, at least 2.
   *
   * <p>With u = √(χ²/ν), the error of the standard deviation, t is beyond ±c with probability Φ(δ −
   * c·u) + Φ(−δ − c·u); this is averaged over the density of u.
   */
  public double power(int seeds) {
    int freedom = freedomPerSeed * (seeds - 1);
    double shift = Math.abs(difference) / deviation * Math.sqrt(seeds);
    double limit = new TDistribution(freedom).inverseCumulativeProbability(1 - level / 2);
    // Ten standard deviations of u to either side of 1 leave out less than 1e-15.
    double reach = 10 / Math.sqrt(2.0 * freedom);
    double scale =
        Math.log(2) + freedom / 2.0 * Math.log(freedom / 2.0) - Gamma.logGamma(freedom / 2.0);
    return new IterativeLegendreGaussIntegrator(20, 1e-9, 1e-9)
        .integrate(
            EVALUATIONS,
            u -> beyond(shift, limit * u) * density(u, freedom, scale),
            Math.max(0, 1 - reach),
            1 + reach);
  }

  private static double beyond(double shift, double limit) {
    return NORMAL.cumulativeProbability(shift - limit)
        + NORMAL.cumulativeProbability(-shift - limit);
  }

  /** Of √(χ²/ν) at u > 0; {@code scale} is the logarithm of what does not depend on u. */
  private static double density(double u, int freedom, double scale) {
    return Math.exp(scale + (freedom - 1) * Math.log(u) - freedom * u * u / 2);
  }
}
