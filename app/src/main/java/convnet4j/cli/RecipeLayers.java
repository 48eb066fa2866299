package convnet4j.cli;

import convnet4j.errors.InputException;
import convnet4j.recipe.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Recipe values from several places, laid over each other. */
final class RecipeLayers {
  private static final String SET = "set";

  private RecipeLayers() {}

  /** {@code above} wins, value by value; network options are laid over each other one by one. */
  static Map<String, Object> lay(Map<String, Object> above, Map<String, Object> below) {
    Map<String, Object> values = new LinkedHashMap<>(below);
    values.putAll(above);
    if (above.get(SET) instanceof Map<?, ?> options && below.get(SET) instanceof Map<?, ?> others) {
      Map<Object, Object> all = new LinkedHashMap<>(others);
      all.putAll(options);
      values.put(SET, all);
    }
    return values;
  }

  /**
   * Checks that {@code given} says nothing that the recipe of a run does not say as well: a resumed
   * run ends bit for bit where the uninterrupted one does.
   *
   * @throws InputException naming the first value that differs
   */
  static void requireSame(Map<String, Object> given, Recipe recorded, Path run) {
    Map<String, Object> before = recorded.toMap();
    for (String key : given.keySet()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put(key, given.get(key));
      Object wanted = Recipe.of(lay(one, before)).toMap().get(key);
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
