package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Augmentation;
import convnet4j.data.Expansion;
import convnet4j.data.Expansion.Redraw;
import convnet4j.data.HorizontalFlip;
import convnet4j.data.Mixup;
import convnet4j.data.RandomCrop;
import convnet4j.data.Views;
import convnet4j.errors.InputException;
import convnet4j.net.ParamSpec.Role;
import convnet4j.recipe.OptimizerSpec.Sgd;
import convnet4j.recipe.Testing.Best;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
  private static final Map<String, Object> REQUIRED =
      Map.of("network", "resnet20", "data", "cifar10", "epochs", 2);

  private static Map<String, Object> with(String key, Object value) {
    Map<String, Object> values = new HashMap<>(REQUIRED);
    values.put(key, value);
    return values;
  }

  private static void assertRefused(Map<String, Object> values, String message) {
    assertThatThrownBy(() -> Recipe.of(values))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void defaultsAreTheDocumentedOnes() {
    Recipe recipe = Recipe.of(REQUIRED);
    assertThat(recipe)
        .isEqualTo(
            new Recipe(
                "resnet20",
                new TreeMap<>(),
                new Images(
                    "cifar10",
                    0,
                    0,
                    Augmentation.of(new RandomCrop(4), new HorizontalFlip(0.5)),
                    Expansion.NONE,
                    BadImages.REFUSE),
                new Length(2, 0),
                new StepSpec(128, 1, false, 0, 0),
                new Sgd(0.1, 0.9, false, 5e-4, Set.of()),
                new Schedule.Cosine(),
                Warmup.NONE,
                Averaging.NONE,
                new Beginning("none", "none", Freeze.NONE, 1),
                new Testing(1, Best.NONE, 0, new Views.Center(), 0),
                Precision.AUTO,
                0,
                Runtime.getRuntime().availableProcessors(),
                1));
  }

  @Test
  void aRunBeginsWithOneThing() {
    Map<String, Object> values = new TreeMap<>(REQUIRED);
    assertThat(Recipe.of(values).beginning().isTrained()).isFalse();
    values.put("weights", "torchvision");
    assertThat(Recipe.of(values).beginning().isTrained()).isTrue();
    values.put("init", "runs/a");
    assertThatThrownBy(() -> Recipe.of(values))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "init, weights: expects one of them to begin with, received 'runs/a and torchvision'");
  }

  @Test
  void aFrozenBackboneHasNoLearningRate() {
    Map<String, Object> values = new TreeMap<>(REQUIRED);
    values.put("freeze", "backbone");
    assertThat(Recipe.of(values).beginning().freeze()).isEqualTo(Freeze.BACKBONE);
    values.put("backbone-lr", 0.1);
    assertThatThrownBy(() -> Recipe.of(values))
        .isInstanceOf(InputException.class)
        .hasMessage("backbone-lr: expects nothing where the backbone is frozen, received '0.1'");
  }

  @Test
  void everyValueMayComeAsText() {
    Map<String, Object> values = new HashMap<>(REQUIRED);
    values.putAll(
        Map.of(
            "epochs",
            "3",
            "batch-size",
            "64",
            "lr",
            "1e-2",
            "nesterov",
            "true",
            "no-decay",
            "norm, bias",
            "schedule",
            "steps:2:1:1",
            "warmup",
            "0.5",
            "precision",
            "bf16",
            "bad-images",
            "skip",
            "seed",
            "-7"));
    values.put("set", Map.of("shortcut", "B"));
    Recipe recipe = Recipe.of(values);
    assertThat(recipe.length().epochs()).isEqualTo(3);
    assertThat(recipe.step().batchSize()).isEqualTo(64);
    assertThat(recipe.optimizer())
        .isEqualTo(new Sgd(0.01, 0.9, true, 5e-4, Set.of(Role.NORM, Role.BIAS)));
    assertThat(recipe.schedule()).isEqualTo(new Schedule.Steps(List.of(2, 1, 1)));
    assertThat(recipe.warmup().length()).isEqualTo(0.5);
    assertThat(recipe.precision()).isEqualTo(Precision.BF16);
    assertThat(recipe.images().bad()).isEqualTo(BadImages.SKIP);
    assertThat(recipe.seed()).isEqualTo(-7);
    assertThat(recipe.options()).isEqualTo(Map.of("shortcut", "B"));
  }

  @Test
  void theMapHoldsEveryValueInForceUnderTheFlagsNames() {
    assertThat(Recipe.of(REQUIRED).toMap().keySet())
        .containsExactly(
            "network",
            "set",
            "data",
            "epochs",
            "steps",
            "hold-out",
            "train-images",
            "batch-size",
            "accumulate",
            "checkpoint-activations",
            "optimizer",
            "lr",
            "momentum",
            "nesterov",
            "weight-decay",
            "no-decay",
            "schedule",
            "warmup",
            "warmup-shape",
            "label-smoothing",
            "clip",
            "ema",
            "lookahead",
            "augment",
            "expand",
            "expand-draws",
            "init",
            "weights",
            "freeze",
            "backbone-lr",
            "test-every",
            "best",
            "patience",
            "views",
            "probe",
            "precision",
            "bad-images",
            "seed",
            "threads",
            "checkpoint-every");
    assertThat(Recipe.of(REQUIRED).toMap())
        .containsEntry("weight-decay", 5e-4)
        .containsEntry("no-decay", "none")
        .containsEntry("schedule", "cosine")
        .containsEntry("augment", "crop:4,flip");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          epochs | x | epochs: expects a whole number of at least 1, received 'x'
          epochs | 0 | epochs: expects a whole number of at least 1, received '0'
          epochs | 2.5 | epochs: expects a whole number of at least 1, received '2.5'
          batch-size | -3 | batch-size: expects a whole number of at least 1, received '-3'
          seed | 1e3 | seed: expects a whole number, received '1e3'
          threads | 0 | threads: expects a whole number of at least 1, received '0'
          checkpoint-every | 0 | checkpoint-every: expects a whole number of at least 1, received '0'
          lr | fast | lr: expects a number, received 'fast'
          lr | NaN | lr: expects a number, received 'NaN'
          lr | 0 | lr: expects a number above 0, received '0.0'
          lr | 1e999 | lr: expects a number above 0, received 'Infinity'
          momentum | 1 | momentum: expects a number in [0, 1), received '1.0'
          weight-decay | -1 | weight-decay: expects a number of at least 0, received '-1.0'
          nesterov | yes | nesterov: expects true or false, received 'yes'
          warmup | 3 | warmup: expects a number of epochs from 0 to the run's 2, received '3.0'
          label-smoothing | 1 | label-smoothing: expects a number in [0, 1), received '1.0'
          optimizer | sdg | unknown optimizer 'sdg': did you mean 'sgd'?
          precision | fp23 | unknown precision 'fp23': did you mean 'fp32'?
          bad-images | ignore | unknown bad-images 'ignore': expected refuse, skip
          no-decay | norms | unknown no-decay 'norms': did you mean 'norm'?
          no-decay | weight | unknown no-decay 'weight': expected norm, bias
          schedule | cosin | unknown schedule 'cosin': did you mean 'cosine'? write one of cosine, steps:2:1:1, polynomial:1, exponential:0.98, triangular:0.2:0:0, one-cycle:0.3, plateau:0.1:10
          schedule | steps | schedule: expects steps with shares of at least 1, such as steps:2:1:1, received 'steps'
          schedule | steps:2:0 | schedule: expects steps with shares of at least 1, such as steps:2:1:1, received 'steps:2:0'
          schedule | steps:a | schedule: expects steps with shares of at least 1, such as steps:2:1:1, received 'steps:a'
          schedule | cosine:1 | schedule: expects cosine without values, such as cosine, received 'cosine:1'
          schedule | one-cycle:1 | schedule: expects one-cycle with a peak in (0, 1), such as one-cycle:0.3, received 'one-cycle:1'
          schedule | plateau:0.1:2.5 | schedule: expects plateau with a factor in (0, 1) and a patience of at least 0, such as plateau:0.1:10, received 'plateau:0.1:2.5'
          warmup-shape | constant | warmup-shape: expects such as constant:0.1, received 'constant'
          hold-out | 1.5 | hold-out: expects a whole number of images, or a share of them from 0 to 1, received '1.5'
          best | validation | best: expects images to validate on: give hold-out as well, received 'validation'
          best | tests | unknown best 'tests': did you mean 'test'?
          patience | 3 | patience: expects something to choose the best epoch by: give hold-out or best, received '3'
          accumulate | 129 | accumulate: expects a whole number from 1 to the batch's 128 images, received '129'
          betas | 0.9,0.99 | betas: sgd has none, received '0.9,0.99'; leave it out, or choose another optimizer
          ema | 1 | ema: expects a number in [0, 1), received '1.0'
          lookahead | 5 | lookahead: expects 2 numbers with a comma between them, received '5'
          freeze | backbon | unknown freeze 'backbon': did you mean 'backbone'?
          backbone-lr | 0 | backbone-lr: expects a number above 0 (what 0 would be is freeze backbone), received '0.0'
          backbone-lr | slow | backbone-lr: expects a number, received 'slow'
          set | x | set: expects options such as {shortcut: B}, received 'x'
          steps | -1 | steps: expects a whole number of at least 0, received '-1'
          steps | many | steps: expects a whole number of at least 0, received 'many'
          steps | 100 | epochs, steps: expects one of them to say how long the run is, received 2 and 100; leave one out
          step | 100 | unknown key 'step': did you mean 'steps'?
          expand | crop:4,flop | expand, copy 1: augment 'crop:4,flop', part 2: unknown transform 'flop', did you mean 'flip'? write it as crop:4,flip or none
          expand | flip,mixup:1 | expand, copy 1: expects changes of images alone (mixup and cutmix are of whole batches: give them to --augment), received 'flip,mixup:1'
          expand-draws | once | expand-draws: expects copies to draw, with --expand, received 'once'
          expand-draws | epochs | unknown expand-draws 'epochs': did you mean 'epoch'?
          bath-size | 1 | unknown key 'bath-size': did you mean 'batch-size'?
          network | resnet21 | unknown network 'resnet21': did you mean 'resnet20'? Run ./convnet models for the list
          """)
  void refusesAWrongValueInOneLineThatNamesTheKey(String key, String value, String message) {
    assertRefused(with(key, value), message);
  }

  @Test
  void refusesWhatIsNotOneValue() {
    assertRefused(with("lr", null), "lr: expects one value, received nothing");
    assertRefused(with("data", List.of("a")), "data: expects one value, received '[a]'");
    assertRefused(
        with("set", null), "set: expects options such as {shortcut: B}, received nothing");
    assertRefused(
        with("set", Map.of("shortcut", List.of())),
        "set: shortcut: expects one value, received '[]'");
  }

  @Test
  void nesterovNeedsMomentum() {
    Map<String, Object> values = with("nesterov", true);
    values.put("momentum", 0);
    assertRefused(values, "nesterov: expects a momentum above 0, received 'momentum 0.0'");
  }

  @Test
  void refusesAnOptionThatTheNetworkDoesNotHave() {
    assertThatThrownBy(() -> Recipe.of(with("set", Map.of("shortcuts", "B"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("did you mean 'shortcut'?");
  }

  @ParameterizedTest
  @CsvSource({
    "network,network: missing; name one of 'convnet models'",
    "data,data: missing; name a data set or give the path of one",
    "epochs,'epochs: missing; say how many with --epochs N, or how many steps with --steps N'"
  })
  void networkDataAndEpochsHaveNoDefault(String key, String message) {
    Map<String, Object> values = new HashMap<>(REQUIRED);
    values.remove(key);
    assertRefused(values, message);
  }

  @Test
  void stepsMayDecideInsteadOfEpochs() {
    Map<String, Object> values = new HashMap<>(REQUIRED);
    values.remove("epochs");
    values.put("steps", 64_000);
    values.put("warmup", 400);
    Recipe recipe = Recipe.of(values);
    assertThat(recipe.length().steps()).isEqualTo(64_000);
    assertThat(recipe.toMap()).containsEntry("epochs", 0).containsEntry("steps", 64_000);
    assertThat(Recipe.of(recipe.toMap())).isEqualTo(recipe);
    values.put("warmup", 64_001);
    assertRefused(
        values, "warmup: expects a number of steps from 0 to the run's 64000, received '64001.0'");
    assertThat(Recipe.of(with("steps", 0)).length().epochs()).isEqualTo(2);
  }

  @Test
  void originalsAreLeftAsTheyAreBesideCopiesUnlessToldOtherwise() {
    Map<String, Object> values = with("expand", List.of("crop:4,flip", "none"));
    Recipe recipe = Recipe.of(values);
    assertThat(recipe.images().augment()).isEqualTo(Augmentation.NONE);
    assertThat(recipe.images().expand())
        .isEqualTo(
            new Expansion(
                List.of(List.of(new RandomCrop(4), new HorizontalFlip(0.5)), List.of()),
                Redraw.EPOCH));
    values.put("augment", "flip,mixup:0.2");
    values.put("expand-draws", "once");
    assertThat(Recipe.of(values).images().augment())
        .isEqualTo(new Augmentation(List.of(new HorizontalFlip(0.5)), List.of(new Mixup(0.2))));
    assertThat(Recipe.of(values).images().expand().redraw()).isEqualTo(Redraw.ONCE);
    assertThat(Recipe.of(Recipe.of(values).toMap())).isEqualTo(Recipe.of(values));
    assertRefused(
        with("expand", List.of("flip", List.of(Map.of("a", 1, "b", 2)))),
        "expand, copy 2, item 1: expects a text such as crop:4 or one key with its value such as"
            + " crop: 4, received '"
            + Map.of("a", 1, "b", 2)
            + "'");
  }
}
