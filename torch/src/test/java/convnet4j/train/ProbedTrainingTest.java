package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Dataset;
import convnet4j.recipe.LayerLooks;
import convnet4j.recipe.LayerMeasure;
import convnet4j.recipe.LayersCsv;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RunResult;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs whose layers are looked at: epochs of 4 steps, two of them unless said otherwise. */
class ProbedTrainingTest {
  private static final Dataset DATA = TinyData.of(64, 20);

  @TempDir Path folder;

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
          if (event instanceof TrainEvent.Stepped) {
            steps.incrementAndGet();
          }
        },
        () -> steps.get() >= stopAfter);
  }

  private RunResult train(String name, Recipe recipe) {
    return train(name, recipe, Integer.MAX_VALUE);
  }

  private byte[] weights(String name) throws Exception {
    return Files.readAllBytes(folder.resolve(name).resolve("checkpoints/last.safetensors"));
  }

  private LayerLooks looks(String name) {
    return LayersCsv.read(folder.resolve(name).resolve("layers.csv"));
  }

  @ParameterizedTest
  @CsvSource({
    "fp32, false, 1, resnet20",
    "bf16, false, 2, resnet20",
    "bf16, true, 1, resnet20",
    "fp32, false, 1, plain20",
  })
  void lookingChangesNoBit(String precision, boolean again, int parts, String network)
      throws Exception {
    Object[] values = {
      "network", network,
      "precision", precision,
      "checkpoint-activations", again,
      "accumulate", parts,
      "clip", 0.5,
      "lookahead", "3,0.5",
      "set", network.equals("resnet20") ? Map.of("stochastic_depth", "0.3") : Map.of()
    };
    train("blind", TinyData.recipe(values));
    Object[] probed = Arrays.copyOf(values, values.length + 2);
    probed[values.length] = "probe";
    probed[values.length + 1] = 1;
    train("seen", TinyData.recipe(probed));
    assertThat(weights("seen")).isEqualTo(weights("blind"));
    assertThat(folder.resolve("blind/layers.csv")).doesNotExist();
    assertThat(looks("seen").steps()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void theFirstStepIsLookedAtEverySoManyAndTheLast() {
    train("run", TinyData.recipe("probe", 3));
    LayerLooks looks = looks("run");
    assertThat(looks.steps()).containsExactly(0L, 3L, 6L, 7L);
    // 19 convolutions and norms, 19 activations, 9 sums, the last layer.
    assertThat(looks.at(7)).hasSize(19 + 19 + 19 + 9 + 1);
    assertThat(looks.at(7).getLast().depth()).isEqualTo(20);
    assertThat(looks.at(7).getLast().value(LayerMeasure.UPDATE_RATIO).orElseThrow()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 7})
  void aResumedRunEndsWithTheSameFile(int stopAfter) throws Exception {
    Recipe recipe = TinyData.recipe("probe", 2, "optimizer", "adamw", "lr", 0.01);
    train("whole", recipe);
    assertThat(train("parts", recipe, stopAfter).status()).isEqualTo(Status.INTERRUPTED);
    train("parts", recipe);
    assertThat(folder.resolve("parts/layers.csv"))
        .hasSameTextualContentAs(folder.resolve("whole/layers.csv"));
  }

  /** As when the process is killed behind the last checkpoint: rows that will come again. */
  @Test
  void whatWasSeenAfterTheCheckpointIsSeenAgain() throws Exception {
    Recipe recipe = TinyData.recipe("probe", 1);
    train("whole", recipe);
    train("parts", recipe, 5);
    Files.copy(
        folder.resolve("whole/layers.csv"),
        folder.resolve("parts/layers.csv"),
        StandardCopyOption.REPLACE_EXISTING);
    train("parts", recipe);
    assertThat(folder.resolve("parts/layers.csv"))
        .hasSameTextualContentAs(folder.resolve("whole/layers.csv"));
  }

  @Test
  void aRunThatDivergesLeavesWhatLedThere() {
    RunResult result = train("run", TinyData.recipe("probe", 1, "lr", 1e30, "epochs", 3));
    assertThat(result.status()).isEqualTo(Status.DIVERGED);
    LayerLooks looks = looks("run");
    assertThat(looks.steps()).endsWith(result.divergedAtStep());
    // The forward pass was seen; there is no gradient.
    assertThat(looks.at(result.divergedAtStep()))
        .isNotEmpty()
        .allMatch(row -> row.value(LayerMeasure.GRADIENT_NORM).isEmpty());
  }
}
