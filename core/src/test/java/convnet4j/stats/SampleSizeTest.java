package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.hipparchus.distribution.continuous.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSizeTest {
  private static SampleSize paired(double difference, double deviation, double level) {
    return new SampleSize(difference, deviation, level, 1);
  }

  /** {@code power.t.test(delta, sd = 1, power = 0.8, type = "paired")} in R, before rounding up. */
  @ParameterizedTest
  @CsvSource({"0.2, 198.1513", "0.5, 33.36713", "1, 9.937864"})
  void theNumbersAreThoseOfR(double difference, double n) {
    SampleSize size = paired(difference, 1, 0.05);
    int seeds = (int) Math.ceil(n);
    assertThat(size.seeds()).hasValue(seeds);
    assertThat(size.power(seeds - 1)).isLessThan(0.8);
    assertThat(paired(-difference, 1, 0.05).seeds()).hasValue(seeds);
    assertThat(paired(3 * difference, 3, 0.05).seeds()).hasValue(seeds);
  }

  /**
   * Dalgaard, "Introductory statistics with R", section 8.3: 19.96892 pairs for a power of 0.85.
   */
  @Test
  void thePowerCrossesWhereATextbookSays() {
    SampleSize size = paired(10, 14.14214, 0.05);
    assertThat(size.power(20)).isGreaterThan(0.85);
    assertThat(size.power(19)).isLessThan(0.85);
  }

  /** From the tests of the Python package pingouin, which hold R's values. */
  @Test
  void thePowerOfTwentyPairsIsThatOfOthers() {
    assertThat(paired(0.5, 1, 0.05).power(20)).isCloseTo(0.5645044, within(5e-7));
  }

  /** Among them steep ones: one degree of freedom and a strict level. */
  @ParameterizedTest
  @CsvSource({"60, 0.01, 2, 1", "100, 0.0001, 2, 1", "3, 0.005, 4, 1", "1.2, 0.01, 3, 11"})
  void thePowerIsHowOftenTheTestRejects(double difference, double level, int seeds, int perSeed) {
    SampleSize size = new SampleSize(difference, 1, level, perSeed);
    SplittableRandom random = new SplittableRandom(6);
    int freedom = perSeed * (seeds - 1);
    double limit = new TDistribution(freedom).inverseCumulativeProbability(1 - level / 2);
    int rejected = 0;
    int trials = 200_000;
    for (int i = 0; i < trials; i++) {
      double squares = 0;
      for (int j = 0; j < freedom; j++) {
        squares += Math.pow(random.nextGaussian(), 2);
      }
      double mean = random.nextGaussian() + difference * Math.sqrt(seeds);
      rejected += Math.abs(mean) > limit * Math.sqrt(squares / freedom) ? 1 : 0;
    }
    // Four standard errors of a share of 200,000.
    assertThat(size.power(seeds)).isCloseTo((double) rejected / trials, within(0.0045));
  }

  @Test
  void aSharedVarianceSavesSeeds() {
    int alone = paired(1, 0.5, 0.05 / 6).seeds().orElseThrow();
    int shared = new SampleSize(1, 0.5, 0.05 / 6, 11).seeds().orElseThrow();
    assertThat(shared).isLessThan(alone);
  }

  @Test
  void hugeDifferencesTakeTwoSeedsAndTinyOnesAreNotCounted() {
    assertThat(paired(1000, 1, 0.05).seeds()).hasValue(2);
    assertThat(paired(0.01, 1, 0.05).seeds()).isEmpty();
  }

  @Test
  void whatHasNoSizeIsRefused() {
    assertThatThrownBy(() -> paired(0, 1, 0.05)).hasMessageContaining("difference");
    assertThatThrownBy(() -> paired(1, 0, 0.05)).hasMessageContaining("deviation");
    assertThatThrownBy(() -> paired(1, 1, 1)).hasMessageContaining("level");
  }
}
