package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeLayers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class TrainFlagsTest {
  private static final Map<String, Object> REQUIRED =
      Map.of("network", "resnet20", "data", "shapes", "epochs", 10);

  private static CommandSpec command() {
    return new TrainFlags().transform(CommandSpec.create());
  }

  private static Map<String, Object> values(String... args) {
    CommandSpec command = command();
    new CommandLine(command).parseArgs(args);
    return TrainFlags.values(command);
  }

  private static Recipe recipe(String... args) {
    return Recipe.of(RecipeLayers.lay(values(args), REQUIRED));
  }

  @Test
  void noFlagNoValue() {
    assertThat(values()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--epochs 20 | epochs | 20",
        "--accumulate 4 | accumulate | 4",
        "--checkpoint-activations | checkpoint-activations | true",
        "--clip 1 | clip | 1.0",
        "--ema 0.999 | ema | 0.999",
        "--lookahead 5,0.8 | lookahead | 5,0.8",
        "--warmup-shape constant:0.1 | warmup-shape | constant:0.1",
        "--schedule one-cycle | schedule | one-cycle:0.3",
        "--test-every 5 | test-every | 5",
        "--best test | best | test",
        "--views six | views | six",
        "--batch-size 64 | batch-size | 64",
        "--optimizer sgd | optimizer | sgd",
        "--lr 0.05 | lr | 0.05",
        "--momentum 0.8 | momentum | 0.8",
        "--nesterov | nesterov | true",
        "--no-nesterov | nesterov | false",
        "--weight-decay 1e-4 | weight-decay | 1.0E-4",
        "--no-decay norm,bias | no-decay | bias,norm",
        "--freeze norm | freeze | norm",
        "--backbone-lr 0.1 | backbone-lr | 0.1",
        "--schedule steps:2:1:1 | schedule | steps:2:1:1",
        "--warmup 0.5 | warmup | 0.5",
        "--label-smoothing 0.1 | label-smoothing | 0.1",
        "--augment none | augment | none",
        "--precision fp32 | precision | fp32",
        "--bad-images skip | bad-images | skip",
        "--seed -7 | seed | -7",
        "--threads 1 | threads | 1",
        "--checkpoint-every 5 | checkpoint-every | 5"
      })
  void everyFlagSetsItsValueAndNoOther(String flag, String key, String value) {
    Map<String, Object> expected = new LinkedHashMap<>(recipe().toMap());
    Map<String, Object> actual = recipe(flag.strip().split(" ")).toMap();
    assertThat(actual.get(key.strip())).hasToString(value.strip());
    expected.remove(key.strip());
    actual = new LinkedHashMap<>(actual);
    actual.remove(key.strip());
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void expandMayBeRepeatedForAFurtherCopyEachTime() {
    Map<String, Object> values =
        recipe("--expand", "crop:4,flip", "--expand", "flip", "--expand-draws", "once").toMap();
    assertThat(values)
        .containsEntry("expand", List.of("crop:4,flip", "flip"))
        .containsEntry("expand-draws", "once")
        .containsEntry("augment", "none");
  }

  @Test
  void aFlagForTheLengthReplacesTheOtherLengthOfAFile() {
    assertThat(recipe("--steps", "500").toMap())
        .containsEntry("steps", 500)
        .containsEntry("epochs", 0);
    Map<String, Object> file = new LinkedHashMap<>(recipe("--steps", "500").toMap());
    assertThat(Recipe.of(RecipeLayers.lay(values("--epochs", "3"), file)).toMap())
        .containsEntry("steps", 0)
        .containsEntry("epochs", 3);
    file.put("warmup", 50);
    assertThatThrownBy(() -> RecipeLayers.lay(values("--epochs", "3"), file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "warmup: the recipe's 50 counts steps, and --epochs makes it count epochs; give --warmup"
                + " as well");
    assertThat(
            Recipe.of(RecipeLayers.lay(values("--epochs", "3", "--warmup", "1"), file))
                .warmup()
                .length())
        .isEqualTo(1);
    assertThatThrownBy(() -> recipe("--epochs", "3", "--steps", "500"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("epochs, steps: expects one of them");
  }

  @Test
  void thereIsAFlagForEveryValueOfARecipe() {
    Set<String> flags = new TreeSet<>();
    command().options().forEach(option -> flags.add(option.longestName().substring(2)));
    flags.addAll(List.of("network", "data", "init", "weights")); // TrainCommand's
    Set<String> keys = new TreeSet<>();
    for (String optimizer : List.of("sgd", "adamw", "rmsprop", "muon")) {
      keys.addAll(recipe("--optimizer", optimizer).toMap().keySet());
    }
    assertThat(flags).isEqualTo(keys);
  }

  @Test
  void anotherOptimizerReplacesTheFilesWithAllOfItsValues() {
    Map<String, Object> file =
        new LinkedHashMap<>(recipe("--momentum", "0.8", "--lr", "1").toMap());
    assertThat(Recipe.of(RecipeLayers.lay(values("--optimizer", "adamw"), file)).toMap())
        .containsEntry("lr", 1e-3)
        .containsEntry("betas", "0.9,0.999")
        .containsEntry("weight-decay", 1e-2)
        .doesNotContainKey("momentum");
    assertThat(Recipe.of(RecipeLayers.lay(values("--optimizer", "sgd"), file)).toMap())
        .containsEntry("lr", 1.0)
        .containsEntry("momentum", 0.8);
  }

  @Test
  void setMayBeRepeatedAndIsLaidOverTheFilesOptions() {
    Map<String, Object> file = new LinkedHashMap<>(REQUIRED);
    file.put("set", Map.of("shortcut", "A", "activation", "relu"));
    Map<String, Object> flags = values("--set", "shortcut=B", "--set", "classes=10");
    assertThat(Recipe.of(RecipeLayers.lay(flags, file)).options())
        .isEqualTo(Map.of("shortcut", "B", "activation", "relu", "classes", "10"));
  }

  @Test
  void aResumedRunTakesTheSameValuesInAnySpellingAndNoOthers() {
    Recipe recorded = recipe("--lr", "0.10", "--set", "shortcut=B");
    Path run = Path.of("runs/x");
    RecipeLayers.requireSame(
        values("--lr", "1e-1", "--epochs", "10", "--set", "shortcut=B"), recorded, run);
    assertThatThrownBy(() -> RecipeLayers.requireSame(values("--epochs", "20"), recorded, run))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("epochs: runs/x was started with 10")
        .hasMessageContaining("received 20");
    assertThatThrownBy(() -> RecipeLayers.requireSame(values("--steps", "20"), recorded, run))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "steps: runs/x was started with 0 and goes on as it was, received 20");
    Recipe copies = recipe("--expand", "flip", "--warmup", "2");
    RecipeLayers.requireSame(values("--expand", "flip:0.5"), copies, run);
    assertThatThrownBy(() -> RecipeLayers.requireSame(values("--expand", "crop:4"), copies, run))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expand: runs/x was started with [flip]");
    assertThatThrownBy(() -> RecipeLayers.requireSame(values("--steps", "20"), copies, run))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("steps: runs/x was started with 0");
    assertThatThrownBy(() -> RecipeLayers.requireSame(values("--set", "shortcut=A"), recorded, run))
        .isInstanceOf(InputException.class);
  }
}
