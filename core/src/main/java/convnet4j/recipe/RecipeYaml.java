package convnet4j.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import convnet4j.errors.InputException;
import convnet4j.io.AtomicFile;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Recipes in YAML files: one {@code key: value} a line, with the keys of {@link Recipe#of}. */
public final class RecipeYaml {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private RecipeYaml() {}

  /**
   * The recipe in a file, completed by the defaults.
   *
   * @throws InputException naming the file and the key
   */
  public static Recipe read(Path path) {
    Map<String, Object> values = values(path);
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
    return checked(path.toString(), values(path));
  }

  /** As {@link #readValues(Path)}, with what errors are to call the text. */
  static Map<String, Object> readValues(String name, Reader reader) throws IOException {
    return checked(name, values(name, reader));
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
    AtomicFile.writeString(path, MAPPER.writeValueAsString(recipe.toMap()));
  }

  private static Recipe named(String name, Supplier<Recipe> reading) {
    try {
      return reading.get();
    } catch (InputException e) {
      throw new InputException(name + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> values(Path path) {
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      return values(path.toString(), reader);
    } catch (NoSuchFileException e) {
      throw new InputException(path + ": no such file", e);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> values(String name, Reader reader) throws IOException {
    try {
      Map<String, Object> values =
          MAPPER.readValue(reader, new TypeReference<LinkedHashMap<String, Object>>() {});
      return values == null ? Map.of() : values;
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw new InputException(
          name
              + where
              + ": expected YAML with one 'key: value' a line, received something else: "
              + e.getOriginalMessage(),
          e);
    }
  }
}
