package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import convnet4j.train.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildRunnerTest {
  @TempDir private Path folder;
  private final Set<ProcessHandle> before =
      ProcessHandle.current().children().collect(Collectors.toSet());

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

  private static Status run(Recipe recipe, Path run, BooleanSupplier stop) {
    return new ChildRunner(List.of("--offline")).run(recipe, run, event -> {}, stop);
  }

  /** The trainings that this test has started. */
  private List<ProcessHandle> trainings() {
    return ProcessHandle.current().children().filter(p -> !before.contains(p)).toList();
  }

  @Test
  void howFarATrainingInAnotherProcessIsIsToldByItsCheckpoints() {
    List<TrainEvent> events = new ArrayList<>();
    Path run = folder.resolve("run");
    assertThat(new ChildRunner(List.of()).run(epochs(2), run, events::add, () -> false))
        .isEqualTo(Status.FINISHED);
    assertThat(events)
        .contains(new TrainEvent.Saved(new RunFolder(run).last(), 75))
        .allMatch(TrainEvent.Saved.class::isInstance);
  }

  @Test
  void aTrainingThatCannotBeWatchedAnyMoreIsStopped() {
    Path run = folder.resolve("run");
    List<ProcessHandle> training = new ArrayList<>();
    BooleanSupplier failing =
        () -> {
          if (!Files.exists(new RunFolder(run).recipe())) {
            return false; // it does not train yet
          }
          training.addAll(trainings());
          throw new IllegalStateException("a bug");
        };
    assertThatThrownBy(() -> run(epochs(1000), run, failing)).hasMessage("a bug");
    assertThat(training).hasSize(1);
    assertThat(training.getFirst().onExit()).succeedsWithin(Duration.ofMinutes(1));
  }

  /** Ctrl-C in a terminal is sent to the study and to its trainings. */
  @Test
  void aTerminalsSignalIsLeftToTheStudyWhichLetsTrainingsSave() {
    Path run = folder.resolve("run");
    BooleanSupplier interrupted =
        () -> {
          if (!Files.exists(new RunFolder(run).state())) {
            return false;
          }
          signal("INT", trainings().getFirst().pid());
          signal("TERM", trainings().getFirst().pid()); // as a service manager does
          return true;
        };
    assertThat(run(epochs(1000), run, interrupted)).isEqualTo(Status.INTERRUPTED);
    assertThat(run.resolve("result.json")).content().contains("\"interrupted\"");
  }

  @Test
  void aTrainingThatIsKilledIsToldInALineAndGoesOnWithOtherThreads() {
    Path run = folder.resolve("run");
    BooleanSupplier killing =
        () -> {
          if (Files.exists(new RunFolder(run).state())) {
            signal("KILL", trainings().getFirst().pid());
          }
          return false;
        };
    assertThatThrownBy(() -> run(epochs(3), run, killing))
        .isInstanceOf(InputException.class)
        .hasMessage(
            run
                + ": its process was killed, perhaps for memory, of which fewer --jobs take less;"
                + " the same command goes on");
    Map<String, Object> two = new LinkedHashMap<>(epochs(3).toMap());
    two.put("threads", 2);
    assertThat(run(Recipe.of(two), run, () -> false)).isEqualTo(Status.FINISHED);
    assertThat(run.resolve("result.json")).content().contains("\"threads\" : 2");
  }

  private static void signal(String name, long pid) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
