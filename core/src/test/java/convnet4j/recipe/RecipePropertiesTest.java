package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Augment;
import convnet4j.data.Augmentation;
import convnet4j.data.Expansion;
import convnet4j.data.Expansion.Redraw;
import convnet4j.data.Transform;
import convnet4j.net.ParamSpec.Role;
import convnet4j.recipe.OptimizerSpec.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class RecipePropertiesTest {
  private static Path path;

  @BeforeContainer
  static void create() throws IOException {
    path = Files.createTempFile("recipe", ".yaml");
  }

  @AfterContainer
  static void delete() throws IOException {
    Files.delete(path);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void theMapMakesAnEqualRecipe(@ForAll("recipes") Recipe recipe) {
    assertThat(Recipe.of(recipe.toMap())).isEqualTo(recipe);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void theFileMakesAnEqualRecipe(@ForAll("recipes") Recipe recipe) throws IOException {
    RecipeYaml.write(path, recipe);
    assertThat(RecipeYaml.read(path)).isEqualTo(recipe);
  }

  @Provide
  Arbitrary<Recipe> recipes() {
    var printable = Arbitraries.strings().withCharRange(' ', '~').withChars("äß日\t").ofMinLength(1);
    Arbitrary<String> data =
        Arbitraries.oneOf(
                printable.ofMaxLength(12),
                Arbitraries.of(
                    "true", "null", "~", "1e3", "0x1F", "1_000", "- a", "a: b", "#", "2:30"))
            .filter(text -> !text.isBlank());
    Arbitrary<TreeMap<String, String>> options =
        Arbitraries.of("A", "B", "C")
            .optional()
            .map(o -> o.map(s -> new TreeMap<>(Map.of("shortcut", s))).orElse(new TreeMap<>()));
    Arbitrary<Integer> counts = Arbitraries.integers().greaterOrEqual(1);
    Arbitrary<Double> shares =
        Arbitraries.doubles().between(0, true, 1, false).ofScale(12).map(v -> v + 0.0);
    return Combinators.combine(
            Combinators.combine(data, options).as((d, o) -> new Object[] {d, o}),
            optimizers(),
            schedules(),
            shares,
            shares,
            Combinators.combine(
                    Arbitraries.of("none", "crop:4,flip", "flip:0.25", "flip,crop:1,mixup:0.2"),
                    Arbitraries.of("none", "crop:4,flip", "flip:0.25").list().ofMaxSize(3),
                    Arbitraries.of(Redraw.class))
                .as(RecipePropertiesTest::changes),
            Combinators.combine(
                    Arbitraries.of(Precision.class),
                    Arbitraries.of(BadImages.class),
                    Arbitraries.of(Freeze.class),
                    Arbitraries.doubles().between(0, false, 2, true).ofScale(12))
                .as((p, b, f, r) -> new Object[] {p, b, f, f == Freeze.BACKBONE ? 1.0 : r}),
            counts.list().ofSize(4).flatMap(c -> Arbitraries.longs().map(s -> new Object[] {c, s})))
        .as(RecipePropertiesTest::recipe);
  }

  @SuppressWarnings("unchecked")
  private static Recipe recipe(
      Object[] dataAndOptions,
      Sgd sgd,
      Schedule schedule,
      double warmup,
      double smoothing,
      Object[] changes,
      Object[] enums,
      Object[] numbers) {
    List<Integer> counts = (List<Integer>) numbers[0];
    boolean bySteps = counts.get(1) % 2 == 0;
    return new Recipe(
        "resnet20",
        (TreeMap<String, String>) dataAndOptions[1],
        (String) dataAndOptions[0],
        bySteps ? 0 : counts.get(0),
        bySteps ? counts.get(0) : 0,
        counts.get(1),
        sgd,
        bySteps ? "a file" : "none",
        bySteps ? "none" : "torchvision",
        (Freeze) enums[2],
        (Double) enums[3],
        schedule,
        warmup,
        smoothing,
        (Augmentation) changes[0],
        (Expansion) changes[1],
        (Precision) enums[0],
        (BadImages) enums[1],
        (Long) numbers[1],
        counts.get(2),
        counts.get(3));
  }

  private static Object[] changes(String augment, List<String> copies, Redraw redraw) {
    List<List<Transform>> transforms =
        copies.stream().map(text -> Augment.parse(text).transforms()).toList();
    Expansion expansion = copies.isEmpty() ? Expansion.NONE : new Expansion(transforms, redraw);
    return new Object[] {Augment.parse(augment), expansion};
  }

  private static Arbitrary<Sgd> optimizers() {
    return Combinators.combine(
            Arbitraries.doubles().between(0, false, 10, true).ofScale(15),
            Arbitraries.doubles().between(0, false, 1, false).ofScale(9),
            Arbitraries.of(true, false),
            Arbitraries.doubles().between(0, true, 1, true).ofScale(15).map(v -> v + 0.0),
            Arbitraries.of(Role.NORM, Role.BIAS).set())
        .as(Sgd::new);
  }

  private static Arbitrary<Schedule> schedules() {
    Arbitrary<Schedule> steps =
        Arbitraries.integers()
            .between(1, 1000)
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(Schedule.Steps::new);
    return Arbitraries.oneOf(Arbitraries.just(new Schedule.Cosine()), steps);
  }
}
