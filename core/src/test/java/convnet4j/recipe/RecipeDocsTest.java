package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.Augment;
import convnet4j.recipe.OptimizerSpec.Sgd;
import convnet4j.recipe.RecipeKeys.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeDocsTest {
  private static final Path ROOT = Path.of("..");

  /** Of the page's table; what help says of a default that depends on others stays in the text. */
  private static String row(Key key) {
    Object initial = key.initial().orElse("");
    boolean empty =
        (initial instanceof Collection<?> c && c.isEmpty())
            || (initial instanceof Map<?, ?> m && m.isEmpty());
    String shown = empty ? "" : "`" + initial + "`";
    return "| `"
        + key.name()
        + "` | "
        + (shown.equals("``") ? "" : shown)
        + " | "
        + key.help().replace("|", "\\|")
        + " |";
  }

  @Test
  void thePageHasEveryValueInTheWordsOfTheHelp() throws IOException {
    String table =
        RecipeKeys.all().stream().map(RecipeDocsTest::row).collect(Collectors.joining("\n"));
    assertThat(Files.readString(ROOT.resolve("docs/recipes.md"))).contains(table + "\n");
  }

  @Test
  void everyRecipeIsAFileThatMakesARecipeAndIsOnThePage() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/recipes.md"));
    try (var files = Files.list(ROOT.resolve("recipes"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(Recipes.names());
    }
    for (String name : Recipes.names()) {
      Map<String, Object> values = Recipes.values(name);
      values.putIfAbsent("network", "resnet20");
      values.putIfAbsent("data", "cifar10");
      Recipe recipe = Recipe.of(values);
      assertThat(Recipe.of(recipe.toMap())).isEqualTo(recipe);
      assertThat(page).contains("`" + name + "`");
    }
  }

  /** The integers and rates that He et al. and Simonyan and Zisserman print. */
  @ParameterizedTest
  @CsvSource({
    "he-cifar, 0, 64000, 128, 0.1, 1e-4, 'crop:4,flip'",
    "he-cifar-110, 0, 64000, 128, 0.1, 1e-4, 'crop:4,flip'",
    "vgg, 74, 0, 256, 0.01, 5e-4, 'jitter:256:512,flip,pca:0.1'",
    "he-imagenet, 0, 600000, 256, 0.1, 1e-4, 'jitter:256:480,flip,pca:0.1'"
  })
  void aPapersRecipeHasThePapersValues(
      String name, int epochs, int steps, int batch, double lr, double decay, String augment) {
    Map<String, Object> values = Recipes.values(name);
    values.put("network", "resnet20");
    values.putIfAbsent("data", "cifar10");
    Recipe recipe = Recipe.of(values);
    assertThat(recipe.length()).isEqualTo(new Length(epochs, steps));
    assertThat(recipe.step().batchSize()).isEqualTo(batch);
    assertThat(recipe.optimizer()).isEqualTo(new Sgd(lr, 0.9, false, decay, Set.of()));
    assertThat(Augment.format(recipe.images().augment())).isEqualTo(augment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vgg", "he-imagenet"})
  void onImageNetTheRateIsDividedByTenWhereHeldOutImagesStopImproving(String name) {
    Map<String, Object> values = Recipes.values(name);
    assertThat(values).doesNotContainKeys("network", "data");
    values.putAll(Map.of("network", "vgg16", "data", "imagenet"));
    Recipe recipe = Recipe.of(values);
    assertThat(recipe.images().heldOut(1_281_167)).isEqualTo(25_623);
    List<Double> flat = Collections.nCopies(7, 2.0);
    assertThat(recipe.rate(new Moment(0, 1, 1, flat.subList(0, 6)))).isEqualTo(1);
    assertThat(recipe.rate(new Moment(0, 1, 1, flat))).isEqualTo(0.1);
  }

  @Test
  void heEtAlsRecipeIsThePapers() {
    Map<String, Object> values = Recipes.values("he-cifar-110");
    values.put("network", "resnet110");
    Recipe recipe = Recipe.of(values);
    assertThat(recipe.length().steps()).isEqualTo(64_000);
    assertThat(recipe.images().heldOut(50_000)).isEqualTo(5_000);
    assertThat(recipe.step().batchSize()).isEqualTo(128);
    for (var at :
        Map.of(0L, 0.01, 399L, 0.01, 400L, 0.1, 31_999L, 0.1, 32_000L, 0.01, 48_000L, 1e-3)
            .entrySet()) {
      Moment moment = new Moment(at.getKey(), 64_000, 352, List.of());
      assertThat(recipe.learningRate(moment)).isCloseTo(at.getValue(), within(1e-15));
    }
  }
}
