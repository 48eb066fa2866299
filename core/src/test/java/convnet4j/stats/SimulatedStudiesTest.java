package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often verdicts are right, in studies whose truth is known. */
class SimulatedStudiesTest {
  private static final int STUDIES = 2000;
  private static final int CELLS = 12;
  private static final int COMPARISONS = 6;
  private static final double OF_SEEDS = 0.3;

  /** Six cells, each against the same baseline. */
  private static final Family FAMILY =
      new Family(
          IntStream.rangeClosed(1, COMPARISONS)
              .mapToObj(i -> new Comparison("c" + i, List.of("c" + i), List.of("c0")))
              .toList());

  /** 5 % and 1.6 standard errors of a share of 2,000. */
  private static final double ALLOWED = 0.058;

  @ParameterizedTest
  @CsvSource({"2", "3", "5", "10"})
  void withoutADifferenceRealIsSaidInOneStudyOfTwenty(int seeds) {
    assertThat(share(noisy(0, 1), seeds)).isBetween(0.01, ALLOWED);
  }

  /** {@code noisy} cells, the baseline first, vary {@code times} as much as the others. */
  @ParameterizedTest
  @CsvSource({"1, 4, 5", "6, 3, 5", "1, 4, 10", "6, 3, 10", "7, 2, 10"})
  void norMoreOftenWhereCellsVaryDifferently(int noisy, double times, int seeds) {
    assertThat(share(noisy(noisy, times), seeds)).isBetween(0.01, ALLOWED);
  }

  /** From three seeds nothing can tell that a baseline is noisy: docs/statistics.md says so. */
  @ParameterizedTest
  @CsvSource({"1, 2", "1, 4", "7, 2"})
  void withThreeSeedsAndNoisyCellsItMayBeOneOfTen(int noisy, double times) {
    assertThat(share(noisy(noisy, times), 3)).isBetween(0.03, 0.12);
  }

  @Test
  void aTrueDifferenceIsCalledRealInEveryComparison() {
    double[] found = new double[COMPARISONS];
    SplittableRandom random = new SplittableRandom(11);
    for (int study = 0; study < STUDIES; study++) {
      Evidence evidence = FAMILY.judge(study(random, noisy(0, 1), 10, 1));
      for (int i = 0; i < COMPARISONS; i++) {
        boolean real = evidence.outcomes().get(i).verdict() instanceof Verdict.Real;
        found[i] += real ? 1.0 / STUDIES : 0;
      }
    }
    for (double share : found) {
      assertThat(share).isGreaterThanOrEqualTo(0.8);
    }
  }

  /** The deviations of cells: that of the first {@code count} is larger. */
  private static double[] noisy(int count, double times) {
    double[] deviations = new double[CELLS];
    Arrays.fill(deviations, 0.25);
    Arrays.fill(deviations, 0, count, 0.25 * times);
    return deviations;
  }

  /** The share of studies with no difference in which any comparison is called real. */
  private static double share(double[] deviations, int seeds) {
    SplittableRandom random = new SplittableRandom(7);
    int wrong = 0;
    for (int study = 0; study < STUDIES; study++) {
      Evidence evidence = FAMILY.judge(study(random, deviations, seeds, 0));
      wrong +=
          evidence.outcomes().stream().anyMatch(o -> o.verdict() instanceof Verdict.Real) ? 1 : 0;
    }
    return (double) wrong / STUDIES;
  }

  /** Every cell but the baseline is better by {@code difference} points. */
  private static Responses study(
      SplittableRandom random, double[] deviations, int seeds, double difference) {
    double[][] values = new double[CELLS][seeds];
    for (int seed = 0; seed < seeds; seed++) {
      double common = 90 + OF_SEEDS * random.nextGaussian();
      for (int cell = 0; cell < CELLS; cell++) {
        double mean = common + (cell == 0 ? 0 : difference);
        values[cell][seed] = mean + deviations[cell] * random.nextGaussian();
      }
    }
    return Responses.of(IntStream.range(0, CELLS).mapToObj(i -> "c" + i).toList(), values);
  }
}
