package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
  private static double[] factors(Schedule schedule, int steps, int stepsPerEpoch) {
    return LongStream.range(0, steps)
        .mapToDouble(step -> schedule.factor(new Moment(step, steps, stepsPerEpoch, List.of())))
        .toArray();
  }

  private static double afterLosses(Schedule schedule, Double... losses) {
    return schedule.factor(new Moment(0, 1, 1, List.of(losses)));
  }

  @Test
  void aPolynomialOfPowerOneIsAStraightLineToZero() {
    assertThat(factors(new Schedule.Polynomial(1), 4, 1)).containsExactly(1, 0.75, 0.5, 0.25);
    assertThat(factors(new Schedule.Polynomial(2), 4, 1)).containsExactly(1, 0.5625, 0.25, 0.0625);
  }

  @Test
  void anExponentialFallsOncePerEpoch() {
    assertThat(factors(new Schedule.Exponential(0.98), 6, 2))
        .containsExactly(new double[] {1, 1, 0.98, 0.98, 0.9604, 0.9604}, within(1e-15));
  }

  @Test
  void aTriangleRisesFromItsStartToItsPeakAndFallsToItsEnd() {
    // Of 10 steps the fifth is the peak: from 0.2 in five steps of 0.16, to 0.07 in five of 0.186.
    assertThat(factors(new Schedule.Triangular(0.5, 0.2, 0.07), 10, 1))
        .containsExactly(
            new double[] {0.2, 0.36, 0.52, 0.68, 0.84, 1, 0.814, 0.628, 0.442, 0.256},
            within(1e-12));
    assertThat(factors(new Schedule.Triangular(0, 0, 0), 4, 1)).containsExactly(1, 0.75, 0.5, 0.25);
  }

  @Test
  void oneCycleIsPyTorchs() {
    // torch 2.9.0: OneCycleLR(SGD([p], 1), max_lr=1, total_steps=10), get_last_lr() before each
    // step.
    assertThat(factors(new Schedule.OneCycle(0.3), 10, 1))
        .containsExactly(
            new double[] {
              0.04,
              0.52,
              1,
              0.9504846320134737,
              0.8117456539497631,
              0.6112620219362893,
              0.38874197806371076,
              0.18825834605023697,
              0.049519367986526286,
              4e-6
            },
            within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 100})
  void oneCycleIsANumberHoweverShortTheRun(int steps) {
    for (double factor : factors(new Schedule.OneCycle(0.3), steps, 1)) {
      assertThat(factor).isPositive().isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aPlateauIsWaitedForAndThenLowersTheRate() {
    Schedule schedule = new Schedule.Plateau(0.1, 2);
    assertThat(afterLosses(schedule)).isEqualTo(1);
    assertThat(afterLosses(schedule, 3.0, 2.0, 2.0, 2.0)).isEqualTo(1);
    assertThat(afterLosses(schedule, 3.0, 2.0, 2.0, 2.0, 2.0)).isEqualTo(0.1);
    // Better by less than a ten-thousandth is not better.
    assertThat(afterLosses(schedule, 2.0, 1.9999, 1.9999, 1.9999)).isEqualTo(0.1);
    assertThat(afterLosses(schedule, 2.0, 2.1, 2.1, 1.9, 2.0, 2.0)).isEqualTo(1);
    // Six tests without improvement after the first: two plateaus of three.
    assertThat(afterLosses(schedule, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0))
        .isCloseTo(0.01, within(1e-15));
  }

  @Test
  void aConstantWarmUpIsAShareOfTheScheduleAllAlong() {
    Recipe recipe =
        Recipe.of(
            Map.of(
                "network",
                "resnet110",
                "data",
                "cifar10",
                "steps",
                4,
                "schedule",
                "steps:1",
                "warmup",
                2,
                "warmup-shape",
                "constant:0.1"));
    assertThat(
            LongStream.range(0, 4)
                .mapToDouble(step -> recipe.learningRate(new Moment(step, 4, 1, List.of())))
                .toArray())
        .containsExactly(new double[] {0.01, 0.01, 0.1, 0.1}, within(1e-15));
  }
}
