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
  private static final double NAN = Double.NaN;
  private static final List<Double> NOTHING = List.of(0.0, 0.0, 0.0, 0.0);
  private static final Contrast ONE_OF_THREE = Contrast.between(3, List.of(0), List.of(1, 2));

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
  void itsOwnDifferencesMakeThePairedTTest() {
    Estimate estimate = pair().paired(SLEEP).orElseThrow();
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
    Estimate own = pair().paired(SLEEP).orElseThrow();
    Estimate pooled = pair().pooled(SLEEP, blocks(SLEEP)).orElseThrow();
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
  void aCellThatStandsTwiceCountsTwice() {
    Contrast contrast = Contrast.between(4, List.of(0, 1, 3), List.of(2, 2, 2));
    assertThat(contrast.weights()).containsExactly(1 / 3.0, 1 / 3.0, -1.0, 1 / 3.0);
    assertThat(Contrast.between(3, List.of(0, 0, 1, 1), List.of(2)).weights())
        .containsExactly(0.5, 0.5, -1.0);
  }

  @Test
  void aSeedThatLacksACellIsLeftOut() {
    double[][] values = {{1, 2, 4, 7}, {3, NAN, 4, 5}, {NAN, NAN, NAN, NAN}};
    Responses responses = Responses.of(List.of("a", "b", "c"), values);
    Contrast contrast = Contrast.between(3, List.of(0), List.of(1));
    assertThat(contrast.differences(responses)).containsExactly(-2, 0, 2);
    Estimate estimate = contrast.paired(responses).orElseThrow();
    assertThat(estimate.seeds()).isEqualTo(3);
    assertThat(estimate.degreesOfFreedom()).isEqualTo(2);
    // −2, 0, 2: standard deviation 2.
    assertThat(estimate.standardError()).isCloseTo(2 / Math.sqrt(3), within(1e-12));
  }

  @Test
  void aPoolWithoutItsCellsIsNoEstimate() {
    double[][] values = {{1, 2, 4}, {3, 5, 4}, {1, 3, 1}, {2, NAN, 5}};
    Responses responses = Responses.of(List.of("a", "b", "c", "d"), values);
    RandomisedBlocks blocks = blocks(responses);
    assertThat(Contrast.between(4, List.of(0), List.of(1)).pooled(responses, blocks)).isPresent();
    assertThat(Contrast.between(4, List.of(0), List.of(3)).pooled(responses, blocks)).isEmpty();
  }

  @Test
  void equalDifferencesAreNoEstimate() {
    // In binary these are equal but for rounding.
    double[][] values = {{90.1, 90.2, 90.4}, {89.7, 89.8, 90.0}};
    Responses responses = Responses.of(List.of("a", "b"), values);
    assertThat(pair().paired(responses)).isEmpty();
    assertThat(pair().pooled(responses, blocks(responses))).isEmpty();
  }

  @Test
  void oneSeedIsNoEstimate() {
    Responses responses = Responses.of(List.of("a", "b"), new double[][] {{1, 2}, {3, NAN}});
    assertThat(pair().paired(responses)).isEmpty();
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
    Responses plain = table(values, NOTHING);
    Responses shifted = table(values, ofSeeds);
    same(ONE_OF_THREE.paired(plain), ONE_OF_THREE.paired(shifted));
    same(ONE_OF_THREE.pooled(plain, blocks(plain)), ONE_OF_THREE.pooled(shifted, blocks(shifted)));
  }

  @Property(tries = 200)
  void swappingTheSidesTurnsTheSign(
      @ForAll @Size(12) List<@DoubleRange(min = 0, max = 100) Double> values) {
    Responses responses = table(values, NOTHING);
    Optional<Estimate> ab = ONE_OF_THREE.pooled(responses, blocks(responses));
    Optional<Estimate> ba =
        Contrast.between(3, List.of(1, 2), List.of(0)).pooled(responses, blocks(responses));
    assertThat(ab.isPresent()).isEqualTo(ba.isPresent());
    if (ab.isPresent()) {
      assertThat(ab.get().difference()).isEqualTo(-ba.get().difference());
      assertThat(ab.get().p()).isEqualTo(ba.get().p());
      assertThat(ab.get().interval().low()).isEqualTo(-ba.get().interval().high());
    }
  }

  /** What is barely above rounding may be lost in it on one of the sides. */
  private static void same(Optional<Estimate> before, Optional<Estimate> after) {
    if (before.isPresent() && before.get().deviation() > 1e-6) {
      assertThat(after.orElseThrow().difference())
          .isCloseTo(before.get().difference(), within(1e-9));
      assertThat(after.get().standardError()).isCloseTo(before.get().standardError(), within(1e-9));
    }
  }

  private static RandomisedBlocks blocks(Responses responses) {
    return RandomisedBlocks.of(responses).orElseThrow();
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
