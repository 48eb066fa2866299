package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Augment;
import convnet4j.data.Expansion;
import convnet4j.data.Expansion.Redraw;
import convnet4j.data.Transform;
import convnet4j.data.Views;
import convnet4j.net.ParamSpec.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  @Property(edgeCases = EdgeCasesMode.NONE)
  void whatWasChosenMakesAnEqualRecipe(@ForAll("recipes") Recipe recipe) {
    assertThat(Recipe.of(recipe.chosen())).isEqualTo(recipe);
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
    Arbitrary<Integer> counts = Arbitraries.integers().between(1, 100_000);
    return Combinators.combine(
            data.flatMap(RecipePropertiesTest::images),
            Combinators.combine(counts, Arbitraries.of(true, false))
                .as(RecipePropertiesTest::length),
            counts.flatMap(RecipePropertiesTest::steps),
            optimizers(),
            schedules(),
            Combinators.combine(averagings(), beginnings(), shapes())
                .as((a, b, c) -> List.<Object>of(a, b, c)),
            Combinators.combine(
                    Arbitraries.of(Testing.Best.values()),
                    counts,
                    Arbitraries.of("center", "six", "ten-crop", "multi-scale:256,384"),
                    Arbitraries.of(Precision.class))
                .as((a, b, c, d) -> List.<Object>of(a, b, c, d)),
            Combinators.combine(counts, counts, Arbitraries.longs(), share())
                .as((a, b, c, d) -> List.<Object>of(a, b, c, d)))
        .as(RecipePropertiesTest::recipe);
  }

  private static Recipe recipe(
      Images images,
      Length length,
      StepSpec step,
      OptimizerSpec optimizer,
      Schedule schedule,
      List<Object> parts,
      List<Object> testing,
      List<Object> numbers) {
    Testing.Best best =
        testing.get(0) == Testing.Best.VALIDATION && images.holdOut() == 0
            ? Testing.Best.NONE
            : (Testing.Best) testing.get(0);
    int every = (Integer) testing.get(1);
    return new Recipe(
        "resnet20",
        new TreeMap<>(every % 2 == 0 ? Map.of() : Map.of("shortcut", "C")),
        images,
        length,
        step,
        optimizer,
        schedule,
        new Warmup((Double) numbers.get(3), (Warmup.Shape) parts.get(2)),
        (Averaging) parts.get(0),
        (Beginning) parts.get(1),
        new Testing(
            every,
            best,
            best == Testing.Best.NONE ? 0 : every,
            Views.parse((String) testing.get(2)),
            every % 3 == 0 ? 0 : every),
        (Precision) testing.get(3),
        (Long) numbers.get(2),
        (Integer) numbers.get(0),
        (Integer) numbers.get(1));
  }

  private static Arbitrary<Double> share() {
    return Arbitraries.doubles().between(0, true, 1, false).ofScale(12).map(v -> v + 0.0);
  }

  private static Arbitrary<Double> positive() {
    return Arbitraries.doubles().between(0, false, 10, true).ofScale(15);
  }

  private static Arbitrary<Images> images(String data) {
    return Combinators.combine(
            Arbitraries.oneOf(share(), Arbitraries.integers().between(1, 60_000).map(n -> 0.0 + n)),
            Arbitraries.integers().between(0, 60_000),
            Arbitraries.of("none", "crop:4,flip", "flip:0.25", "flip,crop:1,mixup:0.2"),
            Arbitraries.of("none", "crop:4,flip", "flip:0.25").list().ofMaxSize(3),
            Arbitraries.of(Redraw.class),
            Arbitraries.of(BadImages.class))
        .as(
            (held, most, augment, copies, redraw, bad) ->
                new Images(
                    data, held, most, Augment.parse(augment), expansion(copies, redraw), bad));
  }

  private static Expansion expansion(List<String> copies, Redraw redraw) {
    List<List<Transform>> transforms =
        copies.stream().map(text -> Augment.parse(text).transforms()).toList();
    return copies.isEmpty() ? Expansion.NONE : new Expansion(transforms, redraw);
  }

  private static Length length(int count, boolean inSteps) {
    return inSteps ? new Length(0, count) : new Length(count, 0);
  }

  private static Arbitrary<StepSpec> steps(int batchSize) {
    return Combinators.combine(
            Arbitraries.integers().between(1, batchSize),
            Arbitraries.of(true, false),
            share(),
            share())
        .as(
            (parts, again, smoothing, clip) ->
                new StepSpec(batchSize, parts, again, smoothing, clip));
  }

  private static Arbitrary<Averaging> averagings() {
    Arbitrary<Optional<Lookahead>> lookahead =
        Combinators.combine(Arbitraries.integers().between(1, 50), Arbitraries.of(0.25, 0.5, 1.0))
            .as((steps, share) -> Optional.of(new Lookahead(steps, share)));
    return Combinators.combine(
            share().map(Ema::new),
            Arbitraries.oneOf(Arbitraries.just(Optional.<Lookahead>empty()), lookahead))
        .as(Averaging::new);
  }

  private static Arbitrary<Beginning> beginnings() {
    return Combinators.combine(
            Arbitraries.of(
                List.of("none", "none"), List.of("a file", "none"), List.of("none", "hub")),
            Arbitraries.of(Freeze.class),
            positive())
        .as(
            (from, freeze, factor) ->
                new Beginning(
                    from.get(0), from.get(1), freeze, freeze == Freeze.BACKBONE ? 1 : factor));
  }

  private static Arbitrary<Warmup.Shape> shapes() {
    return Arbitraries.oneOf(
        Arbitraries.just(new Warmup.Linear()), positive().map(Warmup.Constant::new));
  }

  private static Arbitrary<OptimizerSpec> optimizers() {
    Arbitrary<Set<Role>> roles = Arbitraries.of(Role.NORM, Role.BIAS).set();
    return Arbitraries.oneOf(
        Combinators.combine(
                positive(),
                Arbitraries.doubles().between(0, false, 1, false).ofScale(9),
                Arbitraries.of(true, false),
                share(),
                roles)
            .as(OptimizerSpec.Sgd::new),
        Combinators.combine(positive(), share(), share(), positive(), share(), roles)
            .as(OptimizerSpec.AdamW::new),
        Combinators.combine(positive(), share(), positive(), share(), share(), roles)
            .as(OptimizerSpec.RmsProp::new),
        Combinators.combine(
                positive(),
                Arbitraries.doubles().between(0, false, 1, false).ofScale(9),
                Arbitraries.of(true, false),
                Arbitraries.of(true, false),
                positive(),
                positive(),
                share(),
                share())
            .as(OptimizerSpec.Muon::new));
  }

  private static Arbitrary<Schedule> schedules() {
    Arbitrary<Schedule> steps =
        Arbitraries.integers()
            .between(1, 1000)
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(Schedule.Steps::new);
    Arbitrary<Double> inside = Arbitraries.doubles().between(0, false, 1, false).ofScale(9);
    return Arbitraries.oneOf(
        Arbitraries.just(new Schedule.Cosine()),
        steps,
        positive().map(Schedule.Polynomial::new),
        inside.map(Schedule.Exponential::new),
        Combinators.combine(share(), share(), share()).as(Schedule.Triangular::new),
        inside.map(Schedule.OneCycle::new),
        Combinators.combine(inside, Arbitraries.integers().between(0, 99))
            .as(Schedule.Plateau::new));
  }
}
