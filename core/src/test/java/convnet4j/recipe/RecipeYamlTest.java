package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Augment;
import convnet4j.errors.InputException;
import convnet4j.recipe.OptimizerSpec.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeYamlTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void path() {
    path = folder.resolve("recipe.yaml");
  }

  private void assertRefused(String yaml, String message) throws IOException {
    Files.writeString(path, yaml);
    assertThatThrownBy(() -> RecipeYaml.read(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path + message);
  }

  @Test
  void readsWhatPeopleWrite() throws IOException {
    Files.writeString(
        path,
        """
        # ResNet-20 as in the paper
        network: resnet20
        set: {shortcut: B}
        data: cifar10
        epochs: 164
        weight-decay: 1e-4   # YAML 1.1 takes this for text
        schedule: steps:2:1:1
        augment: crop:4,flip
        nesterov: true
        """);
    Recipe recipe = RecipeYaml.read(path);
    assertThat(recipe.options()).isEqualTo(Map.of("shortcut", "B"));
    assertThat(((Sgd) recipe.optimizer()).weightDecay()).isEqualTo(1e-4);
    assertThat(((Sgd) recipe.optimizer()).nesterov()).isTrue();
    assertThat(recipe.toMap()).containsEntry("schedule", "steps:2:1:1");
    assertThat(recipe.step().batchSize()).isEqualTo(128);
  }

  @Test
  void writesOneReadableLinePerValue() throws IOException {
    Recipe recipe =
        Recipe.of(
            Map.of(
                "network",
                "resnet20",
                "set",
                Map.of("shortcut", "B"),
                "data",
                "cifar10",
                "epochs",
                2,
                "schedule",
                "steps:2:1:1",
                "threads",
                2));
    RecipeYaml.write(path, recipe);
    assertThat(Files.readString(path))
        .isEqualTo(
            """
            network: resnet20
            set:
              shortcut: B
            data: cifar10
            epochs: 2
            steps: 0
            hold-out: 0
            train-images: 0
            batch-size: 128
            accumulate: 1
            checkpoint-activations: false
            optimizer: sgd
            lr: 0.1
            momentum: 0.9
            nesterov: false
            weight-decay: 5.0E-4
            no-decay: none
            schedule: steps:2:1:1
            warmup: 0.0
            warmup-shape: linear
            label-smoothing: 0.0
            clip: 0.0
            ema: 0.0
            lookahead: none
            augment: "crop:4,flip"
            expand: []
            expand-draws: epoch
            init: none
            weights: none
            freeze: none
            backbone-lr: 1.0
            test-every: 1
            best: none
            patience: 0
            views: center
            probe: 0
            precision: auto
            bad-images: refuse
            seed: 0
            threads: 2
            checkpoint-every: 1
            """);
    assertThat(RecipeYaml.read(path)).isEqualTo(recipe);
  }

  @Test
  void augmentationsMayBeWrittenAsLists() throws IOException {
    Files.writeString(
        path,
        """
        network: resnet20
        data: cifar10
        steps: 30000
        augment:
          - jitter: [256, 512]
          - flip: 0.25
          - mixup: 0.2
        expand:
          - crop:4,flip
          - [crop: 2, color: [0.4, 0.2], blur: {size: 3, p: 0.2}]
        """);
    Recipe recipe = RecipeYaml.read(path);
    assertThat(recipe.images().augment())
        .isEqualTo(Augment.parse("jitter:256:512,flip:0.25,mixup:0.2"));
    assertThat(recipe.images().expand().copies())
        .containsExactly(
            Augment.parse("crop:4,flip").transforms(),
            Augment.parse("crop:2,color:0.4:0.2,blur:3:p=0.2").transforms());
    RecipeYaml.write(path, recipe);
    assertThat(Files.readString(path))
        .contains(
            "steps: 30000\n",
            "augment: \"jitter:256:512,flip:0.25,mixup:0.2\"\nexpand:\n- \"crop:4,flip\"\n- \"crop:2,color:0.4:0.2,blur:3:p=0.2\"\n");
    assertThat(RecipeYaml.read(path)).isEqualTo(recipe);
  }

  @Test
  void stepsInAFileNeedNoEpochsFromAFlag() throws IOException {
    Files.writeString(path, "steps: 100\nwarmup: 50\n");
    assertThat(RecipeYaml.readValues(path)).isEqualTo(Map.of("steps", 100, "warmup", 50));
    Files.writeString(path, "steps: 0\n");
    assertThat(RecipeYaml.readValues(path)).isEqualTo(Map.of("steps", 0));
    Files.writeString(path, "steps: 100\nepochs: 2\n");
    assertThatThrownBy(() -> RecipeYaml.readValues(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path + ": epochs, steps: expects one of them");
  }

  @Test
  void valuesComeWithoutDefaultsSoThatFlagsCanOverrideThem() throws IOException {
    Files.writeString(path, "batch-size: 64\nwarmup: 5\n");
    assertThat(RecipeYaml.readValues(path)).isEqualTo(Map.of("batch-size", 64, "warmup", 5));
    Files.writeString(path, "batch-size: many\n");
    assertThatThrownBy(() -> RecipeYaml.readValues(path))
        .isInstanceOf(InputException.class)
        .hasMessage(path + ": batch-size: expects a whole number of at least 1, received 'many'");
  }

  @Test
  void errorsNameTheFileAndTheKey() throws IOException {
    String required = "network: resnet20\ndata: shapes\nepochs: 1\n";
    assertRefused(required + "lr: fast\n", ": lr: expects a number, received 'fast'");
    assertRefused(required + "momentun: 0\n", ": unknown key 'momentun': did you mean 'momentum'?");
    assertRefused("network: resnet20\n", ": data: missing;");
    assertRefused(required + "epochs: 2\n", ", line 4: expected YAML");
    assertRefused("- a\n- b\n", ", line 1: expected YAML");
    assertRefused("a: [1\n", ", line ");
    assertRefused("\n", ", line ");
    assertRefused(required + "---\n" + required, ", line 5: expected YAML");
  }

  @Test
  void aTagMakesNoObject() throws IOException {
    assertRefused(
        """
        network: !!javax.script.ScriptEngineManager [!!java.net.URL ["http://127.0.0.1/"]]
        data: shapes
        epochs: 1
        """,
        ": network: expects one value, received '[[http://127.0.0.1/]]'");
  }

  @Test
  void saysThatAFileIsNotThereOrIsNotText() throws IOException {
    assertThatThrownBy(() -> RecipeYaml.read(path))
        .isInstanceOf(InputException.class)
        .hasMessage(path + ": no such file");
    Files.write(path, new byte[] {'a', ':', ' ', (byte) 0xFF, '\n'});
    assertThatThrownBy(() -> RecipeYaml.read(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path + ", line 1: expected YAML")
        .hasMessageContaining("MalformedInput");
  }
}
