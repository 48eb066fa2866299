package convnet4j.stats;

/**
 * A confidence interval, both ends included.
 *
 * @param low the lower limit
 * @param high the upper limit
 */
public record Interval(double low, double high) {
  /** The two-sided 95% quantile of the standard normal distribution, to the last digit. */
  static final double Z95 = 1.959963984540054;

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("expected low ≤ high, received " + low + " and " + high);
    }
  }

  /** Whether {@code value} lies in it. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** From one limit to the other. */
  public double width() {
    return high - low;
  }
}
