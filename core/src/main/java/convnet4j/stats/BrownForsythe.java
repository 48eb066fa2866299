package convnet4j.stats;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.descriptive.rank.Median;
import org.hipparchus.stat.inference.OneWayAnova;

/**
 * Whether groups have different variances: Levene's test with the groups' medians. Brown and
 * Forsythe, "Robust tests for the equality of variances", JASA 69 (1974) 364–367: the analysis of
 * variance of the values' distances from the median of their group. In a group of odd size the
 * median is one of the values and its distance 0 whatever the variance, which hides differences
 * between small groups; that one is left out, after Hines and O'Hara Hines, "Increased power with
 * modified forms of the Levene (Med) test for heterogeneity of variance", Biometrics 56 (2000)
 * 451–454.
 *
 * <p>It assumes independent values, not normal ones. Residuals of a model are not quite
 * independent, which matters little where the model has many cells. In groups of three or five it
 * still sees large differences only.
 */
public final class BrownForsythe {
  private static final int FEWEST = 3;

  /** Differences below this share of the values are what rounding leaves. */
  private static final double ROUNDING = 1e-9;

  private BrownForsythe() {}

  /**
   * The p-value; 1 when values are equally far from their medians in all groups.
   *
   * @param groups at least two, of at least three values each: two are equally far from their
   *     median and say nothing
   */
  public static double p(List<double[]> groups) {
    List<double[]> distances = groups.stream().map(BrownForsythe::distances).toList();
    double largest = distances.stream().flatMapToDouble(Arrays::stream).max().orElseThrow();
    DoubleSummaryStatistics means =
        distances.stream().mapToDouble(StatUtils::mean).summaryStatistics();
    boolean apart = means.getMax() - means.getMin() > ROUNDING * largest;
    return apart ? new OneWayAnova().anovaPValue(distances) : 1;
  }

  /** Sorted, so that what is left out is the median itself. */
  private static double[] distances(double[] group) {
    if (group.length < FEWEST) {
      throw new IllegalArgumentException("expected three values or more, received " + group.length);
    }
    double median = new Median().evaluate(group);
    return Arrays.stream(group)
        .map(value -> Math.abs(value - median))
        .sorted()
        .skip(group.length % 2)
        .toArray();
  }
}
