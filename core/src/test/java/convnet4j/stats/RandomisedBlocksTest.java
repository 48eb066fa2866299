package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against Montgomery, "Design and analysis of experiments", example 4.1: yield of vascular grafts
 * at four extrusion pressures in six batches of resin. The figures are those of JMP and
 * Design-Expert in figure 4.2.
 */
class RandomisedBlocksTest {
  private static final double[][] YIELD = {
    {90.3, 89.2, 98.2, 93.9, 87.4, 97.9},
    {92.5, 89.5, 90.6, 94.7, 87.0, 95.8},
    {85.5, 90.8, 89.6, 86.2, 88.0, 93.4},
    {82.5, 89.5, 85.6, 87.4, 78.9, 90.7}
  };
  private static final List<String> PRESSURES = List.of("8500", "8700", "8900", "9100");

  private static Responses grafts() {
    return Responses.of(PRESSURES, YIELD);
  }

  @Test
  void theResidualMeanSquareIsThePublishedOne() {
    RandomisedBlocks blocks = RandomisedBlocks.of(grafts()).orElseThrow();
    assertThat(blocks.degreesOfFreedom()).isEqualTo(15);
    assertThat(blocks.meanSquare() * 15).isCloseTo(109.88625, within(5e-6));
    assertThat(Math.sqrt(blocks.meanSquare() / 6)).isCloseTo(1.1050, within(5e-5));
    assertThat(blocks.pooling().pooled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1.13, 0.73, 0.4795",
    "0, 2, 3.90, 2.50, 0.0247",
    "0, 3, 7.05, 4.51, 0.0004",
    "1, 2, 2.77, 1.77, 0.0970",
    "1, 3, 5.92, 3.79, 0.0018",
    "2, 3, 3.15, 2.02, 0.0621"
  })
  void pairsOfTreatmentsHaveThePublishedTests(int a, int b, double difference, double t, double p) {
    Estimate estimate =
        Contrast.between(4, List.of(a), List.of(b))
            .pooled(grafts(), RandomisedBlocks.of(grafts()).orElseThrow())
            .orElseThrow();
    assertThat(estimate.difference()).isCloseTo(difference, within(0.005));
    assertThat(estimate.standardError()).isCloseTo(1.56, within(0.005));
    assertThat(estimate.t()).isCloseTo(t, within(0.005));
    assertThat(estimate.p()).isCloseTo(p, within(5e-5));
    assertThat(estimate.pooled()).isTrue();
  }

  @Test
  void aCellThatLacksASeedTakesNoPart() {
    double[][] values = {{1, 2, 4}, {2, Double.NaN, 3}, {5, 5, 6}};
    RandomisedBlocks blocks =
        RandomisedBlocks.of(Responses.of(List.of("a", "b", "c"), values)).orElseThrow();
    assertThat(blocks.cells()).containsExactly(0, 2);
    // Differences c − a are 4, 3 and 2: half of their variance, 1.
    assertThat(blocks.meanSquare()).isCloseTo(0.5, within(1e-12));
    assertThat(blocks.degreesOfFreedom()).isEqualTo(2);
  }

  @Test
  void twoSeedsCannotTellWhetherVariancesDiffer() {
    double[][] values = {{1, 2}, {2, 5}, {5, 3}};
    Pooling pooling =
        RandomisedBlocks.of(Responses.of(List.of("a", "b", "c"), values)).orElseThrow().pooling();
    assertThat(pooling).isEqualTo(new Pooling.Untold(3));
    assertThat(pooling.pooled()).isFalse();
    assertThat(pooling.text()).contains("two seeds cannot tell");
  }

  @Test
  void oneCellOrOneSeedIsNoDesign() {
    Optional<RandomisedBlocks> none = Optional.empty();
    assertThat(RandomisedBlocks.of(Responses.of(List.of("a"), new double[][] {{1, 2}})))
        .isEqualTo(none);
    assertThat(RandomisedBlocks.of(Responses.of(List.of("a", "b"), new double[][] {{1}, {2}})))
        .isEqualTo(none);
  }

  @Test
  void responsesThatDoNotFitTheirCellsAreRefused() {
    double nan = Double.NaN;
    assertThatThrownBy(() -> Responses.of(List.of("a", "a"), new double[][] {{1}, {2}}))
        .hasMessageContaining("different names");
    assertThatThrownBy(() -> Responses.of(List.of("a", "b"), new double[][] {{1}}))
        .hasMessageContaining("2 rows");
    assertThatThrownBy(() -> Responses.of(List.of("a", "b"), new double[][] {{1, 2}, {2}}))
        .hasMessageContaining("1 for b");
    assertThatThrownBy(() -> Responses.of(List.of("a"), new double[][] {{1 / 0.0}}))
        .hasMessageContaining("finite");
    Set<Responses.Place> run = Set.of(new Responses.Place(0, 1));
    assertThatThrownBy(() -> Responses.of(List.of("a"), new double[][] {{nan, 1}}, run))
        .hasMessageContaining("diverged");
    assertThatThrownBy(() -> grafts().cell("9000")).hasMessageContaining("8700");
  }
}
