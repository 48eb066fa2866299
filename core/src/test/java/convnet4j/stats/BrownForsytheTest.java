package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BrownForsytheTest {
  private static final double[] A = {8.88, 9.12, 9.04, 8.98, 9.00, 9.08, 9.01, 8.85, 9.06, 8.99};
  private static final double[] B = {8.88, 8.95, 9.29, 9.44, 9.15, 9.58, 8.36, 9.18, 8.67, 9.05};
  private static final double[] C = {8.95, 9.12, 8.95, 8.85, 9.03, 8.84, 9.07, 8.98, 8.86, 8.98};

  /**
   * The example in the documentation of SciPy's {@code stats.levene}, whose centre is the median.
   */
  @Test
  void itIsLevenesTestWithMedians() {
    assertThat(BrownForsythe.p(List.of(A, B, C))).isCloseTo(0.002431505967249681, within(1e-12));
  }

  @Test
  void groupsMayBeMovedAndTurned() {
    double[] moved = new double[B.length];
    for (int i = 0; i < B.length; i++) {
      moved[i] = 100 - B[i];
    }
    assertThat(BrownForsythe.p(List.of(A, moved, C))).isCloseTo(0.002431505967249681, within(1e-9));
  }

  /**
   * Distances 1, 2 and 5, 1 without the medians' own 0: F(1, 2) = 2.25/4.25, whose p-value is 1 −
   * √(F/(F + 2)).
   */
  @Test
  void theMedianOfAnOddGroupHasNoDistance() {
    double f = 2.25 / 4.25;
    assertThat(BrownForsythe.p(List.of(new double[] {4, 1, 2}, new double[] {0, 5, 6})))
        .isCloseTo(1 - Math.sqrt(f / (f + 2)), within(1e-12));
  }

  @Test
  void twoValuesAreRefused() {
    assertThatThrownBy(() -> BrownForsythe.p(List.of(A, new double[] {1, 2})))
        .hasMessageContaining("three values");
  }

  /** Two cells' residuals are each other's negatives; equally spaced ones vary not at all. */
  @Test
  void groupsThatDifferByRoundingAloneDoNotDiffer() {
    double[] down = {-4.79, 0.1, 4.69 + 1e-15};
    double[] up = {4.79, -0.1, -4.69};
    assertThat(BrownForsythe.p(List.of(down, up))).isOne();
    double[] even = {-1.5, 0, 1.5};
    double[] turned = {1.5, -1e-16, -1.5};
    assertThat(BrownForsythe.p(List.of(even, turned))).isOne();
  }

  @Test
  void whereNothingVariesNothingDiffers() {
    assertThat(BrownForsythe.p(List.of(new double[] {1, 1, 1}, new double[] {2, 2, 2}))).isOne();
  }
}
