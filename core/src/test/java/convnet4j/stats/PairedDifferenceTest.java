package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedDifferenceTest {
  @ParameterizedTest
  @CsvSource({
    // Newcombe, Statistics in Medicine 17 (1998) 2635–2650, method 10.
    "36, 12, 2, 0, 0.0569, 0.3404",
    "18, 12, 2, 18, 0.0562, 0.3290",
    "53, 0, 0, 1, -0.0729, 0.0729",
    "0, 30, 0, 0, 0.8395, 1.0000",
    // Fagerland, Lydersen and Laake, "Statistical analysis of contingency tables" (2017), ch. 8.
    "59, 6, 16, 80, -0.1186, -0.0046"
  })
  void theIntervalHasThePublishedLimits(
      long both, long onlyA, long onlyB, long neither, double low, double high) {
    Interval interval = PairedDifference.interval(new PairedTable(both, onlyA, onlyB, neither));
    assertThat(interval.low()).isCloseTo(low, within(5.1e-5));
    assertThat(interval.high()).isCloseTo(high, within(5.1e-5));
  }

  @Property
  void holdsTheDifferenceAndTurnsWithTheSides(
      @ForAll @IntRange(max = 5000) int both,
      @ForAll @IntRange(max = 500) int onlyA,
      @ForAll @IntRange(max = 500) int onlyB,
      @ForAll @IntRange(min = 1, max = 1000) int neither) {
    PairedTable table = new PairedTable(both, onlyA, onlyB, neither);
    Interval interval = PairedDifference.interval(table);
    assertThat(interval.contains(table.difference())).isTrue();
    assertThat(interval.low()).isGreaterThanOrEqualTo(-1);
    assertThat(interval.high()).isLessThanOrEqualTo(1);
    Interval swapped = PairedDifference.interval(new PairedTable(both, onlyB, onlyA, neither));
    assertThat(swapped.low()).isCloseTo(-interval.high(), within(1e-12));
    assertThat(swapped.high()).isCloseTo(-interval.low(), within(1e-12));
    Interval wrongForRight =
        PairedDifference.interval(new PairedTable(neither, onlyA, onlyB, both));
    assertThat(wrongForRight.low()).isCloseTo(interval.low(), within(1e-12));
    assertThat(wrongForRight.high()).isCloseTo(interval.high(), within(1e-12));
    Interval fourfold =
        PairedDifference.interval(new PairedTable(4L * both, 4L * onlyA, 4L * onlyB, 4L * neither));
    assertThat(fourfold.width()).isLessThan(interval.width());
  }

  /** Two networks near 90 % that agree on most images, as two seeds of a recipe do. */
  @Test
  void nineteenOfTwentyIntervalsHoldTheTruth() {
    SplittableRandom random = new SplittableRandom(7);
    int experiments = 4000;
    int held = 0;
    for (int i = 0; i < experiments; i++) {
      long[] counts = new long[4];
      for (int image = 0; image < 500; image++) {
        double u = random.nextDouble();
        counts[u < 0.86 ? 0 : u < 0.91 ? 1 : u < 0.93 ? 2 : 3]++;
      }
      PairedTable table = new PairedTable(counts[0], counts[1], counts[2], counts[3]);
      held += PairedDifference.interval(table).contains(0.05 - 0.02) ? 1 : 0;
    }
    // The binomial's standard deviation is 0.34 %; Newcombe finds a mean coverage of 0.95 to 0.96.
    assertThat(100.0 * held / experiments).isBetween(94.0, 97.0);
  }

  @Test
  void answersArePairedByImage() {
    List<Answer> a = List.of(answer(0, 1, 1), answer(1, 1, 1), answer(2, 0, 1), answer(4, 0, 1));
    List<Answer> b = List.of(answer(0, 1, 1), answer(1, 1, 0), answer(2, 0, 0), answer(4, 0, 2));
    PairedTable table = PairedTable.of(a, b);
    assertThat(table).isEqualTo(new PairedTable(1, 1, 1, 1));
    assertThat(table.a()).isEqualTo(new Proportion(2, 4));
    assertThat(PairedTable.of(a, a)).isEqualTo(new PairedTable(2, 0, 0, 2));
    assertThatThrownBy(() -> PairedTable.of(a, b.subList(0, 3)))
        .hasMessageContaining("the same images");
    assertThatThrownBy(() -> PairedTable.of(a.subList(0, 1), b.subList(1, 2)))
        .hasMessageContaining("the same images");
  }

  @Test
  void anAnswerWithoutANumberIsWrong() {
    assertThat(new Answer(0, 0, 0, Float.NaN).right()).isFalse();
    assertThat(new Answer(0, 0, 0, 0.1f).right()).isTrue();
  }

  private static Answer answer(int index, int label, int predicted) {
    return new Answer(index, label, predicted, 0.5f);
  }
}
