package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.eval.Classifier;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeYaml;
import convnet4j.recipe.RunResult;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import convnet4j.weights.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final Dataset DATA = TinyData.of(72, 30);

  @TempDir Path folder;

  private RunResult train(String name, Recipe recipe) {
    return train(name, recipe, DATA, Integer.MAX_VALUE, new ArrayList<>());
  }

  /** Trains in {@code folder/name}; asks to stop after {@code limit} steps. */
  private RunResult train(
      String name, Recipe recipe, Dataset data, int limit, List<TrainEvent> events) {
    Path path = folder.resolve(name);
    RunFolder run = Files.exists(path) ? RunFolder.open(path) : RunFolder.create(path);
    AtomicInteger steps = new AtomicInteger();
    return Trainer.train(
        recipe,
        data,
        run,
        Optional.empty(),
        event -> {
          events.add(event);
          if (event instanceof TrainEvent.Stepped) {
            steps.incrementAndGet();
          }
        },
        () -> steps.get() >= limit);
  }

  private byte[] weights(String name) throws Exception {
    return Files.readAllBytes(folder.resolve(name).resolve("checkpoints/last.safetensors"));
  }

  @Test
  void learnsToTellColoursApartAndLeavesAWholeRunBehind() throws Exception {
    List<TrainEvent> events = new ArrayList<>();
    RunResult result =
        train("run", TinyData.recipe("epochs", "6"), DATA, Integer.MAX_VALUE, events);
    assertThat(result.status()).isEqualTo(Status.FINISHED);
    assertThat(result.steps()).isEqualTo(6 * 5);
    assertThat(result.test().top1()).isGreaterThan(90);
    assertThat(result.test().top5()).isNull();
    assertThat(result.params()).isEqualTo(269_267L);
    assertThat(events.stream().filter(TrainEvent.Stepped.class::isInstance)).hasSize(30);
    RunFolder run = RunFolder.open(folder.resolve("run"));
    assertThat(RecipeYaml.read(run.recipe())).isEqualTo(TinyData.recipe("epochs", "6"));
    assertThat(Files.readAllLines(run.metrics())).hasSize(7);
    assertThat(Files.readAllLines(run.predictions())).hasSize(31);
    assertThat(run.environment()).content().contains("\"libtorch\" : \"2.10.0");
    assertThat(run.result()).content().contains("\"status\" : \"finished\"");
    try (Classifier classifier = Classifier.load(run.path())) {
      assertThat(classifier.info().classes()).isEqualTo(DATA.classes());
    }
  }

  @Test
  void equalSeedsGiveEqualBitsAndOtherSeedsDoNot() throws Exception {
    train("a", TinyData.recipe());
    train("b", TinyData.recipe());
    train("c", TinyData.recipe("seed", "6"));
    assertThat(weights("a")).isEqualTo(weights("b")).isNotEqualTo(weights("c"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 7, 9, 10})
  void stoppedAfterAnyStepAndResumedItEndsOnTheSameBits(int stopAfter) throws Exception {
    Recipe recipe = TinyData.recipe("label-smoothing", "0.1", "warmup", "0.5", "nesterov", "true");
    RunResult whole = train("whole", recipe);
    RunResult part = train("parts", recipe, DATA, stopAfter, new ArrayList<>());
    assertThat(part.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(part.steps()).isEqualTo(stopAfter);
    RunResult resumed = train("parts", recipe);
    assertThat(resumed.status()).isEqualTo(Status.FINISHED);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
    assertThat(resumed.train()).isEqualTo(whole.train());
    assertThat(resumed.test()).isEqualTo(whole.test());
    assertThat(Files.readAllLines(folder.resolve("parts/metrics.csv"))).hasSize(3);
  }

  @Test
  void dropoutIsDrawnAnewFromTheStepWhenResumed() throws Exception {
    Recipe recipe =
        TinyData.recipe(
            "network", "mobilenet_v2", "set", Map.of("input", "32", "width", "0.25"), "epochs", 1);
    train("whole", recipe);
    train("parts", recipe, DATA, 2, new ArrayList<>());
    train("parts", recipe);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
  }

  @Test
  void resumingAFinishedRunChangesNothing() throws Exception {
    RunResult first = train("run", TinyData.recipe());
    byte[] before = weights("run");
    RunResult again = train("run", TinyData.recipe());
    assertThat(again.test()).isEqualTo(first.test());
    assertThat(again.steps()).isEqualTo(first.steps());
    assertThat(weights("run")).isEqualTo(before);
  }

  @Test
  void aLossThatIsNotFiniteEndsTheRunAndNamesTheLastGoodCheckpoint() {
    RunResult result =
        train("run", TinyData.recipe("lr", "1e30", "epochs", "3", "precision", "fp32"));
    assertThat(result.status()).isEqualTo(Status.DIVERGED);
    assertThat(result.divergedAtStep()).isNotNull().isLessThan(15L);
    assertThat(result.toJson()).contains("\"status\" : \"diverged\"");
  }

  @Test
  void startsFromGivenWeights() {
    train("first", TinyData.recipe("epochs", "6"));
    RunFolder run = RunFolder.create(folder.resolve("second"));
    RunResult result =
        Trainer.train(
            TinyData.recipe("epochs", "1", "lr", "1e-6"),
            DATA,
            run,
            Optional.of(ModelFile.read(folder.resolve("first"))),
            event -> {},
            () -> false);
    assertThat(result.train().top1()).isGreaterThan(80);
  }

  @Test
  void aRunIsSavedBeforeItsFirstStepSoThatAKillDoesNotForgetGivenWeights() {
    train("first", TinyData.recipe());
    List<Long> savedAt = new ArrayList<>();
    Trainer.train(
        TinyData.recipe(),
        DATA,
        RunFolder.create(folder.resolve("second")),
        Optional.of(ModelFile.read(folder.resolve("first"))),
        event -> {
          if (event instanceof TrainEvent.Saved saved) {
            savedAt.add(saved.step());
          }
        },
        () -> false);
    assertThat(savedAt).containsExactly(0L, 5L, 10L);
  }

  @Test
  void aLastBatchOfOneImageIsLeftOutWhereBatchesAreNormalised() {
    RunResult result =
        train(
            "run",
            TinyData.recipe("epochs", "1", "batch-size", "8"),
            TinyData.of(33, 6),
            99,
            new ArrayList<>());
    assertThat(result.status()).isEqualTo(Status.FINISHED);
    assertThat(result.steps()).isEqualTo(5);
  }

  @Test
  void nativeMemoryIsFlatOverSteps() {
    List<Long> bytes = new ArrayList<>();
    Trainer.train(
        TinyData.recipe("epochs", 8),
        DATA,
        RunFolder.create(folder.resolve("run")),
        Optional.empty(),
        event -> {
          if (event instanceof TrainEvent.Stepped) {
            bytes.add(Pointer.totalBytes());
          }
        },
        () -> false);
    assertThat(bytes).hasSize(40);
    // The same place in the second and the last epoch: what JavaCPP counts must not have grown.
    assertThat(bytes.get(37)).isEqualTo(bytes.get(7));
    assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(bytes.get(7));
  }

  @Test
  void aBatchLargerThanTheDataIsRefused() {
    assertThatThrownBy(() -> train("run", TinyData.recipe("batch-size", "73")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at most the 72 training images")
        .hasMessageContaining("received 73");
  }

  @Test
  void classesThatDifferFromTheCheckpointsAreRefused() {
    train("run", TinyData.recipe());
    Dataset other = TinyData.named(72, 30, List.of("red", "yellow", "blue"));
    assertThatThrownBy(() -> train("run", TinyData.recipe(), other, 99, new ArrayList<>()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("class 1 to be 'green', in the data it is 'yellow'");
  }

  @Test
  void aFolderWithFilesInItIsNoPlaceForANewRun() throws Exception {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    assertThatThrownBy(() -> RunFolder.create(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--resume");
    assertThat(folder.resolve("mine.txt")).exists();
  }
}
