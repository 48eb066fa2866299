package convnet4j.weights;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import convnet4j.errors.InputException;
import convnet4j.io.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The JSON part of a safetensors file: {@code {"__metadata__": {text: text}, name: {"dtype",
 * "shape", "data_offsets"}}}.
 *
 * @param metadata free text by key
 * @param entries where every tensor lies, in the header's order
 */
record SafetensorsHeader(Map<String, String> metadata, SequencedMap<String, Entry> entries) {
  private static final String METADATA = "__metadata__";

  /** The data starts at a multiple of this. */
  private static final int ALIGNMENT = 8;

  private static final ObjectReader RAW_ENTRY =
      Json.reader(new TypeReference<RawEntry>() {})
          .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** An entry as it is read, before anything in it is believed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record RawEntry(
      String dtype, long[] shape, @JsonProperty("data_offsets") long[] offsets) {}

  /**
   * One tensor.
   *
   * @param begin first byte, counted from the start of the data
   * @param end one past the last byte
   */
  record Entry(DType dtype, List<Integer> shape, long begin, long end) {
    long bytes() {
      return end - begin;
    }
  }

  /** The header for {@code file}. */
  static SafetensorsHeader of(TensorFile file) {
    if (file.tensors().containsKey(METADATA)) {
      throw new IllegalArgumentException("no tensor can be named " + METADATA);
    }
    List<String> names = new ArrayList<>(file.tensors().keySet());
    names.sort(Comparator.comparingInt(name -> -file.tensors().get(name).dtype().bytes()));
    Map<String, Entry> placed = new LinkedHashMap<>();
    long end = 0;
    for (String name : names) {
      HostTensor tensor = file.tensors().get(name);
      long begin = end;
      end += tensor.data().remaining();
      placed.put(name, new Entry(tensor.dtype(), tensor.shape(), begin, end));
    }
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    file.tensors().keySet().forEach(name -> entries.put(name, placed.get(name)));
    return new SafetensorsHeader(file.metadata(), entries);
  }

  /** The tensors' names in the order in which their bytes lie. */
  List<String> namesByOffset() {
    Comparator<Map.Entry<String, Entry>> byOffset =
        Comparator.comparingLong(e -> e.getValue().begin());
    return entries.entrySet().stream()
        .sorted(byOffset.thenComparingLong(e -> e.getValue().end()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The header's bytes, padded with spaces so that the data after it is aligned. */
  byte[] toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      json.put(METADATA, metadata);
    }
    entries.forEach(
        (name, e) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("dtype", e.dtype().name());
          entry.put("shape", e.shape());
          entry.put("data_offsets", List.of(e.begin(), e.end()));
          json.put(name, entry);
        });
    byte[] text = Json.line(json).getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(text, Math.ceilDiv(text.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * Reads a header and checks it against the data that follows it.
   *
   * @param dataBytes length of that data
   * @param source the file's name, for messages
   */
  static SafetensorsHeader parse(byte[] json, long dataBytes, String source) {
    Map<String, String> metadata = new LinkedHashMap<>();
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    // Not bytes: Jackson would guess their encoding, and take damaged UTF-8 for something else.
    try (Reader text =
            new InputStreamReader(
                new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder());
        JsonParser parser = RAW_ENTRY.createParser(text)) {
      expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
        if (name.equals(METADATA)) {
          readMetadata(parser, metadata);
        } else {
          entries.put(name, entry(source + ": " + name, RAW_ENTRY.readValue(parser)));
        }
      }
      expect(parser, parser.nextToken(), null);
    } catch (JsonProcessingException e) {
      throw new InputException(
          source
              + ": the safetensors header is not what it should be: "
              + e.getOriginalMessage()
              + "; the file is damaged",
          e);
    } catch (IOException e) {
      throw new InputException(
          source
              + ": expected a safetensors header in UTF-8, received other bytes; it is another"
              + " format or damaged",
          e);
    }
    SafetensorsHeader header = new SafetensorsHeader(metadata, entries);
    header.checkLayout(dataBytes, source);
    return header;
  }

  private static void readMetadata(JsonParser parser, Map<String, String> metadata)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      expect(parser, parser.nextToken(), JsonToken.VALUE_STRING);
      metadata.put(key, parser.getText());
    }
  }

  private static void expect(JsonParser parser, JsonToken received, JsonToken expected)
      throws IOException {
    if (received != expected) {
      throw new JsonParseException(parser, "expected " + expected + ", received " + received);
    }
  }

  private static Entry entry(String where, RawEntry raw) {
    if (raw.dtype() == null
        || raw.shape() == null
        || raw.offsets() == null
        || raw.offsets().length != 2) {
      throw new InputException(
          where
              + ": expected dtype, shape and two data_offsets, received other things; the file"
              + " is damaged");
    }
    DType dtype = dtype(where, raw.dtype());
    long begin = raw.offsets()[0];
    long end = raw.offsets()[1];
    String shape = Arrays.toString(raw.shape());
    if (begin < 0 || end < begin || end - begin != bytes(raw.shape(), dtype)) {
      throw new InputException(
          where
              + ": expected the bytes of "
              + dtype
              + " "
              + shape
              + ", received data_offsets "
              + Arrays.toString(raw.offsets())
              + "; the file is damaged");
    }
    // The largest array that every JVM can make.
    if (end - begin > Integer.MAX_VALUE - 8
        || Arrays.stream(raw.shape()).anyMatch(d -> d > Integer.MAX_VALUE)) {
      throw new InputException(
          where
              + ": expected a tensor below 2 GiB, received "
              + shape
              + "; it cannot be read here");
    }
    return new Entry(dtype, Arrays.stream(raw.shape()).mapToObj(d -> (int) d).toList(), begin, end);
  }

  private static DType dtype(String where, String name) {
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(name)) {
        return dtype;
      }
    }
    throw new InputException(
        where
            + ": expected one of "
            + Arrays.toString(DType.values())
            + ", received '"
            + name
            + "'; convert the file to F32");
  }

  /** What a tensor takes; -1 when no file could hold it. */
  private static long bytes(long[] shape, DType dtype) {
    long bytes = dtype.bytes();
    try {
      for (long d : shape) {
        if (d < 0) {
          return -1;
        }
        bytes = Math.multiplyExact(bytes, d);
      }
      return bytes;
    } catch (ArithmeticException e) {
      return -1;
    }
  }

  /** The tensors must cover the data from start to end, each byte once. */
  private void checkLayout(long dataBytes, String source) {
    long expected = 0;
    for (String name : namesByOffset()) {
      Entry e = entries.get(name);
      if (e.begin() != expected) {
        throw new InputException(
            source
                + ": "
                + name
                + ": expected to begin at byte "
                + expected
                + " of the data, where the tensor before it ends, received "
                + e.begin()
                + "; the file is damaged");
      }
      expected = e.end();
    }
    if (expected != dataBytes) {
      throw new InputException(
          source
              + ": expected "
              + expected
              + " bytes of tensors, received "
              + dataBytes
              + "; the file is cut off or damaged, copy or download it again");
    }
  }
}
