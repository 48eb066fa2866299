package convnet4j.recipe;

import convnet4j.data.Augment;
import convnet4j.data.Augmentation;
import convnet4j.data.Expansion;
import convnet4j.data.Expansion.Redraw;
import convnet4j.data.Transform;
import convnet4j.data.Views;
import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import convnet4j.recipe.Testing.Best;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The flat form of a recipe: {@link RecipeKeys}, each with its default. */
final class RecipeMap {
  private static final String STEPS = "steps";
  private static final String EPOCHS = "epochs";
  private static final String AUGMENT = "augment";
  private static final String EXPAND = "expand";
  private static final String EXPAND_DRAWS = "expand-draws";
  private static final String BEST = "best";
  private static final String LOOKAHEAD = "lookahead";
  private static final String THREADS = "threads";

  /** Defaults of others depend on them. */
  private static final List<String> DECIDING =
      List.of(EXPAND, RecipeKeys.HOLD_OUT, OptimizerKeys.OPTIMIZER);

  /** No default: a run cannot guess them. */
  private static final Map<String, String> REQUIRED =
      Map.of(
          "network",
          "name one of 'convnet models'",
          "data",
          "name a data set or give the path of one",
          EPOCHS,
          "say how many with --epochs N, or how many steps with --steps N");

  private RecipeMap() {}

  static Recipe read(Map<String, ?> given) {
    Map<String, Object> complete = completed(given);
    RecipeValues values = new RecipeValues(complete);
    int steps = values.whole(STEPS, 0);
    return new Recipe(
        values.text("network"),
        values.options("set"),
        new Images(
            values.text("data"),
            values.number(RecipeKeys.HOLD_OUT),
            values.whole(RecipeKeys.TRAIN_IMAGES, 0),
            Augment.parse(values.augment(AUGMENT)),
            expansion(values),
            values.oneOf("bad-images", BadImages.class)),
        new Length(values.whole(EPOCHS, steps > 0 ? 0 : 1), steps),
        new StepSpec(
            values.whole("batch-size", 1),
            values.whole("accumulate", 1),
            values.flag("checkpoint-activations"),
            values.number("label-smoothing"),
            values.number("clip")),
        OptimizerKeys.read(complete, given.keySet()),
        ScheduleText.parse(values.text("schedule")),
        new Warmup(
            values.number("warmup"), ScheduleText.parseShape(values.text(RecipeKeys.WARMUP_SHAPE))),
        new Averaging(new Ema(values.number("ema")), lookahead(values)),
        new Beginning(
            values.text("init"),
            values.text("weights"),
            values.oneOf("freeze", Freeze.class),
            values.number("backbone-lr")),
        new Testing(
            values.whole("test-every", 1),
            values.oneOf(BEST, Best.class),
            values.whole("patience", 0),
            Views.parse(values.text("views")),
            values.whole("probe", 0)),
        values.oneOf("precision", Precision.class),
        values.whole("seed"),
        values.whole(THREADS, 1),
        values.whole("checkpoint-every", 1));
  }

  /** What is given, and the defaults of all else. */
  private static Map<String, Object> completed(Map<String, ?> given) {
    Map<String, Object> complete = new LinkedHashMap<>();
    RecipeKeys.all().forEach(key -> complete.put(key.name(), key.initial().orElse(null)));
    given.forEach(
        (key, value) -> {
          if (!complete.containsKey(key)) {
            throw Nearest.unknown("key", key, complete.keySet(), "");
          }
          complete.put(key, value);
        });
    RecipeValues values = new RecipeValues(complete);
    boolean expanded = expansion(values).views() > 1;
    boolean heldOut = values.number(RecipeKeys.HOLD_OUT) > 0;
    Map<String, Object> dependent = new LinkedHashMap<>();
    dependent.put(AUGMENT, expanded ? Beginning.NONE : "crop:4,flip");
    dependent.put(BEST, (heldOut ? Best.VALIDATION : Best.NONE).label());
    dependent.put(THREADS, Runtime.getRuntime().availableProcessors());
    if (values.whole(STEPS, 0) > 0) {
      dependent.put(EPOCHS, 0);
    }
    dependent.keySet().removeAll(given.keySet());
    complete.putAll(dependent);
    for (String key : complete.keySet()) {
      if (REQUIRED.containsKey(key) && complete.get(key) == null && !given.containsKey(key)) {
        throw new InputException(key + ": missing; " + REQUIRED.get(key));
      }
    }
    return complete;
  }

  static Map<String, Object> write(Recipe recipe) {
    Map<String, Object> map = new LinkedHashMap<>();
    Images images = recipe.images();
    map.put("network", recipe.network());
    map.put("set", recipe.options());
    map.put("data", images.data());
    map.put(EPOCHS, recipe.length().epochs());
    map.put(STEPS, recipe.length().steps());
    map.put(RecipeKeys.HOLD_OUT, plain(images.holdOut()));
    map.put(RecipeKeys.TRAIN_IMAGES, images.most());
    map.put("batch-size", recipe.step().batchSize());
    map.put("accumulate", recipe.step().accumulate());
    map.put("checkpoint-activations", recipe.step().checkpointActivations());
    map.putAll(OptimizerKeys.write(recipe.optimizer()));
    map.put("schedule", ScheduleText.format(recipe.schedule()));
    map.put("warmup", recipe.warmup().length());
    map.put(RecipeKeys.WARMUP_SHAPE, ScheduleText.format(recipe.warmup().shape()));
    map.put("label-smoothing", recipe.step().labelSmoothing());
    map.put("clip", recipe.step().clip());
    map.put("ema", recipe.averaging().ema().decay());
    map.put(LOOKAHEAD, text(recipe.averaging().lookahead()));
    map.put(AUGMENT, Augment.format(images.augment()));
    map.put(
        EXPAND,
        images.expand().copies().stream()
            .map(copy -> Augment.format(new Augmentation(copy, List.of())))
            .toList());
    map.put(EXPAND_DRAWS, RecipeValues.label(images.expand().redraw()));
    map.put("init", recipe.beginning().init());
    map.put("weights", recipe.beginning().weights());
    map.put("freeze", recipe.beginning().freeze().label());
    map.put("backbone-lr", recipe.beginning().backboneLr());
    map.put("test-every", recipe.testing().every());
    map.put(BEST, recipe.testing().best().label());
    map.put("patience", recipe.testing().patience());
    map.put("views", recipe.testing().views().text());
    map.put("probe", recipe.testing().probe());
    map.put("precision", recipe.precision().label());
    map.put("bad-images", images.bad().label());
    map.put("seed", recipe.seed());
    map.put(THREADS, recipe.threads());
    map.put("checkpoint-every", recipe.checkpointEvery());
    return map;
  }

  /** See {@link Recipe#chosen}. */
  static Map<String, Object> chosen(Recipe recipe) {
    Map<String, Object> all = write(recipe);
    Map<String, Object> least = new LinkedHashMap<>();
    String unit = recipe.length().inSteps() ? STEPS : EPOCHS;
    List.of("network", "data", unit).forEach(key -> least.put(key, all.get(key)));
    Set<String> required = Set.copyOf(least.keySet());
    Map<String, Object> initial = write(read(least));
    DECIDING.forEach(key -> least.put(key, all.get(key)));
    Map<String, Object> defaults = write(read(least));
    DECIDING.forEach(key -> defaults.put(key, initial.get(key)));
    all.entrySet()
        .removeIf(
            entry ->
                !required.contains(entry.getKey())
                    && entry.getValue().equals(defaults.get(entry.getKey())));
    return all;
  }

  /** A whole number as one. */
  private static Object plain(double value) {
    return value % 1 == 0 ? (Object) (int) value : (Object) value;
  }

  private static Optional<Lookahead> lookahead(RecipeValues values) {
    if (values.text(LOOKAHEAD).equals(Beginning.NONE)) {
      return Optional.empty();
    }
    List<Double> numbers = values.numbers(LOOKAHEAD, 2);
    Checks.that(numbers.getFirst() % 1 == 0, LOOKAHEAD, "whole steps, such as 5,0.8", numbers);
    return Optional.of(new Lookahead(numbers.get(0).intValue(), numbers.get(1)));
  }

  private static String text(Optional<Lookahead> lookahead) {
    return lookahead
        .map(l -> l.steps() + "," + ScheduleText.number(l.share()))
        .orElse(Beginning.NONE);
  }

  private static Expansion expansion(RecipeValues values) {
    List<List<Transform>> copies = new ArrayList<>();
    for (String text : values.augments(EXPAND)) {
      copies.add(copy(text, copies.size() + 1));
    }
    Redraw redraw = values.oneOf(EXPAND_DRAWS, Redraw.class);
    Checks.that(
        redraw == Redraw.EPOCH || !copies.isEmpty(),
        EXPAND_DRAWS,
        "copies to draw, with --expand",
        RecipeValues.label(redraw));
    return new Expansion(copies, redraw);
  }

  private static List<Transform> copy(String text, int number) {
    Augmentation augmentation;
    try {
      augmentation = Augment.parse(text);
    } catch (InputException e) {
      throw new InputException(EXPAND + ", copy " + number + ": " + e.getMessage(), e);
    }
    Checks.that(
        augmentation.batchTransforms().isEmpty(),
        EXPAND + ", copy " + number,
        "changes of images alone (mixup and cutmix are of whole batches: give them to --augment)",
        text);
    return augmentation.transforms();
  }
}
