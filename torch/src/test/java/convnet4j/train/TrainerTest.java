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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  private static Recipe recipeBySteps(Object... changes) {
    Map<String, Object> values = new TreeMap<>(TinyData.recipe().toMap());
    values.put("epochs", 0);
    for (int i = 0; i < changes.length; i += 2) {
      values.put((String) changes[i], changes[i + 1]);
    }
    values.put("steps", 12);
    return Recipe.of(values);
  }

  /** Epochs of 14 steps: 72 images and two copies of each, in batches of 16. */
  @ParameterizedTest
  @ValueSource(ints = {1, 13, 14, 15, 27})
  void copiesAndMixedBatchesEndOnTheSameBitsWhenResumed(int stopAfter) throws Exception {
    Recipe recipe =
        TinyData.recipe(
            "augment",
            "flip,mixup:0.4,cutmix:1",
            "label-smoothing",
            "0.1",
            "expand",
            List.of("crop:4,flip", "crop:2"));
    List<TrainEvent> events = new ArrayList<>();
    RunResult whole = train("whole", recipe, DATA, Integer.MAX_VALUE, events);
    assertThat(whole.steps()).isEqualTo(2 * 14);
    assertThat(images(events)).isEqualTo(2 * 3 * 72);
    RunResult part = train("parts", recipe, DATA, stopAfter, new ArrayList<>());
    assertThat(part.steps()).isEqualTo(stopAfter);
    RunResult resumed = train("parts", recipe);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
    assertThat(resumed.train()).isEqualTo(whole.train());
    assertThat(resumed.test()).isEqualTo(whole.test());
  }

  private static int images(List<TrainEvent> events) {
    return events.stream()
        .mapToInt(e -> e instanceof TrainEvent.Stepped step ? step.images() : 0)
        .sum();
  }

  @Test
  void everyChangeOfTheDataChangesTheWeights() throws Exception {
    train("none", TinyData.recipe("augment", "none", "epochs", 1));
    train("mixup", TinyData.recipe("augment", "mixup:1", "epochs", 1));
    train("cutmix", TinyData.recipe("augment", "cutmix:1", "epochs", 1));
    train("expand", TinyData.recipe("expand", List.of("flip"), "epochs", 1));
    assertThat(
            List.of(
                Arrays.hashCode(weights("none")),
                Arrays.hashCode(weights("mixup")),
                Arrays.hashCode(weights("cutmix")),
                Arrays.hashCode(weights("expand"))))
        .doesNotHaveDuplicates();
  }

  @Test
  void mixedBatchesTeachToTellColoursApart() {
    Recipe recipe = TinyData.recipe("augment", "mixup:0.2,cutmix:1", "epochs", 8);
    assertThat(train("run", recipe).test().top1()).isGreaterThan(90);
  }

  @Test
  void batchesOfOneImageAreMixedWithThemselves() {
    Recipe recipe =
        TinyData.recipe(
            "network",
            "nin_cifar",
            "augment",
            "mixup:1,cutmix:1",
            "batch-size",
            1,
            "lr",
            "0.001",
            "epochs",
            1);
    List<TrainEvent> events = new ArrayList<>();
    RunResult result = train("run", recipe, TinyData.of(7, 3), Integer.MAX_VALUE, events);
    assertThat(result.status()).isEqualTo(Status.FINISHED);
    assertThat(images(events)).isEqualTo(7);
  }

  /** 12 steps are two epochs of 5 and a part of a third. */
  @ParameterizedTest
  @ValueSource(ints = {3, 5, 10, 11, 12})
  void aRunOfStepsEndsAtItsStepAndOnTheSameBitsWhenResumed(int stopAfter) throws Exception {
    Recipe recipe = recipeBySteps("warmup", 4, "schedule", "steps:2:1:1");
    List<TrainEvent> events = new ArrayList<>();
    RunResult whole = train("whole", recipe, DATA, Integer.MAX_VALUE, events);
    assertThat(whole.steps()).isEqualTo(12);
    assertThat(whole.epochs()).as("passes completed").isEqualTo(2);
    assertThat(events.stream().filter(TrainEvent.EpochEnded.class::isInstance)).hasSize(3);
    assertThat(
            events.stream()
                .filter(TrainEvent.Saved.class::isInstance)
                .map(e -> ((TrainEvent.Saved) e).step()))
        .containsExactly(0L, 5L, 10L, 12L);
    assertThat(Files.readAllLines(folder.resolve("whole/metrics.csv")).stream().skip(1))
        .extracting(line -> line.split(",", 3)[0] + " " + line.split(",", 3)[1])
        .containsExactly("1 5", "2 10", "3 12");
    train("parts", recipe, DATA, stopAfter, new ArrayList<>());
    RunResult resumed = train("parts", recipe);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
    assertThat(resumed.train()).isEqualTo(whole.train());
    assertThat(resumed.test()).isEqualTo(whole.test());
    assertThat(resumed.epochs()).isEqualTo(2);
    RunResult again = train("parts", recipe);
    assertThat(again.steps()).isEqualTo(12);
    assertThat(again.test()).isEqualTo(whole.test());
    assertThat(Files.readAllLines(folder.resolve("parts/metrics.csv"))).hasSize(4);
  }

  @Test
  void stepsDoNotGrowWithCopiesAndEpochsShrink() {
    RunResult result =
        train("run", recipeBySteps("expand", List.of("flip", "crop:4", "none", "flip,crop:2")));
    assertThat(result.steps()).isEqualTo(12); // an epoch has 5 · 72 / 16 = 22.5 of them
    assertThat(result.epochs()).isZero();
    assertThat(result.test()).isNotNull();
  }

  @Test
  void aBatchMayBeLargerThanTheImagesButNotThanThemWithTheirCopies() {
    RunResult result =
        train("run", TinyData.recipe("batch-size", 100, "epochs", 1, "expand", List.of("flip")));
    assertThat(result.steps()).isEqualTo(2);
    assertThatThrownBy(
            () -> train("refused", TinyData.recipe("batch-size", 145, "expand", List.of("flip"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at most the 144 training images");
  }

  @Test
  void theTimeWaitedForDataIsAShareOfTraining() throws Exception {
    RunResult result = train("run", TinyData.recipe());
    assertThat(result.dataWait()).isPositive().isLessThan(100);
    List<String> lines = Files.readAllLines(folder.resolve("run/metrics.csv"));
    assertThat(lines.getFirst()).endsWith(",images_per_second,data_wait");
    assertThat(lines.stream().skip(1).map(TrainerTest::lastOf))
        .hasSize(2)
        .allSatisfy(share -> assertThat(Double.parseDouble(share)).isBetween(0.0, 100.0));
    RunResult again = train("run", TinyData.recipe());
    assertThat(again.dataWait()).isEqualTo(Double.parseDouble(lastOf(lines.getLast())));
  }

  private static String lastOf(String line) {
    return line.substring(line.lastIndexOf(',') + 1);
  }

  @Test
  void whatIsDroppedIsDrawnAnewFromTheStepWhenResumed() throws Exception {
    Map<String, String> options = Map.of("input", "32", "width", "0.25", "stochastic_depth", "0.5");
    Recipe recipe = TinyData.recipe("network", "mobilenet_v2", "set", options, "epochs", 1);
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
