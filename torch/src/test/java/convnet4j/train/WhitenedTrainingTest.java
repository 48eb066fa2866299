package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Dataset;
import convnet4j.image.ImageSource;
import convnet4j.net.Graph;
import convnet4j.net.Initialisation.Whitening;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import convnet4j.weights.HostTensor;
import convnet4j.weights.ModelFile;
import convnet4j.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training of a network whose first weights are computed from images and stay, as its scales do.
 */
class WhitenedTrainingTest {
  private static final Dataset DATA = TinyData.of(48, 12);

  @TempDir Path folder;
  private final List<TrainEvent> events = new ArrayList<>();

  private static Recipe recipe(Object... changes) {
    List<Object> all = new ArrayList<>(List.of("network", "fast94"));
    all.addAll(List.of(changes));
    return TinyData.recipe(all.toArray());
  }

  private Map<String, HostTensor> train(
      String name, Recipe recipe, Dataset data, Optional<ModelFile> init, int limit) {
    Path path = folder.resolve(name);
    AtomicInteger steps = new AtomicInteger();
    Trainer.train(
        recipe,
        data,
        Files.exists(path) ? RunFolder.open(path) : RunFolder.create(path),
        init,
        event -> {
          events.add(event);
          if (event instanceof TrainEvent.Stepped) {
            steps.incrementAndGet();
          }
        },
        () -> steps.get() >= limit);
    return ModelFile.read(path).tensors();
  }

  private Map<String, HostTensor> train(String name, Recipe recipe) {
    return train(name, recipe, DATA, Optional.empty(), Integer.MAX_VALUE);
  }

  private static Graph graph() {
    return Resolver.resolve(Zoo.create("fast94", Map.of("classes", "3")));
  }

  private static HostTensor whitened(Dataset data, int channels) {
    ParamSpec spec =
        Resolver.resolve(Zoo.create("fast94", Map.of("input", channels + "x32x32")))
            .params()
            .getFirst();
    return Whitener.weight(
        spec,
        (Whitening) spec.init(),
        ImageSource.of(data.train(), new FeatureMap(channels, 32, 32), false),
        data.normalisation(),
        1);
  }

  @Test
  void fixedWeightsEndAsTheyBeganAndAllOthersAndTheStatisticsMove() {
    Map<String, HostTensor> after = train("run", recipe());
    assertThat(after.get("whiten.weight")).isEqualTo(whitened(DATA, 3));
    Map<String, HostTensor> before = train("start", recipe(), DATA, Optional.empty(), 1);
    for (ParamSpec spec : graph().params()) {
      if (spec.fixed()) {
        assertThat(after.get(spec.name())).as(spec.name()).isEqualTo(before.get(spec.name()));
      } else {
        assertThat(after.get(spec.name())).as(spec.name()).isNotEqualTo(before.get(spec.name()));
      }
    }
    assertThat(after.get("layers.1.norm1.weight").toFloats()).containsOnly(1);
    assertThat(after.get("layers.3.norm2.num_batches_tracked").toLongs()).containsExactly(6);
  }

  @Test
  void itLearnsToTellColoursApart() {
    events.clear();
    train("run", recipe("epochs", 8));
    TrainEvent.Finished end = (TrainEvent.Finished) events.getLast();
    assertThat(end.result().status()).isEqualTo(Status.FINISHED);
    assertThat(end.result().test().top1()).isGreaterThan(90);
    // Those of ten classes counted in the source, without 7 of 256 weights.
    assertThat(end.result().params()).isEqualTo(1_972_792 - 7 * 256);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void stoppedAndResumedItEndsOnTheSameBits(int limit) {
    Map<String, HostTensor> whole = train("whole", recipe());
    train("parts", recipe(), DATA, Optional.empty(), limit);
    assertThat(train("parts", recipe())).isEqualTo(whole);
  }

  @Test
  void greyImagesAreWhitenedByFourFiltersAndTheirNegatives() {
    Dataset grey = TinyData.grey(32, 8);
    Map<String, HostTensor> after =
        train("run", recipe("epochs", 1), grey, Optional.empty(), Integer.MAX_VALUE);
    assertThat(after.get("whiten.weight").shape()).containsExactly(8, 1, 2, 2);
    assertThat(after.get("whiten.weight")).isEqualTo(whitened(grey, 1));
  }

  @Test
  void weightsThatAreGivenAreNotComputedAnew() {
    train("first", recipe("epochs", 1));
    ModelFile init = ModelFile.read(folder.resolve("first"));
    Dataset others = TinyData.of(60, 12);
    HostTensor given = init.tensors().get("whiten.weight");
    assertThat(whitened(others, 3)).isNotEqualTo(given);
    Map<String, HostTensor> after =
        train("second", recipe("epochs", 1), others, Optional.of(init), Integer.MAX_VALUE);
    assertThat(after.get("whiten.weight")).isEqualTo(given);
  }

  @Test
  void frozenBatchNormsKeepTheirStatisticsThoughTheirScaleIsNeverTrained() {
    Map<String, HostTensor> after = train("run", recipe("freeze", "norm", "epochs", 1));
    assertThat(after.get("layers.1.norm1.running_mean").toFloats()).containsOnly(0);
    assertThat(after.get("layers.1.norm1.bias").toFloats()).containsOnly(0);
    assertThat(after.get("layers.1.norm1.num_batches_tracked").toLongs()).containsExactly(0);
    // Not trained: the whitening filters' 288, and a scale and a shift of each of 1,152 channels.
    assertThat(events)
        .filteredOn(TrainEvent.Notice.class::isInstance)
        .extracting(event -> ((TrainEvent.Notice) event).text())
        .contains("freeze norm: 1,968,408 of 1,971,000 parameters are trained");
  }
}
