package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.recipe.Recipe;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import convnet4j.train.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildRunnerTest {
  @TempDir private Path folder;

  @Test
  void howFarATrainingInAnotherProcessIsIsToldByItsCheckpoints() {
    Recipe recipe =
        Recipe.of(
            Map.of(
                "network", "resnet20",
                "data", "shapes",
                "train-images", 600,
                "batch-size", 8,
                "epochs", 2,
                "augment", "none",
                "threads", 1));
    List<TrainEvent> events = new ArrayList<>();
    Path run = folder.resolve("run");
    assertThat(new ChildRunner().run(recipe, run, events::add, () -> false))
        .isEqualTo(Status.FINISHED);
    assertThat(events)
        .contains(new TrainEvent.Saved(new RunFolder(run).last(), 75))
        .allMatch(TrainEvent.Saved.class::isInstance);
  }
}
