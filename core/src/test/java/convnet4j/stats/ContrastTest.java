package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ContrastTest {
  private static final Optional<RandomisedBlocks> NO_POOL = Optional.empty();
  private static final double NAN = Double.NaN;

  /**
   * Student, "The probable error of a mean" (1908), as R's data set {@code sleep}: hours of sleep
   * that two drugs brought ten patients.
   */
  private static final Responses SLEEP =
      Responses.of(
          List.of("1", "2"),
          new double[][] {
            {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0},
            {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
          });

  /** {@code t.test(extra ~ group, data = sleep, paired = TRUE)} in R. */
  @Test
  void withoutAPoolItIsThePairedTTest() {
    Estimate estimate = pair().estimate(SLEEP, NO_POOL).orElseThrow();
    assertThat(estimate.difference()).isCloseTo(-1.58, within(1e-12));
    assertThat(estimate.t()).isCloseTo(-4.0621, within(5e-5));
    assertThat(estimate.degreesOfFreedom()).isEqualTo(9);
    assertThat(estimate.p()).isCloseTo(0.002833, within(5e-7));
    assertThat(estimate.interval().low()).isCloseTo(-2.4598858, within(5e-8));
    assertThat(estimate.interval().high()).isCloseTo(-0.7001142, within(5e-8));
    assertThat(estimate.pooled()).isFalse();
  }

  @Test
  void aPoolOfItsOwnTwoCellsChangesNothing() {
    Estimate own = pair().estimate(SLEEP, NO_POOL).orElseThrow();
    Estimate pooled = pair().estimate(SLEEP, RandomisedBlocks.of(SLEEP)).orElseThrow();
    assertThat(pooled.degreesOfFreedom()).isEqualTo(9);
    assertThat(pooled.t()).isCloseTo(own.t(), within(1e-9));
    assertThat(pooled.deviation()).isCloseTo(own.deviation(), within(1e-9));
  }

  @Test
  void groupsAreMeansOfTheirCells() {
    double[][] values = {{1, 2, 4}, {3, 5, 4}, {1, 1, 1}, {9, 9, 0}};
    Responses responses = Responses.of(List.of("a", "b", "c", "d"), values);
    Contrast contrast = Contrast.between(4, List.of(0, 1), List.of(2));
    assertThat(contrast.weights()).containsExactly(0.5, 0.5, -1.0, 0.0);
    assertThat(contrast.differences(responses)).containsExactly(1, 2.5, 3);
  }

  @Test
  void aSeedThatLacksACellIsLeftOut() {
    double[][] values = {{1, 2, 4, 7}, {3, NAN, 4, 5}, {NAN, NAN, NAN, NAN}};
    Responses responses = Responses.of(List.of("a", "b", "c"), values);
    Contrast contrast = Contrast.between(3, List.of(0), List.of(1));
    assertThat(contrast.differences(responses)).containsExactly(-2, 0, 2);
    Estimate estimate =
        contrast.estimate(responses, RandomisedBlocks.of(responses)).orElseThrow();
    assertThat(estimate.seeds()).isEqualTo(3);
    assertThat(estimate.degreesOfFreedom()).isEqualTo(2);
    // −2, 0, 2: standard deviation 2.
    assertThat(estimate.standardError()).isCloseTo(2 / Math.sqrt(3), within(1e-12));
  }

  @Test
  void aCellOutsideThePoolIsJudgedByItsOwnDifferences() {
    double[][] values = {{1, 2, 4}, {3, 5, 4}, {1, 3, 1}, {2, NAN, 5}};
    Responses responses = Responses.of(List.of("a", "b", "c", "d"), values);
    Optional<RandomisedBlocks> pool = RandomisedBlocks.of(responses);
    assertThat(Contrast.between(4, List.of(0), List.of(1)).estimate(responses, pool))
        .hasValueSatisfying(estimate -> assertThat(estimate.pooled()).isTrue());
    assertThat(Contrast.between(4, List.of(0), List.of(3)).estimate(responses, pool))
        .hasValueSatisfying(estimate -> assertThat(estimate.pooled()).isFalse());
  }

  @Test
  void equalDifferencesAreNoEstimate() {
    // In binary these are equal but for rounding.
    double[][] values = {{90.1, 90.2, 90.4}, {89.7, 89.8, 90.0}};
    Responses responses = Responses.of(List.of("a", "b"), values);
    assertThat(pair().estimate(responses, NO_POOL)).isEmpty();
    assertThat(pair().estimate(responses, RandomisedBlocks.of(responses))).isEmpty();
  }

  @Test
  void oneSeedIsNoEstimate() {
    Responses responses = Responses.of(List.of("a", "b"), new double[][] {{1, 2}, {3, NAN}});
    assertThat(pair().estimate(responses, NO_POOL)).isEmpty();
  }

  @Test
  void whatIsNoContrastIsRefused() {
    assertThatThrownBy(() -> new Contrast(List.of(1.0, -0.5))).hasMessageContaining("add up to 0");
    assertThatThrownBy(() -> new Contrast(List.of(0.0, 0.0))).hasMessageContaining("add up to 0");
    assertThatThrownBy(() -> new Contrast(List.of(NAN, 1.0))).hasMessageContaining("add up to 0");
    assertThatThrownBy(() -> Contrast.between(2, List.of(0, 1), List.of(1)))
        .hasMessageContaining("one side only");
  }

  @Property(tries = 200)
  void whatASeedGivesToAllCellsDoesNotCount(
      @ForAll @Size(12) List<@DoubleRange(min = 0, max = 100) Double> values,
      @ForAll @Size(4) List<@DoubleRange(min = -50, max = 50) Double> ofSeeds) {
    Responses plain = table(values, List.of(0.0, 0.0, 0.0, 0.0));
    Responses shifted = table(values, ofSeeds);
    Contrast contrast = Contrast.between(3, List.of(0), List.of(1, 2));
    for (Optional<Estimate> before :
        List.of(
            contrast.estimate(plain, NO_POOL),
            contrast.estimate(plain, RandomisedBlocks.of(plain)))) {
      if (before.isPresent() && before.get().deviation() > 1e-6) {
        Optional<RandomisedBlocks> pool =
            before.get().pooled() ? RandomisedBlocks.of(shifted) : NO_POOL;
        Estimate after = contrast.estimate(shifted, pool).orElseThrow();
        assertThat(after.difference()).isCloseTo(before.get().difference(), within(1e-9));
        assertThat(after.standardError()).isCloseTo(before.get().standardError(), within(1e-9));
      }
    }
  }

  @Property(tries = 200)
  void swappingTheSidesTurnsTheSign(
      @ForAll @Size(12) List<@DoubleRange(min = 0, max = 100) Double> values) {
    Responses responses = table(values, List.of(0.0, 0.0, 0.0, 0.0));
    Optional<RandomisedBlocks> pool = RandomisedBlocks.of(responses);
    Optional<Estimate> ab = Contrast.between(3, List.of(0), List.of(1, 2)).estimate(responses, pool);
    Optional<Estimate> ba = Contrast.between(3, List.of(1, 2), List.of(0)).estimate(responses, pool);
    assertThat(ab.isPresent()).isEqualTo(ba.isPresent());
    if (ab.isPresent()) {
      assertThat(ab.get().difference()).isEqualTo(-ba.get().difference());
      assertThat(ab.get().p()).isEqualTo(ba.get().p());
      assertThat(ab.get().interval().low()).isEqualTo(-ba.get().interval().high());
    }
  }

  private static Contrast pair() {
    return Contrast.between(2, List.of(0), List.of(1));
  }

  private static Responses table(List<Double> values, List<Double> ofSeeds) {
    double[][] rows = new double[3][4];
    for (int i = 0; i < 12; i++) {
      rows[i / 4][i % 4] = values.get(i) + ofSeeds.get(i % 4);
    }
    return Responses.of(List.of("a", "b", "c"), rows);
  }
}
