package convnet4j.recipe;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The recipes of papers and documents, ready to use: the files of {@code recipes/}. */
public final class Recipes {
  private static final List<String> NAMES =
      List.of(
          "fast94",
          "fine-tuning",
          "he-cifar",
          "he-cifar-110",
          "he-imagenet",
          "mobilenet-v2",
          "presentation-211",
          "presentation-532",
          "presentation-541",
          "report",
          "resnet18-16",
          "vgg");

  private Recipes() {}

  /** What they are called. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The values that a recipe gives, without the defaults: see {@link RecipeYaml#readValues}.
   *
   * @param nameOrFile one of {@link #names}, or a file; a file goes before a recipe of its name
   * @throws InputException naming the recipe or file and the key
   */
  public static Map<String, Object> values(String nameOrFile) {
    Path file = Path.of(nameOrFile);
    if (Files.exists(file) || nameOrFile.matches(".*[./\\\\].*")) {
      return RecipeYaml.readValues(file);
    }
    if (!NAMES.contains(nameOrFile)) {
      throw Nearest.unknown("recipe", nameOrFile, NAMES, "give one of these names, or a file");
    }
    try (InputStream resource =
            Recipes.class.getResourceAsStream("/recipes/" + nameOrFile + ".yaml");
        Reader reader = new InputStreamReader(resource, StandardCharsets.UTF_8)) {
      return RecipeYaml.readValues("recipe " + nameOrFile, reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
