package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HolmTest {
  private static final Offset<Double> ROUNDING = within(1e-12);

  /** The examples in the documentation of Julia's MultipleTesting; the second counts two more. */
  @Test
  void theAdjustedValuesAreThePublishedOnes() {
    assertThat(Holm.adjusted(0.001, 0.01, 0.03, 0.5))
        .containsExactly(new double[] {0.004, 0.03, 0.06, 0.5}, ROUNDING);
    assertThat(Holm.adjusted(0.001, 0.01, 0.03, 0.5, 1, 1))
        .containsExactly(new double[] {0.006, 0.05, 0.12, 1, 1, 1}, ROUNDING);
  }

  /** By hand: 0.005·4, 0.01·3, 0.03·2, and 0.04·1 is not below the value before. */
  @Test
  void theOrderIsKept() {
    assertThat(Holm.adjusted(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, ROUNDING);
  }

  @Property
  void adjustingKeepsRanksAndMakesNothingSmaller(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 1) Double> values) {
    double[] p = values.stream().mapToDouble(Double::doubleValue).toArray();
    double[] adjusted = Holm.adjusted(p);
    for (int i = 0; i < p.length; i++) {
      assertThat(adjusted[i]).isBetween(p[i], Math.min(1, p[i] * p.length + 1e-12));
      for (int j = 0; j < p.length; j++) {
        assertThat(p[i] <= p[j] && adjusted[i] > adjusted[j]).isFalse();
      }
    }
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    assertThatThrownBy(() -> Holm.adjusted(0.1, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Holm.adjusted(1.1)).hasMessageContaining("1.1");
  }
}
