package convnet4j.stats;

import java.util.OptionalInt;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
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
  private static final GaussIntegratorFactory GAUSS = new GaussIntegratorFactory();
  private static final int POINTS = 64;

  /** Standard deviations beyond which a normal variable is not looked for. */
  private static final double FAR = 9;

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
   * c·u) + Φ(−δ − c·u). This is averaged over the density of u where neither of the two is flat: a
   * fixed rule cannot step over a bend there. Below, t is beyond for certain.
   */
  public double power(int seeds) {
    int freedom = freedomPerSeed * (seeds - 1);
    double shift = Math.abs(difference) / deviation * Math.sqrt(seeds);
    double limit = new TDistribution(freedom).inverseCumulativeProbability(1 - level / 2);
    double certain = Math.max(0, (shift - FAR) / limit);
    double reach = FAR / Math.sqrt(2.0 * freedom);
    double from = Math.max(certain, 1 - reach);
    double to = Math.min((shift + FAR) / limit, 1 + reach);
    double below =
        new ChiSquaredDistribution(freedom).cumulativeProbability(freedom * certain * certain);
    if (from >= to) {
      return below;
    }
    double scale =
        Math.log(2) + freedom / 2.0 * Math.log(freedom / 2.0) - Gamma.logGamma(freedom / 2.0);
    return below
        + GAUSS
            .legendre(POINTS, from, to)
            .integrate(u -> beyond(shift, limit * u) * density(u, freedom, scale));
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
