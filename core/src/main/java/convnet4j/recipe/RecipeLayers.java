package convnet4j.recipe;

import convnet4j.errors.InputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Recipe values from several places, laid over each other. */
public final class RecipeLayers {
  private static final String SET = "set";
  private static final String EPOCHS = "epochs";
  private static final String STEPS = "steps";
  private static final String WARMUP = "warmup";
  private static final String OPTIMIZER = "optimizer";

  private RecipeLayers() {}

  /**
   * {@code above} wins, value by value; network options are laid over each other one by one. Epochs
   * above replace steps below, and steps epochs: a run has one length. So do the weights that it
   * begins with, and another optimiser replaces all values of the one below.
   *
   * @throws InputException if a warm-up below then counted in another unit
   */
  public static Map<String, Object> lay(Map<String, Object> above, Map<String, Object> below) {
    Map<String, Object> values = new LinkedHashMap<>(below);
    values.putAll(above);
    replaceLength(EPOCHS, STEPS, above, below, values);
    replaceLength(STEPS, EPOCHS, above, below, values);
    replaceOptimizer(above, below, values);
    replaceBeginning("init", "weights", above, values);
    replaceBeginning("weights", "init", above, values);
    if (above.get(SET) instanceof Map<?, ?> options && below.get(SET) instanceof Map<?, ?> others) {
      Map<Object, Object> all = new LinkedHashMap<>(others);
      all.putAll(options);
      values.put(SET, all);
    }
    return values;
  }

  /** The values of one optimiser say nothing of another's. */
  private static void replaceOptimizer(
      Map<String, Object> above, Map<String, Object> below, Map<String, Object> values) {
    Object usual = "sgd"; // a file that names none
    Object before = below.getOrDefault(OPTIMIZER, usual);
    if (!above.getOrDefault(OPTIMIZER, before).equals(before)) {
      values
          .keySet()
          .removeIf(key -> RecipeKeys.ofOptimizers().contains(key) && !above.containsKey(key));
    }
  }

  /** A run begins with one thing. */
  private static void replaceBeginning(
      String key, String other, Map<String, Object> above, Map<String, Object> values) {
    if (above.containsKey(key) && !above.containsKey(other)) {
      values.remove(other);
    }
  }

  private static void replaceLength(
      String key,
      String other,
      Map<String, Object> above,
      Map<String, Object> below,
      Map<String, Object> values) {
    if (!isGiven(above, key) || above.containsKey(other) || !isGiven(below, other)) {
      return;
    }
    values.remove(other);
    if (isGiven(below, WARMUP) && !above.containsKey(WARMUP)) {
      throw new InputException(
          "warmup: the recipe's "
              + below.get(WARMUP)
              + " counts "
              + other
              + ", and --"
              + key
              + " makes it count "
              + key
              + "; give --warmup as well");
    }
  }

  /** Whether a value is there and above 0, or nonsense that the recipe will refuse. */
  private static boolean isGiven(Map<String, Object> values, String key) {
    return !String.valueOf(values.getOrDefault(key, 0)).matches("0(\\.0*)?");
  }

  /**
   * Checks that {@code given} says nothing that the recipe of a run does not say as well: a resumed
   * run ends bit for bit where the uninterrupted one does.
   *
   * @throws InputException naming the first value that differs
   */
  public static void requireSame(Map<String, Object> given, Recipe recorded, Path run) {
    Map<String, Object> before = recorded.toMap();
    for (String key : given.keySet()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put(key, given.get(key));
      Map<String, Object> others = new LinkedHashMap<>(before);
      if (!key.equals(WARMUP)) {
        others.remove(WARMUP); // another length is wrong whatever the warm-up counts
      }
      Object wanted = Recipe.of(lay(one, others)).toMap().get(key);
      if (!wanted.equals(before.get(key))) {
        throw new InputException(
            key
                + ": "
                + run
                + " was started with "
                + before.get(key)
                + " and goes on as it was,"
                + " received "
                + wanted
                + "; leave it out, or start a new run");
      }
    }
  }
}
