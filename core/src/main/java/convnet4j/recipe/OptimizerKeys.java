package convnet4j.recipe;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import convnet4j.net.ParamSpec.Role;
import convnet4j.recipe.OptimizerSpec.AdamW;
import convnet4j.recipe.OptimizerSpec.Muon;
import convnet4j.recipe.OptimizerSpec.RmsProp;
import convnet4j.recipe.OptimizerSpec.Sgd;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The optimiser in the flat form of a recipe: which keys each has, and with which defaults. */
final class OptimizerKeys {
  static final String OPTIMIZER = "optimizer";
  private static final String LR = "lr";
  private static final String MOMENTUM = "momentum";
  private static final String NESTEROV = "nesterov";
  private static final String WEIGHT_DECAY = "weight-decay";
  private static final String NO_DECAY = "no-decay";
  private static final String BETAS = "betas";
  private static final String ALPHA = "alpha";
  private static final String EPS = "eps";
  private static final String NORMALIZE = "normalize-filters";
  private static final String BIAS_LR = "bias-lr";
  private static final String HEAD_LR = "head-lr";
  private static final String OTHER_MOMENTUM = "other-momentum";
  private static final List<Role> EXEMPTIBLE = List.of(Role.NORM, Role.BIAS);

  /** By the optimiser's name; PyTorch's where it has them, but for the papers' SGD. */
  private static final Map<String, OptimizerSpec> DEFAULTS = defaults();

  private OptimizerKeys() {}

  private static Map<String, OptimizerSpec> defaults() {
    Map<String, OptimizerSpec> defaults = new LinkedHashMap<>();
    defaults.put("sgd", new Sgd(0.1, 0.9, false, 5e-4, Set.of()));
    defaults.put("adamw", new AdamW(1e-3, 0.9, 0.999, 1e-8, 1e-2, Set.of()));
    defaults.put("rmsprop", new RmsProp(1e-2, 0.99, 1e-8, 0, 0, Set.of()));
    defaults.put("muon", new Muon(0.02, 0.95, true, false, 0.1, 0.1, 0.9, 5e-5));
    return defaults;
  }

  static String names() {
    return String.join(", ", DEFAULTS.keySet());
  }

  /** Every key that any optimiser has, {@code optimizer} itself not among them. */
  static Set<String> all() {
    Set<String> keys = new TreeSet<>();
    DEFAULTS.values().forEach(spec -> keys.addAll(write(spec).keySet()));
    keys.remove(OPTIMIZER);
    return keys;
  }

  /**
   * The optimiser that {@code values} describe.
   *
   * @param given keys that somebody set, for complaints about those that it does not have
   */
  static OptimizerSpec read(Map<String, ?> values, Collection<String> given) {
    String name = String.valueOf(values.get(OPTIMIZER));
    OptimizerSpec defaults = DEFAULTS.get(name);
    if (defaults == null) {
      throw Nearest.unknown(OPTIMIZER, name, DEFAULTS.keySet(), "");
    }
    Map<String, Object> own = write(defaults);
    for (String key : all()) {
      if (given.contains(key) && !own.containsKey(key)) {
        throw new InputException(
            key
                + ": "
                + name
                + " has none, received '"
                + values.get(key)
                + "'; leave it out, or choose another optimizer");
      }
    }
    own.replaceAll((key, value) -> given.contains(key) ? values.get(key) : value);
    return read(defaults, new RecipeValues(own));
  }

  private static OptimizerSpec read(OptimizerSpec kind, RecipeValues v) {
    return switch (kind) {
      case Sgd s ->
          new Sgd(
              v.number(LR), v.number(MOMENTUM), v.flag(NESTEROV), v.number(WEIGHT_DECAY), roles(v));
      case AdamW a -> {
        List<Double> betas = v.numbers(BETAS, 2);
        yield new AdamW(
            v.number(LR),
            betas.get(0),
            betas.get(1),
            v.number(EPS),
            v.number(WEIGHT_DECAY),
            roles(v));
      }
      case RmsProp r ->
          new RmsProp(
              v.number(LR),
              v.number(ALPHA),
              v.number(EPS),
              v.number(MOMENTUM),
              v.number(WEIGHT_DECAY),
              roles(v));
      case Muon m ->
          new Muon(
              v.number(LR),
              v.number(MOMENTUM),
              v.flag(NESTEROV),
              v.flag(NORMALIZE),
              v.number(BIAS_LR),
              v.number(HEAD_LR),
              v.number(OTHER_MOMENTUM),
              v.number(WEIGHT_DECAY));
    };
  }

  /** Every value of {@code spec}, {@code optimizer} first. */
  static Map<String, Object> write(OptimizerSpec spec) {
    Map<String, Object> map = new LinkedHashMap<>();
    switch (spec) {
      case Sgd s -> {
        map.put(OPTIMIZER, "sgd");
        map.put(LR, s.lr());
        map.put(MOMENTUM, s.momentum());
        map.put(NESTEROV, s.nesterov());
        map.put(WEIGHT_DECAY, s.weightDecay());
        map.put(NO_DECAY, text(s.noDecay()));
      }
      case AdamW a -> {
        map.put(OPTIMIZER, "adamw");
        map.put(LR, a.lr());
        map.put(BETAS, ScheduleText.number(a.beta1()) + "," + ScheduleText.number(a.beta2()));
        map.put(EPS, a.eps());
        map.put(WEIGHT_DECAY, a.weightDecay());
        map.put(NO_DECAY, text(a.noDecay()));
      }
      case RmsProp r -> {
        map.put(OPTIMIZER, "rmsprop");
        map.put(LR, r.lr());
        map.put(MOMENTUM, r.momentum());
        map.put(ALPHA, r.alpha());
        map.put(EPS, r.eps());
        map.put(WEIGHT_DECAY, r.weightDecay());
        map.put(NO_DECAY, text(r.noDecay()));
      }
      case Muon m -> {
        map.put(OPTIMIZER, "muon");
        map.put(LR, m.lr());
        map.put(MOMENTUM, m.momentum());
        map.put(NESTEROV, m.nesterov());
        map.put(NORMALIZE, m.normalizeFilters());
        map.put(BIAS_LR, m.biasLr());
        map.put(HEAD_LR, m.headLr());
        map.put(OTHER_MOMENTUM, m.otherMomentum());
        map.put(WEIGHT_DECAY, m.weightDecay());
      }
    }
    return map;
  }

  private static Set<Role> roles(RecipeValues values) {
    String text = values.text(NO_DECAY);
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (!text.equals(Beginning.NONE)) {
      for (String name : text.split(",", -1)) {
        roles.add(RecipeValues.oneOf(NO_DECAY, name.strip(), EXEMPTIBLE));
      }
    }
    return roles;
  }

  private static String text(Set<Role> roles) {
    return roles.isEmpty()
        ? Beginning.NONE
        : roles.stream().map(RecipeValues::label).collect(Collectors.joining(","));
  }
}
