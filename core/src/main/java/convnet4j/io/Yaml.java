package convnet4j.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import convnet4j.errors.InputException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** YAML as this project reads and writes it: a map at the top, no key twice. */
public final class Yaml {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private Yaml() {}

  /**
   * The keys and values of a file, in its order; none where it is empty.
   *
   * @throws InputException when there is no such file, or it holds something else
   */
  public static Map<String, Object> read(Path path) {
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      return read(path.toString(), reader);
    } catch (NoSuchFileException e) {
      throw new InputException(path + ": no such file", e);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * As {@link #read(Path)}.
   *
   * @param name what messages call the text
   */
  public static Map<String, Object> read(String name, Reader reader) throws IOException {
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

  /** {@code values} (maps, lists, strings, numbers, booleans), for people. */
  public static String text(Map<String, ?> values) {
    try {
      return MAPPER.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not values that YAML can hold: " + values, e);
    }
  }
}
