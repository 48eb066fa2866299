package convnet4j.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  /**
   * What Python's safetensors 0.8.0 (numpy 2.4.6) saves for n = int64 scalar 7, w = float32 [[1,
   * −2, 0.5]], u = uint8 [1, 2, 255] and the metadata k = v.
   */
  private static final byte[] PYTHON =
      HexFormat.of()
          .parseHex(
              "c0000000000000007b225f5f6d657461646174615f5f223a7b226b223a2276227d2c226e223a7b226474"
                  + "797065223a22493634222c227368617065223a5b5d2c22646174615f6f666673657473223a5b302c"
                  + "385d7d2c2277223a7b226474797065223a22463332222c227368617065223a5b312c335d2c226461"
                  + "74615f6f666673657473223a5b382c32305d7d2c2275223a7b226474797065223a225538222c2273"
                  + "68617065223a5b335d2c22646174615f6f666673657473223a5b32302c32335d7d7d202020200700"
                  + "0000000000000000803f000000c00000003f0102ff");

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void path() {
    path = folder.resolve("model.safetensors");
  }

  private static HostTensor bytes(int... values) {
    ByteBuffer data = ByteBuffer.allocate(values.length);
    for (int value : values) {
      data.put((byte) value);
    }
    return new HostTensor(DType.U8, List.of(values.length), data.flip());
  }

  private static SequencedMap<String, HostTensor> pythonTensors() {
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("n", HostTensor.longs(List.of(), 7));
    tensors.put("w", HostTensor.floats(List.of(1, 3), 1, -2, 0.5f));
    tensors.put("u", bytes(1, 2, 255));
    return tensors;
  }

  /** A file with this header and so many bytes of data. */
  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return Files.write(
        path,
        ByteBuffer.allocate(8 + json.length + dataBytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void readsWhatPythonWrites() throws IOException {
    Files.write(path, PYTHON);
    TensorFile file = Safetensors.read(path);
    assertThat(file.metadata()).isEqualTo(Map.of("k", "v"));
    assertThat(file.tensors()).isEqualTo(pythonTensors());
    assertThat(file.tensors().keySet()).containsExactly("n", "w", "u");
  }

  @Test
  void writesWhatPythonWritesByteForByte() throws IOException {
    Safetensors.write(path, new TensorFile(Map.of("k", "v"), pythonTensors()));
    assertThat(Files.readAllBytes(path)).isEqualTo(PYTHON);
  }

  @Test
  void keepsTheOrderOfNamesButAlignsTheData() throws IOException {
    SequencedMap<String, HostTensor> tensors = pythonTensors().reversed();
    Safetensors.write(path, new TensorFile(Map.of(), tensors));
    assertThat(Safetensors.read(path).tensors().keySet()).containsExactly("u", "w", "n");
    String text = Files.readString(path, ISO_8859_1);
    assertThat(text).contains("\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}");
    assertThat(text).contains("\"u\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[20,23]}");
    assertThat((text.indexOf('}', text.indexOf("\"n\"")) + 1 + 7) / 8 * 8)
        .isEqualTo(text.length() - 23);
  }

  @Test
  void readsATensorLessFile() throws IOException {
    Safetensors.write(path, new TensorFile(Map.of(), new LinkedHashMap<>()));
    assertThat(Files.readAllBytes(path))
        .isEqualTo("\10\0\0\0\0\0\0\0{}      ".getBytes(ISO_8859_1));
    assertThat(Safetensors.read(path).tensors()).isEmpty();
  }

  @Test
  void readsTensorsPastTwoGigabytes() {
    String shape = "{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":";
    String json =
        "{\"a\":" + shape + "[0,2000000000]},\"b\":" + shape + "[2000000000,4000000000]}}";
    SafetensorsHeader header =
        SafetensorsHeader.parse(json.getBytes(ISO_8859_1), 4_000_000_000L, "x");
    assertThat(header.entries().get("b").begin()).isEqualTo(2_000_000_000L);
    assertThat(header.entries().get("b").end()).isEqualTo(4_000_000_000L);
  }

  @Test
  void refusesATensorThatNoArrayHolds() {
    String json =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[600000000],\"data_offsets\":[0,2400000000]}}";
    assertThatThrownBy(
            () -> SafetensorsHeader.parse(json.getBytes(ISO_8859_1), 2_400_000_000L, "x"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "x: a: expected a tensor below 2 GiB, received [600000000]; it cannot be read here");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | 4 | expected 0 bytes of tensors, received 4
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | 7 | expected 8 bytes of tensors, received 7; the file is cut off
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}} | 4 | a: expected the bytes of F32 [2], received data_offsets [0, 4]
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}} | 8 | a: expected the bytes of F32 [2]
          {"a":{"dtype":"U8","shape":[2],"data_offsets":[-1,1]}} | 2 | a: expected the bytes of U8 [2]
          {"a":{"dtype":"U8","shape":[-1,-2],"data_offsets":[0,2]}} | 2 | a: expected the bytes of U8 [-1, -2]
          {"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}} | 0 | a: expected the bytes of F32
          {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}} | 3 | b: expected to begin at byte 2 of the data
          {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}} | 4 | b: expected to begin at byte 2 of the data
          {"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}} | 2 | a: expected to begin at byte 0 of the data
          {"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}} | 2 | uplicate
          {"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}} | 1 | a: expected one of [F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL], received 'F8_E4M3'
          {"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,1]}} | 1 | the file is damaged
          {"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}} | 1 | the file is damaged
          {"a":{"dtype":"U8","shape":[null],"data_offsets":[0,0]}} | 0 | the file is damaged
          {"a":{"dtype":"U8","shape":[1]}} | 1 | the file is damaged
          {"a":{"dtype":null,"shape":[1],"data_offsets":[0,1]}} | 1 | expected dtype, shape and two data_offsets
          {"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}} | 1 | expected dtype, shape and two data_offsets
          {"a":{"dtype":"U8","shape":[1],"data_offsets":[0,99999999999999999999]}} | 1 | the file is damaged
          {"a":7} | 0 | expected START_OBJECT, received VALUE_NUMBER_INT
          {"__metadata__":{"k":1}} | 0 | expected VALUE_STRING, received VALUE_NUMBER_INT
          {"__metadata__":{"k":"1","k":"2"}} | 0 | uplicate
          {} {} | 0 | expected null, received START_OBJECT
          [] | 0 | expected START_OBJECT, received START_ARRAY
          {"a | 0 | the file is damaged
          `` | 0 | expected START_OBJECT, received null
          """)
  void refusesHeadersThatBreakTheRules(String header, int dataBytes, String message)
      throws IOException {
    file(header, dataBytes);
    assertRefused(message);
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    for (int length = 0; length < PYTHON.length; length++) {
      Files.write(path, Arrays.copyOf(PYTHON, length));
      assertRefused("expected");
    }
  }

  @Test
  void refusesAFileOfAnotherFormat() throws IOException {
    Files.writeString(path, "PK\3\4 this is a zip file and not what it is taken for");
    assertRefused("expected a safetensors header within the file's 52 bytes (at most 100000000)");
    Files.write(path, HexFormat.of().parseHex("ffffffffffffffff7b7d"));
    assertRefused("received one of 18446744073709551615; it is another format or cut off");
    Files.write(path, HexFormat.of().parseHex("0300000000000000ff7b7d"));
    assertRefused("expected a safetensors header in UTF-8");
    Files.write(path, new byte[] {1, 2, 3});
    assertRefused("expected a safetensors file, received 3 bytes");
  }

  @Test
  void saysThatAFileIsNotThereOrIsAFolder() {
    assertRefused("no such file");
    path = folder;
    assertRefused("cannot be read");
  }

  @Test
  void noTensorCanBeNamedAsTheMetadataIs() {
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("__metadata__", HostTensor.floats(List.of(), 1));
    assertThatThrownBy(() -> Safetensors.write(path, new TensorFile(Map.of(), tensors)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(path).doesNotExist();
  }
}
