package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LearningRateTest {
  private static Recipe recipe(Map<String, Object> values) {
    Map<String, Object> all =
        new HashMap<>(Map.of("network", "resnet20", "data", "shapes", "epochs", 4));
    all.putAll(values);
    if (values.containsKey("steps")) {
      all.remove("epochs");
    }
    return Recipe.of(all);
  }

  private static Moment at(long step, long steps, long stepsPerEpoch) {
    return new Moment(step, steps, stepsPerEpoch, List.of());
  }

  private static double[] rates(Recipe recipe, long stepsPerEpoch) {
    return LongStream.range(0, recipe.length().totalSteps(stepsPerEpoch))
        .mapToDouble(
            step ->
                recipe.learningRate(
                    at(step, recipe.length().totalSteps(stepsPerEpoch), stepsPerEpoch)))
        .toArray();
  }

  @Test
  void cosineFallsAtEveryStep() {
    // 0.1 · (1 + cos(π t / 8)) / 2.
    assertThat(rates(recipe(Map.of("lr", 0.1)), 2))
        .containsExactly(
            new double[] {
              0.1,
              0.096193976626,
              0.085355339059,
              0.069134171618,
              0.05,
              0.030865828382,
              0.014644660941,
              0.003806023374
            },
            within(1e-12));
  }

  @Test
  void stepsDivideByTenAtTheSharesOfAllSteps() {
    assertThat(rates(recipe(Map.of("lr", 1, "schedule", "steps:2:1:1")), 2))
        .containsExactly(1, 1, 1, 1, 0.1, 0.1, 0.01, 0.01);
    assertThat(rates(recipe(Map.of("lr", 1, "schedule", "steps:1")), 1))
        .containsExactly(1, 1, 1, 1);
  }

  @Test
  void heEtAlsScheduleDropsAt32kAnd48kOf64k() {
    Schedule steps = new Schedule.Steps(List.of(2, 1, 1));
    assertThat(steps.factor(at(31_999, 64_000, 1))).isEqualTo(1);
    assertThat(steps.factor(at(32_000, 64_000, 1))).isEqualTo(0.1);
    assertThat(steps.factor(at(47_999, 64_000, 1))).isEqualTo(0.1);
    assertThat(steps.factor(at(48_000, 64_000, 1))).isEqualTo(0.01);
    assertThat(steps.factor(at(63_999, 64_000, 1))).isEqualTo(0.01);
  }

  @Test
  void aShareEndsAtTheNearestWholeStep() {
    // 5:4:1 of 7 steps ends at 3.5 → 4 and 6.3 → 6.
    assertThat(
            LongStream.range(0, 7)
                .mapToDouble(t -> new Schedule.Steps(List.of(5, 4, 1)).factor(at(t, 7, 1)))
                .toArray())
        .containsExactly(1, 1, 1, 1, 0.1, 0.1, 0.01);
  }

  @Test
  void warmUpRisesToFullHeightUnderTheSchedule() {
    Map<String, Object> flat = Map.of("lr", 1, "schedule", "steps:1", "warmup", 1.25);
    // 1.25 epochs of 4 steps are 5 steps.
    assertThat(rates(recipe(flat), 4))
        .startsWith(new double[] {0.2, 0.4, 0.6, 0.8, 1, 1, 1}, within(1e-15));
    double[] cosine = rates(recipe(Map.of("lr", 1, "warmup", 1)), 2);
    // Half of the cosine's first value, all of its second; then the cosine as without warm-up.
    assertThat(cosine[0]).isEqualTo(0.5);
    assertThat(cosine[1]).isCloseTo(0.9619397662556434, within(1e-15));
    assertThat(cosine[2]).isCloseTo(0.8535533905932737, within(1e-15));
  }

  @Property
  void schedulesOnlyFallFromOne(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 9) Integer> shares,
      @ForAll @IntRange(min = 1, max = 300) int steps) {
    for (Schedule schedule : List.of(new Schedule.Cosine(), new Schedule.Steps(shares))) {
      double last = schedule.factor(at(0, steps, 1));
      for (long t = 1; t < steps; t++) {
        double factor = schedule.factor(at(t, steps, 1));
        assertThat(factor).isGreaterThan(0).isLessThanOrEqualTo(last);
        last = factor;
      }
    }
    assertThat(new Schedule.Cosine().factor(at(0, steps, 1))).isEqualTo(1);
  }

  @Test
  void fixedStepsAreTheSameScheduleWhateverAnEpochIs() {
    Map<String, Object> values =
        Map.of("lr", 1, "schedule", "steps:2:1:1", "steps", 8, "warmup", 2);
    for (long stepsPerEpoch : new long[] {1, 3, 100}) {
      assertThat(rates(recipe(values), stepsPerEpoch))
          .containsExactly(new double[] {0.5, 1, 1, 1, 0.1, 0.1, 0.01, 0.01}, within(1e-15));
    }
  }
}
