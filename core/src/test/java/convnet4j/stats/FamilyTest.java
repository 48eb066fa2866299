package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FamilyTest {
  private static final double NAN = Double.NaN;

  /** Montgomery, "Design and analysis of experiments", example 4.1, as in RandomisedBlocksTest. */
  private static final Responses GRAFTS =
      Responses.of(
          List.of("8500", "8700", "8900", "9100"),
          new double[][] {
            {90.3, 89.2, 98.2, 93.9, 87.4, 97.9},
            {92.5, 89.5, 90.6, 94.7, 87.0, 95.8},
            {85.5, 90.8, 89.6, 86.2, 88.0, 93.4},
            {82.5, 89.5, 85.6, 87.4, 78.9, 90.7}
          });

  /** Published p-values 0.4795, 0.0018 and 0.0621, times 1, 3 and 2. */
  @Test
  void comparisonsAreCorrectedTogether() {
    Evidence evidence =
        new Family(List.of(pair("8500", "8700"), pair("8700", "9100"), pair("8900", "9100")))
            .judge(GRAFTS);
    assertThat(evidence.outcomes().getFirst().pooling()).isInstanceOf(Pooling.Justified.class);
    double[] adjusted =
        evidence.outcomes().stream().mapToDouble(o -> o.adjusted().orElseThrow()).toArray();
    assertThat(adjusted[0]).isCloseTo(0.4795, within(5e-5));
    assertThat(adjusted[1]).isCloseTo(0.0054, within(2e-4));
    assertThat(adjusted[2]).isCloseTo(0.1242, within(1e-4));
    List<String> texts = evidence.outcomes().stream().map(o -> o.verdict().text()).toList();
    assertThat(texts.get(1)).isEqualTo("real");
    assertThat(texts.get(0)).startsWith("not distinguishable at this size: about ");
    assertThat(texts.get(2)).startsWith("not distinguishable at this size: about ");
    assertThat(evidence.outcomes().getFirst().seeds()).isEqualTo(6);
  }

  /** The same p-values as above where two of the comparisons are of another measure. */
  @Test
  void comparisonsOfSeveralMeasuresAreCorrectedTogether() {
    Responses again =
        Responses.of(
            GRAFTS.cells(),
            IntStream.range(0, 4)
                .mapToObj(
                    c -> IntStream.range(0, 6).mapToDouble(s -> 10 * GRAFTS.value(c, s)).toArray())
                .toArray(double[][]::new));
    Comparison first = pair("8500", "8700");
    Evidence evidence =
        new Family(List.of(first, pair("8700", "9100"), pair("8900", "9100")))
            .judge(comparison -> comparison.equals(first) ? GRAFTS : again);
    double[] adjusted =
        evidence.outcomes().stream().mapToDouble(o -> o.adjusted().orElseThrow()).toArray();
    assertThat(adjusted[0]).isCloseTo(0.4795, within(5e-5));
    assertThat(adjusted[1]).isCloseTo(0.0054, within(2e-4));
    assertThat(adjusted[2]).isCloseTo(0.1242, within(1e-4));
    assertThat(evidence.outcomes().get(1).difference().orElseThrow()).isGreaterThan(50);
  }

  /** The published error is 1.56; these differences vary more than the other cells' do. */
  @Test
  void aSharedVarianceNeverMakesAnErrorSmaller() {
    Estimate estimate = only(GRAFTS, pair("8500", "8900")).estimate().orElseThrow();
    assertThat(estimate.pooled()).isFalse();
    assertThat(estimate.standardError()).isGreaterThan(1.565);
    assertThat(estimate.degreesOfFreedom()).isEqualTo(5);
  }

  @Test
  void aComparisonThatCannotBeTestedCountsAllTheSame() {
    double[][] values = {{90, 91, 93}, {85, 86, 87}, {80, NAN, NAN}};
    Responses responses = Responses.of(List.of("a", "b", "c"), values);
    Evidence alone = new Family(List.of(pair("a", "b"))).judge(responses);
    Evidence both = new Family(List.of(pair("a", "b"), pair("a", "c"))).judge(responses);
    double p = alone.outcomes().getFirst().estimate().orElseThrow().p();
    assertThat(alone.outcomes().getFirst().adjusted()).hasValue(p);
    assertThat(both.outcomes().getFirst().adjusted()).hasValue(2 * p);
    assertThat(both.outcomes().get(1).adjusted()).isEmpty();
  }

  @Test
  void oneSeedSaysNothingHoweverLargeTheDifference() {
    double[][] values = {{90, NAN}, {10, 11}, {11, 10.5}, {9, 10}};
    Outcome outcome = only(Responses.of(List.of("a", "b", "c", "d"), values), pair("a", "b"));
    assertThat(outcome.verdict().text()).isEqualTo("one seed: says nothing about recipes");
    assertThat(outcome.difference()).hasValue(80);
    assertThat(outcome.estimate()).isEmpty();
  }

  @Test
  void aDivergedRunIsToldAndNotLeftOut() {
    double[][] values = {{90, 91, 93, 90}, {85, 86, 87, NAN}};
    Responses responses =
        Responses.of(List.of("a", "lr 10"), values, Set.of(new Responses.Place(1, 3)));
    Outcome outcome = only(responses, pair("a", "lr 10"));
    assertThat(outcome.verdict().text()).isEqualTo("diverged: lr 10");
    assertThat(outcome.estimate()).isEmpty();
    assertThat(outcome.adjusted()).isEmpty();
  }

  @Test
  void whatWasNotRunIsMissing() {
    double[][] values = {{90, 91}, {NAN, NAN}, {NAN, NAN}};
    Responses responses = Responses.of(List.of("a", "b", "c"), values);
    Outcome outcome = only(responses, new Comparison("n", List.of("a"), List.of("b", "c")));
    assertThat(outcome.verdict().text()).isEqualTo("missing: b; c");
    assertThat(outcome.difference()).isEmpty();
    assertThat(outcome.seeds()).isZero();
  }

  @Test
  void whatHasSomeSeedsIsNotCalledMissingBesideWhatHasNone() {
    double[][] values = {{90, NAN}, {NAN, NAN}};
    Responses responses = Responses.of(List.of("a", "b"), values);
    assertThat(only(responses, pair("a", "b")).verdict().text()).isEqualTo("missing: b");
  }

  @Test
  void cellsWithoutACommonSeedAreBothMissingRuns() {
    double[][] values = {{90, NAN}, {NAN, 91}};
    Responses responses = Responses.of(List.of("a", "b"), values);
    assertThat(only(responses, pair("a", "b")).verdict().text()).isEqualTo("missing: a; b");
  }

  @Test
  void seedsWithoutEffectProveNothing() {
    double[][] values = {{90.1, 90.1, 90.1}, {80.3, 80.3, 80.3}};
    Outcome outcome = only(Responses.of(List.of("a", "b"), values), pair("a", "b"));
    assertThat(outcome.verdict()).isEqualTo(new Verdict.NoSpread());
    assertThat(outcome.verdict().text()).contains("nothing to measure");
  }

  @Test
  void equalCellsAreNotCalledEqual() {
    double[][] values = {{90, 91, 93}, {90, 91, 93}, {85, 87, 86}};
    Outcome outcome = only(Responses.of(List.of("a", "b", "c"), values), pair("a", "b"));
    assertThat(outcome.estimate().orElseThrow().p()).isEqualTo(1);
    assertThat(outcome.verdict().text()).contains("a difference of 0.50 points");
  }

  @Test
  void cellsThatVaryDifferentlyShareNoVariance() {
    double[][] values = new double[8][];
    for (int cell = 0; cell < 8; cell++) {
      double spread = cell == 0 ? 10 : 0.1 + cell * 0.01;
      values[cell] =
          new double[] {50 + spread, 50 - spread, 50 + 2 * spread, 50 - 2 * spread, 50, 50.01};
    }
    Responses responses = Responses.of(List.of("a", "b", "c", "d", "e", "f", "g", "h"), values);
    Evidence evidence = new Family(List.of(pair("a", "b"))).judge(responses);
    assertThat(evidence.outcomes().getFirst().pooling()).isInstanceOf(Pooling.Refused.class);
    Estimate estimate = evidence.outcomes().getFirst().estimate().orElseThrow();
    assertThat(estimate.pooled()).isFalse();
    assertThat(estimate.degreesOfFreedom()).isEqualTo(5);
  }

  @Test
  void whatIsNoFamilyIsRefused() {
    assertThatThrownBy(() -> new Family(List.of())).hasMessageContaining("comparisons");
    assertThatThrownBy(() -> new Family(List.of(pair("a", "b")), 0))
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> pair("a", "a")).hasMessageContaining("different cells");
    assertThatThrownBy(() -> only(GRAFTS, pair("8500", "9000"))).hasMessageContaining("9000");
  }

  private static Comparison pair(String a, String b) {
    return new Comparison(a + " against " + b, List.of(a), List.of(b));
  }

  private static Outcome only(Responses responses, Comparison comparison) {
    return new Family(List.of(comparison)).judge(responses).outcomes().getFirst();
  }
}
