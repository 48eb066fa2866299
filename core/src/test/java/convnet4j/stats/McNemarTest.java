package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {
  /** In percent: a relative error of 1e-12. */
  private static final Percentage EXACT = Percentage.withPercentage(1e-10);

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "0, 1, 1",
    "3, 3, 1",
    "0, 10, 0.001953125", // 2/2¹⁰
    "1, 5, 0.21875", // 2·(1 + 6)/2⁶
    "5, 15, 0.0413894653320312500" // 2·21700/2²⁰
  })
  void smallSplitsAreSumsOfBinomials(long onlyA, long onlyB, double p) {
    assertThat(McNemar.p(onlyA, onlyB)).isCloseTo(p, EXACT);
    assertThat(McNemar.p(onlyB, onlyA)).isEqualTo(McNemar.p(onlyA, onlyB));
  }

  /**
   * Complete response before and after consolidation (Cavo et al., 2012) in Fagerland, Lydersen and
   * Laake, "Statistical analysis of contingency tables" (2017), chapter 8.
   */
  @Test
  void theExactConditionalTestHasThePublishedValue() {
    assertThat(McNemar.p(6, 16)).isBetween(0.0524785, 0.0524795);
  }

  /** Sums in decimal arithmetic of 60 digits. */
  @ParameterizedTest
  @CsvSource({
    "15, 40, 1.01584719412528556859e-3",
    "16, 40, 1.84155478849254428120e-3",
    "164, 120, 1.05962575739869833294e-2",
    "17, 60, 8.90984796833487442993e-7",
    "400, 520, 8.54917092388377817674e-5",
    "4900, 5100, 4.65855277049473887799e-2",
    "49000, 51000, 2.58871603834689788412e-10",
    "499000, 501000, 4.56082998653820864203e-2",
    "20, 1020, 1.29752782163948543252e-271",
    "200, 1200, 5.99077546948927230834e-174"
  })
  void largeSplitsKeepTwelveDigits(long onlyA, long onlyB, double p) {
    assertThat(McNemar.p(onlyA, onlyB)).isCloseTo(p, EXACT);
  }

  @Test
  void whatNoDoubleHoldsIsZero() {
    assertThat(McNemar.p(480_000, 520_000)).isZero(); // 6e-350
    assertThat(McNemar.p(3, 100_000)).isZero();
    assertThat(McNemar.p(0, Integer.MAX_VALUE)).isZero();
    assertThat(McNemar.p(1_000_000_000, 1_000_000_001)).isBetween(0.9999, 1.0);
  }

  @Property(tries = 200)
  void agreesWithWholeNumbers(
      @ForAll @IntRange(max = 400) int onlyA, @ForAll @IntRange(max = 400) int onlyB) {
    int n = onlyA + onlyB;
    BigInteger ways = BigInteger.ONE;
    BigInteger sum = BigInteger.ONE;
    for (int k = 1; k <= Math.min(onlyA, onlyB); k++) {
      ways = ways.multiply(BigInteger.valueOf(n - k + 1)).divide(BigInteger.valueOf(k));
      sum = sum.add(ways);
    }
    double p =
        new BigDecimal(sum)
            .divide(new BigDecimal(BigInteger.TWO.pow(n)), MathContext.DECIMAL64)
            .multiply(BigDecimal.TWO)
            .min(BigDecimal.ONE)
            .doubleValue();
    assertThat(McNemar.p(onlyA, onlyB)).isCloseTo(p, EXACT);
  }

  @Test
  void whatIsNoCountIsRefused() {
    assertThatThrownBy(() -> McNemar.p(-1, 2)).hasMessageContaining("-1, 2");
  }
}
