package convnet4j.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's correction for many tests: Holm, "A simple sequentially rejective multiple test
 * procedure", Scandinavian Journal of Statistics 6 (1979) 65–70. Rejecting where the adjusted
 * p-value is at most α keeps the chance of any wrong rejection at α or less, however the tests
 * depend on each other.
 */
public final class Holm {
  private Holm() {}

  /**
   * The adjusted p-values, in the order of {@code p}.
   *
   * @param p one per test, 0 to 1
   */
  public static double[] adjusted(double... p) {
    for (double value : p) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("expected p-values, received " + value);
      }
    }
    List<Integer> ascending =
        IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i])).toList();
    double[] adjusted = new double[p.length];
    double largest = 0;
    int left = p.length;
    for (int i : ascending) {
      largest = Math.max(largest, Math.min(1, left-- * p[i]));
      adjusted[i] = largest;
    }
    return adjusted;
  }
}
