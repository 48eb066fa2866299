package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.recipe.Recipe;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import convnet4j.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildRunnerTest {
  @TempDir private Path folder;

  private static Recipe epochs(int epochs) {
    return Recipe.of(
        Map.of(
            "network",
            "resnet20",
            "data",
            "shapes",
            "train-images",
            600,
            "batch-size",
            8,
            "epochs",
            epochs,
            "augment",
            "none",
            "threads",
            1));
  }

  @Test
  void howFarATrainingInAnotherProcessIsIsToldByItsCheckpoints() {
    List<TrainEvent> events = new ArrayList<>();
    Path run = folder.resolve("run");
    assertThat(new ChildRunner().run(epochs(2), run, events::add, () -> false))
        .isEqualTo(Status.FINISHED);
    assertThat(events)
        .contains(new TrainEvent.Saved(new RunFolder(run).last(), 75))
        .allMatch(TrainEvent.Saved.class::isInstance);
  }

  @Test
  void aTrainingThatCannotBeWatchedAnyMoreIsStopped() {
    Path run = folder.resolve("run");
    Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
    List<ProcessHandle> training = new ArrayList<>();
    BooleanSupplier failing =
        () -> {
          if (!Files.exists(new RunFolder(run).recipe())) {
            return false; // it does not train yet
          }
          ProcessHandle.current()
              .children()
              .filter(p -> !before.contains(p))
              .forEach(training::add);
          throw new IllegalStateException("a bug");
        };
    assertThatThrownBy(() -> new ChildRunner().run(epochs(1000), run, event -> {}, failing))
        .hasMessage("a bug");
    assertThat(training).hasSize(1);
    assertThat(training.getFirst().onExit()).succeedsWithin(Duration.ofMinutes(1));
  }
}
