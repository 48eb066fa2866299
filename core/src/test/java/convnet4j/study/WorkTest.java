package convnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.recipe.Recipe;
import convnet4j.study.Outcome.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkTest {
  private static Recipe recipe(Object... values) {
    Map<String, Object> map = new LinkedHashMap<>(Map.of("network", "resnet20", "data", "cifar10"));
    for (int i = 0; i < values.length; i += 2) {
      map.put(values[i].toString(), values[i + 1]);
    }
    return Recipe.of(map);
  }

  private static Work work(Object... values) {
    return Work.of(recipe(values), 50_000, 10_000);
  }

  @Test
  void everyEpochTrainsOnAllImagesAndTestsOnce() {
    assertThat(work("epochs", 3)).isEqualTo(new Work(150_000, 30_000));
    assertThat(work("epochs", 3, "test-every", 2)).isEqualTo(new Work(150_000, 20_000));
    assertThat(work("epochs", 2, "train-images", 1000)).isEqualTo(new Work(2000, 20_000));
    assertThat(work("epochs", 2, "hold-out", 5000)).isEqualTo(new Work(90_000, 30_000));
    assertThat(work("epochs", 1, "expand", List.of("crop:4", "flip")))
        .isEqualTo(new Work(150_000, 10_000));
  }

  @Test
  void stepsTrainOnABatchEach() {
    assertThat(work("steps", 10)).isEqualTo(new Work(1280, 10_000));
    assertThat(work("steps", 391))
        .as("the last batch is small")
        .isEqualTo(new Work(50_000, 10_000));
  }

  @Test
  void aRunTakesAsLongAsOneOfItsKindDid() {
    Pace pace = new Pace();
    Recipe three = recipe("epochs", 3);
    assertThat(pace.seconds(three, work("epochs", 3))).isNaN();
    Outcome outcome = Outcome.of(State.FINISHED, 0, 0, 0, 0, 0, 0, 3, 0, 160, 1000);
    pace.finished(three, work("epochs", 3), outcome);
    assertThat(pace.seconds(recipe("epochs", 6, "seed", 9, "lr", 0.5), work("epochs", 6)))
        .isCloseTo(320, within(1e-9));
    assertThat(pace.rate(recipe("epochs", 3, "batch-size", 64))).isEmpty();
    pace.measured(recipe("epochs", 3, "batch-size", 64), 500);
    assertThat(pace.seconds(recipe("epochs", 3, "batch-size", 64), work("epochs", 3)))
        .as("160,000 images, those that are tested counted as a third")
        .isCloseTo(320, within(1e-9));
  }
}
