package convnet4j.io;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import convnet4j.errors.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON as this project reads and writes it. Reading is strict: a key twice, a missing or unknown
 * field, text after the end or a value of another type is an error. Written numbers that JSON has
 * no form for (NaN, infinities) become null.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .addModule(new SimpleModule().addSerializer(Double.class, new FiniteOrNull()))
          .build();
  private static final TypeReference<LinkedHashMap<String, Object>> DOCUMENT =
      new TypeReference<>() {};
  private static final ObjectWriter PRETTY = MAPPER.writerWithDefaultPrettyPrinter();

  private Json() {}

  /** Reads values of {@code type}; its methods throw JsonProcessingException for wrong text. */
  public static <T> ObjectReader reader(TypeReference<T> type) {
    return MAPPER.readerFor(type);
  }

  /**
   * The document in a file; empty where there is no such file.
   *
   * @throws InputException when it holds something else
   */
  public static Map<String, Object> document(Path file) {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      return reader(DOCUMENT).readValue(Files.readString(file));
    } catch (IOException e) {
      throw new InputException(file + ": expected a JSON document, received another file", e);
    }
  }

  /** {@code value} (maps, lists, strings, numbers, booleans, null) on one line. */
  public static String line(Object value) {
    return write(MAPPER.writer(), value);
  }

  /** {@code value} (maps, lists, strings, numbers, booleans, null) indented, for people. */
  public static String pretty(Object value) {
    return write(PRETTY, value);
  }

  private static String write(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a value that JSON can hold: " + value, e);
    }
  }

  private static final class FiniteOrNull extends StdSerializer<Double> {
    FiniteOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }
}
