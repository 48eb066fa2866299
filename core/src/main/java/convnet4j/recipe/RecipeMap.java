package convnet4j.recipe;

import convnet4j.data.Augment;
import convnet4j.data.Augmentation;
import convnet4j.data.Expansion;
import convnet4j.data.Expansion.Redraw;
import convnet4j.data.Transform;
import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import convnet4j.net.ParamSpec.Role;
import convnet4j.recipe.OptimizerSpec.Sgd;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The flat form of a recipe: the flags' names without dashes, each with its default. */
final class RecipeMap {
  private static final String NONE = Recipe.NONE;
  private static final String SGD = "sgd";
  private static final String COSINE = "cosine";
  private static final String STEPS = "steps";
  private static final String EPOCHS = "epochs";
  private static final String AUGMENT = "augment";
  private static final String EXPAND = "expand";
  private static final String EXPAND_DRAWS = "expand-draws";
  private static final List<Role> EXEMPTIBLE = List.of(Role.NORM, Role.BIAS);

  /** No default: a run cannot guess them. */
  private static final Map<String, String> REQUIRED =
      Map.of(
          "network",
          "name one of 'convnet models'",
          "data",
          "name a data set or give the path of one",
          EPOCHS,
          "say how many with --epochs N, or how many steps with --steps N");

  private static final Map<String, Object> DEFAULTS = defaults();

  private RecipeMap() {}

  private static Map<String, Object> defaults() {
    Map<String, Object> defaults = new LinkedHashMap<>();
    defaults.put("network", null);
    defaults.put("set", Map.of());
    defaults.put("data", null);
    defaults.put(EPOCHS, null);
    defaults.put(STEPS, 0);
    defaults.put("batch-size", 128);
    defaults.put("optimizer", SGD);
    defaults.put("lr", 0.1);
    defaults.put("momentum", 0.9);
    defaults.put("nesterov", false);
    defaults.put("weight-decay", 5e-4);
    defaults.put("no-decay", NONE);
    defaults.put("init", NONE);
    defaults.put("weights", NONE);
    defaults.put("freeze", Freeze.NONE.label());
    defaults.put("backbone-lr", 1);
    defaults.put("schedule", COSINE);
    defaults.put("warmup", 0);
    defaults.put("label-smoothing", 0);
    defaults.put(AUGMENT, "crop:4,flip");
    defaults.put(EXPAND, List.of());
    defaults.put(EXPAND_DRAWS, RecipeValues.label(Redraw.EPOCH));
    defaults.put("precision", RecipeValues.label(Precision.AUTO));
    defaults.put("bad-images", RecipeValues.label(BadImages.REFUSE));
    defaults.put("seed", 0);
    defaults.put("threads", Runtime.getRuntime().availableProcessors());
    defaults.put("checkpoint-every", 1);
    return defaults;
  }

  static Recipe read(Map<String, ?> given) {
    Map<String, Object> complete = new LinkedHashMap<>(DEFAULTS);
    given.forEach(
        (key, value) -> {
          if (!DEFAULTS.containsKey(key)) {
            throw Nearest.unknown("key", key, DEFAULTS.keySet(), "");
          }
          complete.put(key, value);
        });
    RecipeValues values = new RecipeValues(complete);
    Expansion expansion = expansion(values);
    if (expansion.views() > 1 && !given.containsKey(AUGMENT)) {
      complete.put(AUGMENT, NONE);
    }
    int steps = values.whole(STEPS, 0);
    if (steps > 0 && !given.containsKey(EPOCHS)) {
      complete.put(EPOCHS, 0);
    }
    for (String key : DEFAULTS.keySet()) {
      if (REQUIRED.containsKey(key) && !given.containsKey(key) && complete.get(key) == null) {
        throw new InputException(key + ": missing; " + REQUIRED.get(key));
      }
    }
    return new Recipe(
        values.text("network"),
        values.options("set"),
        values.text("data"),
        values.whole(EPOCHS, steps > 0 ? 0 : 1),
        steps,
        values.whole("batch-size", 1),
        optimizer(values),
        values.text("init"),
        values.text("weights"),
        values.oneOf("freeze", Freeze.class),
        values.number("backbone-lr"),
        schedule(values.text("schedule")),
        values.number("warmup"),
        values.number("label-smoothing"),
        Augment.parse(values.augment(AUGMENT)),
        expansion,
        values.oneOf("precision", Precision.class),
        values.oneOf("bad-images", BadImages.class),
        values.whole("seed"),
        values.whole("threads", 1),
        values.whole("checkpoint-every", 1));
  }

  static Map<String, Object> write(Recipe recipe) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("network", recipe.network());
    map.put("set", recipe.options());
    map.put("data", recipe.data());
    map.put(EPOCHS, recipe.epochs());
    map.put(STEPS, recipe.steps());
    map.put("batch-size", recipe.batchSize());
    switch (recipe.optimizer()) {
      case Sgd sgd -> {
        map.put("optimizer", SGD);
        map.put("lr", sgd.lr());
        map.put("momentum", sgd.momentum());
        map.put("nesterov", sgd.nesterov());
        map.put("weight-decay", sgd.weightDecay());
        map.put("no-decay", joined(sgd.noDecay().stream().map(RecipeValues::label), ",", NONE));
      }
      case OptimizerSpec.AdamW adamW -> {
        map.put("optimizer", "adamw");
        map.put("lr", adamW.lr());
        map.put("beta1", adamW.beta1());
        map.put("beta2", adamW.beta2());
        map.put("eps", adamW.eps());
        map.put("weight-decay", adamW.weightDecay());
        map.put("no-decay", joined(adamW.noDecay().stream().map(RecipeValues::label), ",", NONE));
      }
      case OptimizerSpec.RmsProp rmsProp -> {
        map.put("optimizer", "rmsprop");
        map.put("lr", rmsProp.lr());
        map.put("alpha", rmsProp.alpha());
        map.put("eps", rmsProp.eps());
        map.put("momentum", rmsProp.momentum());
        map.put("weight-decay", rmsProp.weightDecay());
        map.put("no-decay", joined(rmsProp.noDecay().stream().map(RecipeValues::label), ",", NONE));
      }
      case OptimizerSpec.Muon muon -> {
        map.put("optimizer", "muon");
        map.put("lr", muon.lr());
        map.put("momentum", muon.momentum());
        map.put("nesterov", muon.nesterov());
        map.put("normalize-filters", muon.normalizeFilters());
        map.put("bias-lr", muon.biasLr());
        map.put("head-lr", muon.headLr());
        map.put("other-momentum", muon.otherMomentum());
        map.put("weight-decay", muon.weightDecay());
      }
    }
    map.put("init", recipe.init());
    map.put("weights", recipe.weights());
    map.put("freeze", recipe.freeze().label());
    map.put("backbone-lr", recipe.backboneLr());
    map.put("schedule", text(recipe.schedule()));
    map.put("warmup", recipe.warmup());
    map.put("label-smoothing", recipe.labelSmoothing());
    map.put(AUGMENT, Augment.format(recipe.augment()));
    map.put(
        EXPAND,
        recipe.expand().copies().stream()
            .map(copy -> Augment.format(new Augmentation(copy, List.of())))
            .toList());
    map.put(EXPAND_DRAWS, RecipeValues.label(recipe.expand().redraw()));
    map.put("precision", recipe.precision().label());
    map.put("bad-images", recipe.badImages().label());
    map.put("seed", recipe.seed());
    map.put("threads", recipe.threads());
    map.put("checkpoint-every", recipe.checkpointEvery());
    return map;
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

  private static OptimizerSpec optimizer(RecipeValues values) {
    String name = values.text("optimizer");
    if (!name.equals(SGD)) {
      throw Nearest.unknown("optimizer", name, List.of(SGD), "");
    }
    return new Sgd(
        values.number("lr"),
        values.number("momentum"),
        values.flag("nesterov"),
        values.number("weight-decay"),
        roles(values.text("no-decay")));
  }

  private static Set<Role> roles(String text) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (!text.equals(NONE)) {
      for (String name : text.split(",", -1)) {
        roles.add(RecipeValues.oneOf("no-decay", name.strip(), EXEMPTIBLE));
      }
    }
    return roles;
  }

  private static Schedule schedule(String text) {
    if (text.equals(COSINE)) {
      return new Schedule.Cosine();
    }
    String[] parts = text.split(":", -1);
    if (!parts[0].equals(STEPS)) {
      throw Nearest.unknown(
          "schedule", text, List.of(COSINE, STEPS), "write it as cosine or steps:2:1:1");
    }
    try {
      return new Schedule.Steps(Stream.of(parts).skip(1).map(Integer::valueOf).toList());
    } catch (NumberFormatException | InputException e) {
      throw new InputException(
          "schedule: expects steps with shares of at least 1, such as steps:2:1:1, received '"
              + text
              + "'",
          e);
    }
  }

  private static String text(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Cosine c -> COSINE;
      case Schedule.Steps s -> STEPS + ":" + joined(s.shares().stream(), ":", "");
    };
  }

  private static String joined(Stream<?> parts, String separator, String whenEmpty) {
    String text = parts.map(String::valueOf).collect(Collectors.joining(separator));
    return text.isEmpty() ? whenEmpty : text;
  }
}
