package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
  /** Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718"
  })
  void theWilsonIntervalHasThePublishedLimits(long hits, long trials, double low, double high) {
    Interval interval = new Proportion(hits, trials).wilson();
    assertThat(interval.low()).isCloseTo(low, within(5e-5));
    assertThat(interval.high()).isCloseTo(high, within(5e-5));
  }

  @Test
  void noneAndAllReachTheEndsExactly() {
    assertThat(new Proportion(0, 7).wilson().low()).isZero();
    assertThat(new Proportion(7, 7).wilson().high()).isEqualTo(1);
  }

  @Property
  void theLimitsAreWhereTheScoreTestTurns(
      @ForAll @IntRange(min = 1, max = 100_000) int trials, @ForAll @IntRange int share) {
    long hits = Math.floorMod((long) share, trials + 1L);
    Proportion proportion = new Proportion(hits, trials);
    Interval interval = proportion.wilson();
    assertThat(interval.contains(proportion.estimate())).isTrue();
    for (double p : new double[] {interval.low(), interval.high()}) {
      if (p > 0 && p < 1) {
        double z = (proportion.estimate() - p) / Math.sqrt(p * (1 - p) / trials);
        assertThat(Math.abs(z)).isCloseTo(1.959963984540054, within(1e-6));
      }
    }
    Interval failures = new Proportion(trials - hits, trials).wilson();
    assertThat(failures.low()).isCloseTo(1 - interval.high(), within(1e-12));
    assertThat(failures.high()).isCloseTo(1 - interval.low(), within(1e-12));
  }

  @Test
  void whatIsNoShareIsRefused() {
    assertThatThrownBy(() -> new Proportion(0, 0)).hasMessageContaining("0 of 0");
    assertThatThrownBy(() -> new Proportion(3, 2)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> new Proportion(-1, 2)).hasMessageContaining("-1 of 2");
  }
}
