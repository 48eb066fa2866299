package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTransformTest {
  private static final int MANY = 100_000;

  private static double[] shares(double alpha, int count) {
    Mixup mixup = new Mixup(alpha);
    return IntStream.range(0, count)
        .mapToDouble(s -> mixup.share(Draws.ofBatch(s % 10, s)))
        .toArray();
  }

  /** From an implementation in Python, written from the class comments: draws never change. */
  @ParameterizedTest
  @CsvSource({
    "0.2, 0.741155340780948, 0.08142533470706993, 2.0210486717111765e-05",
    "1, 0.924244012731286, 0.9490088949492969, 0.7012586331500595",
    "4, 0.7443215885779494, 0.8002174030146912, 0.9154800375277572"
  })
  void goldenShares(double alpha, double first, double second, double third) {
    double[] expected = {first, second, third};
    for (int step = 0; step < 3; step++) {
      assertThat(new Mixup(alpha).share(Draws.ofBatch(7, step)))
          .isCloseTo(expected[step], within(1e-12));
    }
  }

  /** From the same, by the formulas of the authors' code. */
  @Test
  void goldenBoxes() {
    CutMix cutMix = new CutMix(1);
    assertThat(IntStream.range(0, 4).mapToObj(s -> cutMix.cut(32, 24, Draws.ofBatch(7, s))))
        .containsExactly(
            new CutMix.Cut(18, 8, 8, 6),
            new CutMix.Cut(0, 3, 6, 4),
            new CutMix.Cut(0, 14, 15, 10),
            new CutMix.Cut(0, 1, 21, 18));
    assertThat(Draws.ofBatch(7, 5).permutation(6)).containsExactly(2, 3, 4, 1, 0, 5);
  }

  /** Beta(α, α) has mean 1/2 and variance 1 / (4 (2α + 1)); both within 5 sigma. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 0.5, 1, 2, 50})
  void sharesHaveTheMomentsOfTheirDistribution(double alpha) {
    double[] shares = shares(alpha, MANY);
    double variance = 1 / (4 * (2 * alpha + 1));
    double mean = IntStream.range(0, MANY).mapToDouble(i -> shares[i]).average().orElseThrow();
    double spread =
        IntStream.range(0, MANY)
            .mapToDouble(i -> (shares[i] - 0.5) * (shares[i] - 0.5))
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(0.5, within(5 * Math.sqrt(variance / MANY)));
    // (λ − ½)² lies in 0..¼: its deviation is at most √(variance · (¼ − variance)).
    assertThat(spread)
        .isCloseTo(variance, within(5 * Math.sqrt(variance * (0.25 - variance) / MANY)));
  }

  /** Where the distribution function is known: arcsine, uniform, and 3x² − 2x³. */
  @Test
  void sharesHaveTheShapeOfTheirDistribution() {
    assertShape(0.5, x -> 2 / Math.PI * Math.asin(Math.sqrt(x)));
    assertShape(1, x -> x);
    assertShape(2, x -> x * x * (3 - 2 * x));
  }

  /** Chi-square with 9 degrees of freedom: above 33.7 once in 10,000 generators that are right. */
  private static void assertShape(double alpha, DoubleUnaryOperator distribution) {
    int[] counts = new int[10];
    for (double share : shares(alpha, MANY)) {
      counts[Math.min((int) (10 * share), 9)]++;
    }
    double chiSquare = 0;
    for (int i = 0; i < 10; i++) {
      double expected =
          MANY
              * (distribution.applyAsDouble((i + 1) / 10.0) - distribution.applyAsDouble(i / 10.0));
      chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    assertThat(chiSquare).as("alpha %s", alpha).isLessThan(33.7);
  }

  @Property
  void aShareIsAShareHoweverSmallOrLargeAlphaIs(
      @ForAll long seed, @ForAll @IntRange(min = -1074, max = 1023) int exponent) {
    double alpha = Math.scalb(1.0, exponent);
    assertThat(new Mixup(alpha).share(Draws.ofBatch(seed, 3))).isBetween(0.0, 1.0);
  }

  @Property
  void aBoxLiesInItsImageAndWhatIsLeftIsTheShareExactly(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0.01, max = 50) double alpha,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width) {
    CutMix.Cut box = new CutMix(alpha).cut(height, width, Draws.ofBatch(seed, 0));
    int left = 0;
    int inside = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean isInside =
            y >= box.top()
                && y < box.top() + box.height()
                && x >= box.left()
                && x < box.left() + box.width();
        inside += isInside ? 1 : 0;
        left += isInside ? 0 : 1;
      }
    }
    assertThat(inside).isEqualTo(box.height() * box.width());
    assertThat(box.kept(height, width)).isCloseTo((double) left / (height * width), within(1e-15));
  }

  /** A side of √(1−λ), in whole pixels on both sides of the centre; the border may cut it. */
  @Property
  void aBoxIsNeverLargerThanItsShareAndOfThatSizeAwayFromTheBorder(@ForAll long seed) {
    CutMix.Cut box = new CutMix(1).cut(100, 60, Draws.ofBatch(seed, 0));
    double side = Math.sqrt(1 - new Mixup(1).share(Draws.ofBatch(seed, 0)));
    boolean cutAbove = box.top() == 0;
    boolean cutBelow = box.top() + box.height() == 100;
    boolean cutLeft = box.left() == 0;
    boolean cutRight = box.left() + box.width() == 60;
    assertThat((double) box.height()).isLessThanOrEqualTo(100 * side);
    assertThat((double) box.width()).isLessThanOrEqualTo(60 * side);
    if (!cutAbove && !cutBelow) {
      assertThat((double) box.height()).isGreaterThan(100 * side - 2).matches(h -> h % 2 == 0);
    }
    if (!cutLeft && !cutRight) {
      assertThat((double) box.width()).isGreaterThan(60 * side - 2).matches(w -> w % 2 == 0);
    }
  }
}
