package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DrawsTest {
  /** The outputs of SplitMix64 for seed 1234567 as Rosetta Code lists them. */
  @Test
  void theStreamIsSplitMix64() {
    Draws draws = new Draws(1234567);
    assertThat(IntStream.range(0, 5).mapToObj(i -> Long.toUnsignedString(draws.next())))
        .containsExactly(
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821");
  }

  /** From an implementation in Python, written from the class comment: draws never change. */
  @Test
  void goldenValues() {
    assertThat(Draws.of(42, 3, 7, 1).next()).isEqualTo(-1651401394401284010L);
    Draws uniform = Draws.of(42, 3, 7, 1);
    assertThat(uniform.uniform()).isEqualTo(0.9104773510272268);
    assertThat(uniform.uniform()).isEqualTo(0.9464423686237541);
    Draws below = Draws.of(42, 3, 7, 1);
    assertThat(IntStream.range(0, 3).map(i -> below.below(10))).containsExactly(9, 9, 7);
    assertThat(Draws.permutation(1, 0, 10)).containsExactly(8, 5, 2, 7, 9, 4, 6, 3, 0, 1);
    assertThat(Draws.permutation(1, 1, 10)).containsExactly(1, 7, 6, 3, 0, 9, 2, 4, 5, 8);
    assertThat(Draws.permutation(-5, 0, 10)).containsExactly(2, 0, 1, 9, 5, 4, 3, 7, 8, 6);
  }

  @Property
  void aSampleIsDrawnAlikeWhateverWasDrawnBefore(
      @ForAll long seed, @ForAll int epoch, @ForAll int index, @ForAll int view) {
    double alone = Draws.of(seed, epoch, index, view).uniform();
    Draws other = Draws.of(seed, epoch, index + 1, view);
    other.below(7);
    Draws again = Draws.of(seed, epoch, index, view);
    other.next();
    assertThat(again.uniform()).isEqualTo(alone);
  }

  @Property
  void eachOfTheFourNumbersMatters(
      @ForAll long seed, @ForAll int epoch, @ForAll int index, @ForAll int view) {
    assertThat(
            new long[] {
              Draws.of(seed, epoch, index, view).next(),
              Draws.of(seed + 1, epoch, index, view).next(),
              Draws.of(seed, epoch + 1, index, view).next(),
              Draws.of(seed, epoch, index + 1, view).next(),
              Draws.of(seed, epoch, index, view + 1).next()
            })
        .doesNotHaveDuplicates();
  }

  @Property
  void aPermutationHasEachNumberOnce(
      @ForAll long seed, @ForAll int epoch, @ForAll @IntRange(max = 3000) int n) {
    int[] order = Draws.permutation(seed, epoch, n);
    Arrays.sort(order);
    assertThat(order).isEqualTo(IntStream.range(0, n).toArray());
  }

  @Property
  void belowStaysBelow(@ForAll long seed, @ForAll @IntRange(min = 1) int n) {
    Draws draws = Draws.of(seed, 0, 0, 0);
    for (int i = 0; i < 20; i++) {
      assertThat(draws.below(n)).isBetween(0, n - 1);
    }
  }

  /** Chi-square with 9 degrees of freedom: above 33.7 once in 10,000 generators that are right. */
  @Test
  void neighbouringImagesDrawIndependently() {
    int[] counts = new int[10];
    for (int index = 0; index < 100_000; index++) {
      counts[Draws.of(1, 2, index, 0).below(10)]++;
    }
    double chiSquare = Arrays.stream(counts).mapToDouble(c -> (c - 1e4) * (c - 1e4) / 1e4).sum();
    assertThat(chiSquare).isLessThan(33.7);
  }

  /** The first place of a shuffled five is each of them a fifth of the time (5 sigma). */
  @Test
  void permutationsAreFair() {
    int[][] counts = new int[5][5];
    for (int epoch = 0; epoch < 20_000; epoch++) {
      int[] order = Draws.permutation(9, epoch, 5);
      for (int place = 0; place < 5; place++) {
        counts[place][order[place]]++;
      }
    }
    assertThat(Arrays.stream(counts).flatMapToInt(Arrays::stream))
        .allSatisfy(count -> assertThat(count).isCloseTo(4000, within(283)));
  }

  @Test
  void chanceIsAsOftenAsSaid() {
    long hits = IntStream.range(0, 100_000).filter(i -> Draws.of(3, 0, i, 0).chance(0.3)).count();
    assertThat(hits).isCloseTo(30_000L, within(725L)); // 5 sigma
    assertThat(Draws.of(0, 0, 0, 0).chance(0)).isFalse();
    assertThat(Draws.of(0, 0, 0, 0).chance(1)).isTrue();
  }

  @Test
  void refusesToDrawFromNothing() {
    assertThatThrownBy(() -> Draws.of(0, 0, 0, 0).below(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Draws.permutation(0, 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void normalNumbersHaveTheNormalMomentsAndTails() {
    Draws draws = Draws.of(3, 0, 0, 0);
    int n = 200_000;
    double[] drawn = DoubleStream.generate(draws::normal).limit(n).toArray();
    assertThat(DoubleStream.of(drawn).average().orElseThrow()).isCloseTo(0, within(0.012));
    double variance = DoubleStream.of(drawn).map(v -> v * v).sum() / n;
    assertThat(variance).isCloseTo(1, within(0.017)); // 5 sigma
    double beyondTwo = DoubleStream.of(drawn).filter(v -> Math.abs(v) > 2).count() / (double) n;
    assertThat(beyondTwo).isCloseTo(0.0455, within(0.0024));
  }

  @Test
  void numbersInAllEpochsDependOnSeedIndexAndViewAlone() {
    long first = Draws.of(1, 0, 2, 3).inAllEpochs().next();
    Draws later = Draws.of(1, 7, 2, 3);
    later.next();
    assertThat(later.inAllEpochs().next()).isEqualTo(first);
    assertThat(later.epoch()).isEqualTo(7);
    assertThat(Draws.of(2, 0, 2, 3).inAllEpochs().next()).isNotEqualTo(first);
    assertThat(Draws.of(1, 0, 3, 3).inAllEpochs().next()).isNotEqualTo(first);
    assertThat(Draws.of(1, 0, 2, 4).inAllEpochs().next()).isNotEqualTo(first);
    assertThat(Draws.of(1, 0, 2, 3).next()).isNotEqualTo(first);
  }
}
