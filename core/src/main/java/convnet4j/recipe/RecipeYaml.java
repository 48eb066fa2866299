package convnet4j.recipe;

import convnet4j.errors.InputException;
import convnet4j.io.AtomicFile;
import convnet4j.io.Yaml;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Recipes in YAML files: one {@code key: value} a line, with the keys of {@link Recipe#of}. */
public final class RecipeYaml {
  private RecipeYaml() {}

  /**
   * The recipe in a file, completed by the defaults.
   *
   * @throws InputException naming the file and the key
   */
  public static Recipe read(Path path) {
    Map<String, Object> values = Yaml.read(path);
    return named(path.toString(), () -> Recipe.of(values));
  }

  /**
   * The values that a file gives, without the defaults: for callers that let flags override them
   * before {@link Recipe#of}. Each is checked; whether the options fit the network is not, since a
   * flag may name another one.
   *
   * @throws InputException naming the file and the key
   */
  public static Map<String, Object> readValues(Path path) {
    return checked(path.toString(), Yaml.read(path));
  }

  /** As {@link #readValues(Path)}, with what errors are to call the text. */
  static Map<String, Object> readValues(String name, Reader reader) throws IOException {
    return checked(name, Yaml.read(name, reader));
  }

  private static Map<String, Object> checked(String name, Map<String, Object> values) {
    // What has no default may still come from a flag; these let every other value pass.
    Map<String, Object> complete = new HashMap<>(Map.of("network", "any", "data", "any"));
    complete.putAll(values);
    if ("0".equals(String.valueOf(values.getOrDefault("steps", 0)))) {
      complete.putIfAbsent("epochs", Integer.MAX_VALUE);
    }
    named(name, () -> RecipeMap.read(complete));
    return values;
  }

  /** Writes every value in force, atomically. */
  public static void write(Path path, Recipe recipe) throws IOException {
    AtomicFile.writeString(path, Yaml.text(recipe.toMap()));
  }

  private static Recipe named(String name, Supplier<Recipe> reading) {
    try {
      return reading.get();
    } catch (InputException e) {
      throw new InputException(name + ": " + e.getMessage(), e);
    }
  }
}
