package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Dataset;
import convnet4j.data.Views;
import convnet4j.errors.InputException;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RunResult;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.Score;
import convnet4j.recipe.Testing;
import convnet4j.recipe.Testing.Best;
import convnet4j.recipe.TrainEvent;
import convnet4j.train.Progress.Row;
import convnet4j.weights.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images held out, the best epoch, ending early, tests now and then, and resuming all of it. */
class TrainingChoicesTest {
  private static final Dataset DATA = TinyData.of(72, 30);

  @TempDir Path folder;
  private final List<TrainEvent> events = new ArrayList<>();

  private RunResult train(String name, Recipe recipe, int stopAfter) {
    Path path = folder.resolve(name);
    RunFolder run = Files.exists(path) ? RunFolder.open(path) : RunFolder.create(path);
    AtomicInteger steps = new AtomicInteger();
    return Trainer.train(
        recipe,
        DATA,
        run,
        Optional.empty(),
        event -> {
          events.add(event);
          if (event instanceof TrainEvent.Stepped) {
            steps.incrementAndGet();
          }
        },
        () -> steps.get() >= stopAfter);
  }

  private RunResult train(String name, Recipe recipe) {
    return train(name, recipe, Integer.MAX_VALUE);
  }

  private byte[] bytes(String name, String file) throws Exception {
    return Files.readAllBytes(folder.resolve(name).resolve("checkpoints").resolve(file));
  }

  private List<String[]> metrics(String name) throws Exception {
    return Files.readAllLines(folder.resolve(name).resolve("metrics.csv")).stream()
        .map(line -> line.split(",", -1))
        .toList();
  }

  private static int column(List<String[]> metrics, String name) {
    return Arrays.asList(metrics.getFirst()).indexOf(name);
  }

  private static Row row(int epoch, double validation) {
    Score train = new Score(1, 50, null);
    return new Row(epoch, epoch, 0.1, train, new Score(1, validation, null), null, 0, 0, 0);
  }

  @Test
  void theFirstOfTheBestIsChosenAndPatienceCountsTestsAfterIt() {
    Choice choice = new Choice(new Testing(1, Best.VALIDATION, 2, new Views.Center(), 0));
    List<Row> rows = List.of(row(1, 50), row(2, 60), row(3, 60), row(4, 55));
    assertThat(choice.best(rows)).contains(rows.get(1));
    assertThat(choice.isExhausted(rows.subList(0, 3))).isFalse();
    assertThat(choice.isExhausted(rows)).isTrue();
    assertThat(choice.best(List.of())).isEmpty();
    Choice none = new Choice(new Testing(1, Best.NONE, 0, new Views.Center(), 0));
    assertThat(none.best(rows)).isEmpty();
    assertThat(none.isExhausted(rows)).isFalse();
  }

  @Test
  void heldOutImagesAreNotTrainedOnAndChooseTheEpochThatTheRunEndsWith() throws Exception {
    RunResult result = train("run", TinyData.recipe("epochs", "5", "hold-out", "12"));
    long trained =
        events.stream()
            .filter(TrainEvent.Stepped.class::isInstance)
            .mapToLong(e -> ((TrainEvent.Stepped) e).images())
            .sum();
    assertThat(trained).isEqualTo(5 * 60);
    List<String[]> metrics = metrics("run");
    int validation = column(metrics, "val_top1");
    double best =
        metrics.stream()
            .skip(1)
            .mapToDouble(r -> Double.parseDouble(r[validation]))
            .max()
            .orElse(0);
    String[] row = metrics.get(result.bestEpoch());
    assertThat(Double.parseDouble(row[validation])).isEqualTo(best);
    assertThat(result.validation().top1()).isEqualTo(best);
    // What it ends with is that epoch's network, for the result and for whoever opens the run.
    assertThat(result.test().loss())
        .isEqualTo(Double.parseDouble(row[column(metrics, "test_loss")]));
    assertThat(ModelFile.read(folder.resolve("run")).path().getFileName())
        .hasToString("best.safetensors");
  }

  @Test
  void impatienceEndsTheRunAndLeavesTheBest() throws Exception {
    // A rate of nearly nothing: no test is better than the first.
    RunResult result =
        train(
            "run",
            TinyData.recipe("epochs", "9", "lr", "1e-12", "hold-out", "0.2", "patience", "3"));
    assertThat(result.status()).isEqualTo(Status.FINISHED);
    assertThat(result.bestEpoch()).isLessThan(result.epochs());
    assertThat(result.epochs()).isEqualTo(result.bestEpoch() + 3).isLessThan(9);
    assertThat(metrics("run")).hasSize(1 + result.epochs());
    // It stays ended.
    assertThat(
            train(
                    "run",
                    TinyData.recipe(
                        "epochs", "9", "lr", "1e-12", "hold-out", "0.2", "patience", "3"))
                .steps())
        .isEqualTo(result.steps());
  }

  @Test
  void choosingByTheTestImagesIsSaidOutLoud() {
    train("run", TinyData.recipe("best", "test"));
    assertThat(events)
        .anySatisfy(
            event ->
                assertThat(event)
                    .isInstanceOfSatisfying(
                        TrainEvent.Notice.class,
                        n -> assertThat(n.text()).contains("chosen by the test images")));
  }

  @Test
  void aNetworkThatCannotBeCutSaysSo() {
    assertThat(noticesOf("nasnet_a_cifar")).anyMatch(n -> n.contains("no place to be cut"));
    assertThat(noticesOf("resnet20")).noneMatch(n -> n.contains("no place to be cut"));
  }

  private List<String> noticesOf(String network) {
    events.clear();
    train(network, TinyData.recipe("network", network, "checkpoint-activations", "true"), 1);
    return events.stream()
        .filter(TrainEvent.Notice.class::isInstance)
        .map(event -> ((TrainEvent.Notice) event).text())
        .toList();
  }

  @Test
  void testsNowAndThenAreOfThoseEpochsAndOfTheLast() throws Exception {
    train("run", TinyData.recipe("epochs", "5", "test-every", "2"));
    List<String[]> metrics = metrics("run");
    int test = column(metrics, "test_top1");
    assertThat(metrics.stream().skip(1).map(row -> row[test].isEmpty()))
        .containsExactly(true, false, true, false, false);
  }

  @Test
  void theEndIsSeenInTheRecipesViews() {
    RunResult once = train("once", TinyData.recipe());
    RunResult six = train("six", TinyData.recipe("views", "six"));
    assertThat(six.views()).isEqualTo(new Views.Six());
    assertThat(six.test().loss()).isNotEqualTo(once.test().loss());
    assertThat(six.train()).isEqualTo(once.train());
  }

  @Test
  void refusesToHoldOutNothingOrEverything() {
    assertThatThrownBy(() -> train("a", TinyData.recipe("hold-out", "72")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "hold-out: expects at least one and not all of the 72 training images of tiny, received"
                + " 72; choose another --hold-out");
    assertThatThrownBy(() -> train("b", TinyData.recipe("hold-out", "0.001")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("received 0");
  }

  /** Epochs of 4 steps. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 6, 8, 11})
  void everythingAtOnceEndsOnTheSameBitsWhenResumed(int stopAfter) throws Exception {
    Recipe recipe =
        TinyData.recipe(
            "epochs",
            "3",
            "optimizer",
            "adamw",
            "lr",
            "0.01",
            "betas",
            "0.8,0.9",
            "hold-out",
            "12",
            "ema",
            "0.9",
            "lookahead",
            "3,0.5",
            "clip",
            "0.5",
            "accumulate",
            "3",
            "schedule",
            "plateau:0.5:0",
            "warmup",
            "0.5",
            "warmup-shape",
            "constant:0.1",
            "views",
            "flip",
            "augment",
            "crop:2,altflip,mixup:0.2",
            "label-smoothing",
            "0.1",
            "checkpoint-activations",
            "true",
            "set",
            Map.of("stochastic_depth", "0.3"),
            "patience",
            "9");
    RunResult whole = train("whole", recipe);
    assertThat(train("parts", recipe, stopAfter).status()).isEqualTo(Status.INTERRUPTED);
    RunResult resumed = train("parts", recipe);
    assertThat(bytes("parts", "last.safetensors")).isEqualTo(bytes("whole", "last.safetensors"));
    assertThat(bytes("parts", "best.safetensors")).isEqualTo(bytes("whole", "best.safetensors"));
    assertThat(resumed.test()).isEqualTo(whole.test());
    assertThat(resumed.validation()).isEqualTo(whole.validation());
    assertThat(resumed.bestEpoch()).isEqualTo(whole.bestEpoch());
    List<String> steps = Files.readAllLines(folder.resolve("parts/steps.csv"));
    assertThat(steps).hasSize(1 + 12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rmsprop", "muon"})
  void otherOptimizersEndOnTheSameBitsWhenResumed(String optimizer) throws Exception {
    Recipe recipe = TinyData.recipe("optimizer", optimizer, "lr", "0.01", "ema", "0.5");
    train("whole", recipe);
    train("parts", recipe, 7);
    train("parts", recipe);
    assertThat(bytes("parts", "last.safetensors")).isEqualTo(bytes("whole", "last.safetensors"));
  }
}
