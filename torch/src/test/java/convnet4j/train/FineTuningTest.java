package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Dataset;
import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.eval.Models;
import convnet4j.net.Graph;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import convnet4j.weights.HostTensor;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import convnet4j.weights.Safetensors;
import convnet4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training that begins with the weights of a network of ten classes, on data of three. */
class FineTuningTest {
  private static final Dataset DATA = TinyData.of(48, 12);
  private static final Normalisation OTHER =
      new Normalisation(List.of(0.3, 0.4, 0.5), List.of(0.2, 0.2, 0.2));
  private static final ModelInfo TEN =
      new ModelInfo(
          "resnet20",
          new TreeMap<>(),
          new FeatureMap(3, 32, 32),
          List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"),
          Preprocessing.cover(32, OTHER));

  @TempDir Path folder;
  private ModelFile init;
  private final List<TrainEvent> events = new ArrayList<>();

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  @BeforeEach
  void pretrain() throws IOException {
    Path path = folder.resolve("ten.safetensors");
    try (TorchNet net = TorchNet.initialised(Models.graph(TEN), 77)) {
      ModelFile.write(path, TEN, net.weights());
    }
    init = ModelFile.read(path);
  }

  private Map<String, HostTensor> train(String name, Recipe recipe, int limit) {
    Path path = folder.resolve(name);
    boolean resumed = Files.exists(path);
    AtomicInteger steps = new AtomicInteger();
    Trainer.train(
        recipe,
        DATA,
        resumed ? RunFolder.open(path) : RunFolder.create(path),
        resumed ? Optional.empty() : Optional.of(init),
        event -> {
          events.add(event);
          if (event instanceof TrainEvent.Stepped) {
            steps.incrementAndGet();
          }
        },
        () -> steps.get() >= limit);
    return ModelFile.read(path).tensors();
  }

  private List<String> notices() {
    return events.stream()
        .filter(TrainEvent.Notice.class::isInstance)
        .map(e -> ((TrainEvent.Notice) e).text())
        .toList();
  }

  @Test
  void aNewHeadIsTheOneThatTheSeedWouldDrawAndTheRestIsTheFiles() throws IOException {
    Recipe recipe = TinyData.recipe("epochs", 1);
    RunFolder run = RunFolder.create(folder.resolve("run"));
    List<Map<String, HostTensor>> saved = new ArrayList<>();
    Trainer.train(
        recipe,
        DATA,
        run,
        Optional.of(init),
        event -> {
          if (event instanceof TrainEvent.Saved) {
            saved.add(ModelFile.read(run.path()).tensors());
          }
        },
        () -> false);
    Map<String, HostTensor> before = saved.getFirst();
    Graph graph = Models.graph(TrainingModel.info(recipe, DATA, Optional.empty()));
    try (TorchNet drawn = TorchNet.initialised(graph, recipe.seed())) {
      Weights scratch = drawn.weights();
      before.forEach(
          (name, tensor) ->
              assertThat(tensor)
                  .as(name)
                  .isEqualTo(
                      name.startsWith("fc.") ? scratch.get(name) : init.tensors().get(name)));
    }
    assertThat(before).hasSize(init.tensors().size());
    assertThat(ModelFile.read(run.path()).info().preprocessing().normalisation()).isEqualTo(OTHER);
  }

  @Test
  void aRunWithoutACheckpointDoesNotGoOnFromDrawnWeightsInsteadOfItsOwn() {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Recipe recipe = TinyData.recipe("epochs", 1, "init", "ten.safetensors");
    assertThatThrownBy(
            () -> Trainer.train(recipe, DATA, run, Optional.empty(), events::add, () -> false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expects the weights that it begins with, received none");
  }

  @Test
  void oneImageAtATimeIsEnoughWhereNoBatchIsNormalised() {
    Map<String, HostTensor> after =
        train("run", TinyData.recipe("epochs", 1, "freeze", "norm", "batch-size", 1), 3);
    assertThat(after.get("conv1.weight")).isNotEqualTo(init.tensors().get("conv1.weight"));
    assertThat(after.get("bn1.weight")).isEqualTo(init.tensors().get("bn1.weight"));
    assertThat(after.get("bn1.running_mean")).isEqualTo(init.tensors().get("bn1.running_mean"));
  }

  @Test
  void saysWhatWasTakenAndWhatIsTrained() {
    train("run", TinyData.recipe("epochs", 1, "freeze", "backbone"), 1);
    assertThat(notices()).hasSize(2);
    assertThat(notices().getFirst())
        .contains("the head (fc.weight, fc.bias) starts anew: the file has 10 classes, the data 3");
    assertThat(notices().getLast())
        .isEqualTo("freeze backbone: 195 of 269,267 parameters are trained");
    assertThat(events)
        .filteredOn(TrainEvent.Started.class::isInstance)
        .extracting(e -> ((TrainEvent.Started) e).params())
        .containsExactly(269_267L);
  }

  /** Weight decay and momentum would move what only lacked a gradient. */
  @Test
  void aFrozenBackboneKeepsItsBitsItsStatisticsAndItsCounters() {
    Map<String, HostTensor> after =
        train("run", TinyData.recipe("freeze", "backbone", "weight-decay", 0.1), 99);
    after.forEach(
        (name, tensor) -> {
          if (name.startsWith("fc.")) {
            assertThat(tensor).as(name).isNotEqualTo(init.tensors().get(name));
          } else {
            assertThat(tensor).as(name).isEqualTo(init.tensors().get(name));
          }
        });
  }

  @Test
  void frozenNormsKeepTheirBitsWhileAllElseIsTrained() {
    Map<String, HostTensor> after = train("run", TinyData.recipe("freeze", "norm"), 99);
    after.forEach(
        (name, tensor) -> {
          boolean norm = name.contains("bn") || name.contains("downsample.1");
          if (norm) {
            assertThat(tensor).as(name).isEqualTo(init.tensors().get(name));
          } else {
            assertThat(tensor).as(name).isNotEqualTo(init.tensors().get(name));
          }
        });
  }

  @Test
  void withoutFreezingEverythingIsTrained() {
    Map<String, HostTensor> after = train("run", TinyData.recipe(), 99);
    after.forEach(
        (name, tensor) -> assertThat(tensor).as(name).isNotEqualTo(init.tensors().get(name)));
    assertThat(after.get("bn1.num_batches_tracked").toLongs()).containsExactly(6);
  }

  @ParameterizedTest
  @CsvSource({
    "backbone, 1, 1",
    "backbone, 1, 4",
    "norm, 0.1, 2",
    "norm, 0.1, 3",
    "none, 0.1, 1",
    "none, 0.1, 5"
  })
  void stoppedAndResumedItEndsOnTheSameBits(String freeze, double factor, int stopAfter)
      throws IOException {
    Recipe recipe =
        TinyData.recipe("freeze", freeze, "backbone-lr", factor, "label-smoothing", 0.1);
    Map<String, HostTensor> whole = train("whole", recipe, 99);
    train("parts", recipe, stopAfter);
    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            TrainEvent.Finished.class,
            e -> assertThat(e.result().status()).isEqualTo(Status.INTERRUPTED));
    assertThat(train("parts", recipe, 99)).isEqualTo(whole);
    assertThat(Safetensors.read(folder.resolve("parts/checkpoints/state.safetensors")).tensors())
        .isEqualTo(
            Safetensors.read(folder.resolve("whole/checkpoints/state.safetensors")).tensors());
    assertThat(ModelFile.read(folder.resolve("parts")).info().preprocessing().normalisation())
        .isEqualTo(OTHER);
  }

  @Test
  void aFileOfAnotherNetworkIsRefused() {
    Recipe recipe = TinyData.recipe("network", "resnet32");
    assertThatThrownBy(() -> train("run", recipe, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "ten.safetensors: expects to begin resnet20, which it is of, received");
  }

  @Test
  void weightsThatWereTrainedToComputeSomethingElseAreRefused() {
    Recipe recipe = TinyData.recipe("set", Map.of("activation", "elu"));
    assertThatThrownBy(() -> train("run", recipe, 1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "weights to begin with: expect resnet20 with activation=relu, which they were trained"
                + " with, received activation=elu; set it so, or begin with others");
    // The same tensors, to the name and the shape.
    Recipe paper =
        TinyData.recipe(
            "network", "resnet50", "set", Map.of("bottleneck_stride", "1x1", "input", "64"));
    ModelInfo theirs =
        new ModelInfo(
            "resnet50",
            new TreeMap<>(Map.of("bottleneck_stride", "3x3")),
            new FeatureMap(3, 224, 224),
            TEN.classes(),
            Preprocessing.torchvision(224));
    assertThatThrownBy(() -> TrainingModel.info(paper, DATA, Optional.of(theirs)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expect resnet50 with bottleneck_stride=3x3,");
  }

  /** Said or not, classes, sizes, auxiliary classifiers: nothing of it changes what is computed. */
  @Test
  void optionsThatChangeNothingOfItMayDiffer() {
    Recipe recipe =
        TinyData.recipe("epochs", 1, "set", Map.of("shortcut", "A", "activation", "relu"));
    train("run", recipe, 1);
    assertThat(notices().getFirst()).contains("tensors taken");
    Recipe aux = TinyData.recipe("network", "googlenet", "set", Map.of("aux", "true"));
    ModelInfo without =
        new ModelInfo(
            "googlenet",
            new TreeMap<>(),
            new FeatureMap(3, 224, 224),
            TEN.classes(),
            Preprocessing.torchvision(224));
    assertThat(TrainingModel.info(aux, DATA, Optional.of(without)).options())
        .containsEntry("aux", "true");
    Recipe dropping =
        TinyData.recipe(
            "network", "mobilenet_v2", "set", Map.of("stochastic_depth", "0.2", "width", "1"));
    ModelInfo whole =
        new ModelInfo(
            "mobilenet_v2",
            new TreeMap<>(Map.of("width", "1.0")),
            new FeatureMap(3, 224, 224),
            TEN.classes(),
            Preprocessing.torchvision(224));
    assertThat(TrainingModel.info(dropping, DATA, Optional.of(whole)).options())
        .containsEntry("stochastic_depth", "0.2");
  }

  @Test
  void greyImagesReadAsColourFitWeightsOfColourImages() {
    Dataset grey = TinyData.grey(32, 8);
    RunFolder run = RunFolder.create(folder.resolve("grey"));
    assertThatThrownBy(() -> Start.of(TinyData.recipe(), grey, run, Optional.of(init)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expects images with 3 channels, the data has 1");
    Recipe colour = TinyData.recipe("epochs", 1, "set", Map.of("input", "3x32x32"));
    Start start = Start.of(colour, grey, run, Optional.of(init));
    assertThat(start.transfer().orElseThrow().newHead()).isTrue();
    assertThat(start.info().preprocessing().normalisation()).isEqualTo(OTHER);
    Trainer.train(colour, grey, run, Optional.empty(), event -> {}, () -> false);
    Normalisation shared = ModelFile.read(run.path()).info().preprocessing().normalisation();
    assertThat(shared.mean()).hasSize(3).containsOnly(grey.normalisation().mean().getFirst());
  }
}
