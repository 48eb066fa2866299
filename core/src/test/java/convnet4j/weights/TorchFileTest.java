package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.io.Pickle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void path() {
    path = folder.resolve("model.pt");
  }

  private TensorFile read(byte[] bytes) throws IOException {
    return TorchFile.read(Files.write(path, bytes));
  }

  private static HostTensor of(DType dtype, int count, ByteBuffer data) {
    return new HostTensor(dtype, List.of(count), data.order(ByteOrder.LITTLE_ENDIAN).rewind());
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static float[] range(int... values) {
    float[] floats = new float[values.length];
    IntStream.range(0, values.length).forEach(i -> floats[i] = values[i]);
    return floats;
  }

  /** What {@code make_fixtures.py} says, written out by hand. */
  private static SequencedMap<String, HostTensor> expected() {
    SequencedMap<String, HostTensor> all = new LinkedHashMap<>();
    all.put("f32", HostTensor.floats(List.of(2, 3), 1.5f, -2, 0.25f, 0, 3, -0.5f));
    all.put("transposed", HostTensor.floats(List.of(3, 2), 0, 3, 1, 4, 2, 5));
    int[] twelve = IntStream.range(0, 12).toArray();
    all.put("shared.whole", HostTensor.floats(List.of(3, 4), range(twelve)));
    all.put("shared.tail", HostTensor.floats(List.of(4), 8, 9, 10, 11));
    all.put("shared.every_third", HostTensor.floats(List.of(4), 1, 4, 7, 10));
    int[] many = IntStream.range(0, 24).toArray();
    all.put("channels_last", HostTensor.floats(List.of(1, 2, 3, 4), range(many)));
    all.put("expanded", HostTensor.floats(List.of(2, 3), 7, 7, 7, 7, 7, 7));
    all.put("parameter", HostTensor.floats(List.of(2), 0.5f, 0.125f));
    all.put("scalar", HostTensor.longs(List.of(), 123456789012L));
    all.put("empty", HostTensor.floats(List.of(0, 3)));
    all.put("f64", of(DType.F64, 2, buffer(16).putDouble(1e-300).putDouble(-1)));
    all.put("f16", of(DType.F16, 2, buffer(4).putShort((short) 0x3E00).putShort((short) 0xB400)));
    all.put("bf16", of(DType.BF16, 2, buffer(4).putShort((short) 0x3FC0).putShort((short) 0xC040)));
    all.put("i32", of(DType.I32, 2, buffer(8).putInt(-70000).putInt(70000)));
    all.put("i16", of(DType.I16, 2, buffer(4).putShort((short) -300).putShort((short) 300)));
    all.put("i8", of(DType.I8, 2, buffer(2).put((byte) -128).put((byte) 127)));
    all.put("u8", of(DType.U8, 2, buffer(2).put((byte) 0).put((byte) 255)));
    all.put("bool", of(DType.BOOL, 2, buffer(2).put((byte) 1).put((byte) 0)));
    return all;
  }

  @ParameterizedTest
  @CsvSource({"zip,2", "zip,3", "zip,4", "zip,5", "legacy,2", "legacy,3", "legacy,4", "legacy,5"})
  void readsEveryTypeAndViewThatPyTorchSaves(String form, int protocol) throws IOException {
    TensorFile file = read(Fixtures.bytes("tensors-" + form + "-" + protocol + ".pt"));
    assertThat(file.tensors().keySet()).containsExactlyElementsOf(expected().keySet());
    expected().forEach((name, tensor) -> assertThat(file.tensors().get(name)).isEqualTo(tensor));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "legacy"})
  void findsTheWeightsOfACheckpointAmongItsCompany(String form) throws IOException {
    assertThat(read(Fixtures.bytes("checkpoint-" + form + ".pt")).tensors())
        .isEqualTo(
            Map.of(
                "module.weight", HostTensor.floats(List.of(2, 3), 0, 1, 2, 3, 4, 5),
                "module.bias", HostTensor.floats(List.of(2), 1, -1)));
  }

  @Test
  void aWholeModelIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> read(Fixtures.bytes("module-zip.pt")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            path
                + ": this pickle wants to use 'torch.nn.modules.linear.Linear', which data never"
                + " needs; nothing was run; if this is a whole model, save its state_dict() in"
                + " Python and read that, otherwise do not trust this file");
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    TorchFile.write(path, new TensorFile(Map.of(), expected()));
    assertThat(TorchFile.read(path).tensors()).isEqualTo(expected());
    assertThat(TorchFile.read(path).tensors().keySet())
        .containsExactlyElementsOf(expected().keySet());
    assertThat(TensorFile.read(path)).isEqualTo(TorchFile.read(path));
  }

  @Test
  void equalTensorsGiveEqualBytes() throws IOException {
    Path other = folder.resolve("other.bin");
    TorchFile.write(path, new TensorFile(Map.of("a", "b"), expected()));
    TorchFile.write(other, new TensorFile(Map.of(), expected()));
    assertThat(path).hasSameBinaryContentAs(other);
  }

  @Test
  void writtenStoragesAreStoredAtMultiplesOf64() throws IOException {
    TorchFile.write(path, new TensorFile(Map.of(), expected()));
    byte[] bytes = Files.readAllBytes(path);
    try (ZipFile zip = new ZipFile(path.toFile())) {
      assertThat(zip.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
    }
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int entries = 0;
    int at = 0;
    for (; file.getInt(at) == 0x04034B50; entries++) { // local file header
      int data = at + 30 + file.getShort(at + 26) + file.getShort(at + 28);
      assertThat(data % 64).isZero();
      at = data + file.getInt(at + 18);
    }
    assertThat(entries).isEqualTo(expected().size() + 3);
  }

  /** A state dict of one tensor that is this view of 4 floats. */
  private static byte[] view(
      String storage, int elements, long offset, List<?> size, List<?> stride) {
    Pickle pickle = Pickle.protocol2().op('}').str("w");
    pickle.global("torch._utils", "_rebuild_tensor").op('(').op('(').str("storage");
    pickle.global("torch", storage).str("0").str("cpu").integer(elements).op('t').op('Q');
    pickle.raw(0x8A, 8).int64(offset);
    for (List<?> numbers : List.of(size, stride)) {
      pickle.op('(');
      numbers.forEach(n -> pickle.raw(0x8A, 8).int64(((Number) n).longValue()));
      pickle.op('t');
    }
    return pickle.op('t').op('R').op('s').stop();
  }

  private void assertRefused(Map<String, byte[]> entries, String message) {
    assertThatThrownBy(() -> read(HostileFile.zip(entries)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path + ": ")
        .hasMessageContaining(message);
  }

  private static final byte[] DATA = {
    0, 0, 0, 0, 0, 0, (byte) 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0, 0, 0
  };

  @Test
  void aViewIsHeldAgainstItsStorage() throws IOException {
    byte[] good = view("FloatStorage", 4, 1, List.of(2, 1), List.of(1, 99));
    assertThat(read(HostileFile.zip(Map.of("data.pkl", good, "data/0", DATA))).tensors())
        .isEqualTo(Map.of("w", HostTensor.floats(List.of(2, 1), 1, 2)));
    long huge = Long.MAX_VALUE;
    for (byte[] wrong :
        List.of(
            view("FloatStorage", 4, 1, List.of(4), List.of(1)),
            view("FloatStorage", 4, 4, List.of(), List.of()),
            view("FloatStorage", 4, -1, List.of(2), List.of(1)),
            view("FloatStorage", 4, huge, List.of(2), List.of(1)),
            view("FloatStorage", 4, huge - 1, List.of(2, 2), List.of(1, 1)),
            view("FloatStorage", 4, 0, List.of(3), List.of(huge)),
            view("FloatStorage", 4, 0, List.of(2, 2, 2), List.of(huge, huge, 2)))) {
      assertRefused(Map.of("data.pkl", wrong, "data/0", DATA), "w: expected elements within the 4");
    }
    for (byte[] wrong :
        List.of(
            view("FloatStorage", 4, 0, List.of(-1), List.of(1)),
            view("FloatStorage", 4, 0, List.of(2), List.of(-1)),
            view("FloatStorage", 4, 0, List.of(2), List.of(1, 1)),
            view("FloatStorage", 4, 0, List.of(huge, huge, 4), List.of(0, 0, 0)),
            view("FloatStorage", 4, 0, List.of(1 << 30, 1), List.of(0, 0)))) {
      assertRefused(Map.of("data.pkl", wrong, "data/0", DATA), "expected a tensor below 2 GiB");
    }
  }

  @Test
  void aViewThatExpandsToGigabytesIsRefused() {
    byte[] bomb = view("FloatStorage", 4, 0, List.of(1000, 1000, 500), List.of(0, 0, 0));
    assertRefused(Map.of("data.pkl", bomb, "data/0", DATA), "w: repeats its elements");
  }

  @Test
  void storagesMustBeWholeAndLittleEndianAndStored() throws IOException {
    byte[] good = view("FloatStorage", 4, 0, List.of(4), List.of(1));
    assertRefused(Map.of("data.pkl", good), "expected an entry data/0 in the zip, received none");
    assertRefused(Map.of("data.pkl", good, "data/0", new byte[15]), "expected 16 bytes of storage");
    assertRefused(Map.of("data.pkl", good, "data/0", new byte[17]), "expected at most 16 bytes");
    byte[] big = "big".getBytes(StandardCharsets.US_ASCII);
    assertRefused(
        Map.of("data.pkl", good, "data/0", DATA, "byteorder", big), "expected little-endian");
    byte[] complex = view("ComplexFloatStorage", 2, 0, List.of(2), List.of(1));
    assertRefused(
        Map.of("data.pkl", complex, "data/0", DATA),
        "w: has elements of PyTorch's ComplexFloatStorage");
    assertRefused(Map.of("data.pkl", good, "sub/data.pkl", good), "expected one data.pkl");
    assertRefused(Map.of("code", good), "expected one data.pkl");
    assertRefused(Map.of("data.pkl", good, "constants.pkl", good), "TorchScript");
    byte[] compressed =
        HostileFile.zip(Map.of("data.pkl", good, "data/0", new byte[1 << 20]), ZipEntry.DEFLATED);
    assertThatThrownBy(() -> read(compressed))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("received a compressed data.pkl");
  }

  @Test
  void aFlippedBitInTheWeightsIsNoticed() throws IOException {
    TorchFile.write(
        path, new TensorFile(Map.of(), new LinkedHashMap<>(Map.of("w", expected().get("f32")))));
    byte[] bytes = Files.readAllBytes(path);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("archive/data/0");
    bytes[(at + 14 + 63) / 64 * 64] ^= 1;
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the checksum of data/0 is not that of its bytes");
  }

  @Test
  void oldFilesMayHaveViewsOfStorages() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        Pickle.protocol2()
            .raw(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19)
            .stop());
    out.writeBytes(Pickle.protocol2().integer(1001).stop());
    out.writeBytes(Pickle.protocol2().op('}').str("little_endian").raw(0x88).op('s').stop());
    Pickle root = Pickle.protocol2().op('}').str("w");
    root.global("torch._utils", "_rebuild_tensor").op('(').op('(').str("storage");
    root.global("torch", "FloatStorage").str("k").str("cpu").integer(4);
    root.op('(').str("view").integer(1).integer(2).op('t').op('t').op('Q'); // elements 1 and 2
    root.integer(1).op('(').integer(1).op('t').op('(').integer(1).op('t').op('t').op('R').op('s');
    out.writeBytes(root.stop());
    out.writeBytes(Pickle.protocol2().op(']').str("k").op('a').stop());
    out.writeBytes(buffer(8).putLong(4).array());
    out.writeBytes(DATA);
    assertThat(read(out.toByteArray()).tensors())
        .isEqualTo(Map.of("w", HostTensor.floats(List.of(1), 2)));
  }

  @Test
  void otherFilesAreToldWhatIsExpected() throws IOException {
    byte[] pickle = Pickle.protocol2().op('}').str("weight").integer(1).op('s').stop();
    assertThatThrownBy(() -> read(pickle))
        .hasMessageContaining("received a pickle of another program; load it in Python");
    assertThatThrownBy(() -> read("hello world".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("expected what torch.save writes, received another format");
    Map<String, byte[]> list = Map.of("data.pkl", Pickle.protocol2().op(']').stop());
    assertRefused(list, "expected a state dict, at the top or under state_dict");
    byte[] other = Pickle.protocol2().op('}').str("epoch").integer(1).op('s').stop();
    assertRefused(Map.of("data.pkl", other), "received a dictionary of 'epoch'; save");
    assertThatThrownBy(() -> TorchFile.read(folder.resolve("none")))
        .hasMessage(folder.resolve("none") + ": no such file");
    assertThatThrownBy(() -> TensorFile.read(folder.resolve("none")))
        .hasMessage(folder.resolve("none") + ": no such file");
  }

  /** 640 bytes of header begin with the bytes of a pickle's protocol 2. */
  @Test
  void aSafetensorsFileThatBeginsLikeAPickleIsNone() throws IOException {
    String json = "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
    byte[] header =
        json.concat(" ".repeat(640 - json.length())).getBytes(StandardCharsets.US_ASCII);
    Files.write(path, buffer(8 + 640 + 1).putLong(640).put(header).array());
    assertThat(Files.readAllBytes(path)).startsWith(0x80, 2);
    assertThat(TensorFile.read(path).tensors()).containsOnlyKeys("a");
  }
}
