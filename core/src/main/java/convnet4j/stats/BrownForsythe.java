package convnet4j.stats;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.stat.descriptive.rank.Median;
import org.hipparchus.stat.inference.OneWayAnova;

/**
 * Whether groups have different variances: Levene's test with the groups' medians. Brown and
 * Forsythe, "Robust tests for the equality of variances", JASA 69 (1974) 364–367: the analysis of
 * variance of the values' distances from the median of their group.
 *
 * <p>It assumes independent values, not normal ones. In small groups it sees large differences
 * only; residuals of a model are not quite independent either, which matters little where the model
 * has many cells.
 */
public final class BrownForsythe {
  /** Below it variances differ. */
  static final double LEVEL = 0.05;

  private BrownForsythe() {}

  /**
   * The p-value; 1 when no value is apart from its median.
   *
   * @param groups at least two, of at least two values each
   */
  public static double p(List<double[]> groups) {
    List<double[]> distances = new ArrayList<>();
    boolean apart = false;
    for (double[] group : groups) {
      double median = new Median().evaluate(group);
      double[] distance = new double[group.length];
      for (int i = 0; i < group.length; i++) {
        distance[i] = Math.abs(group[i] - median);
        apart |= distance[i] > 0;
      }
      distances.add(distance);
    }
    return apart ? new OneWayAnova().anovaPValue(distances) : 1;
  }
}
