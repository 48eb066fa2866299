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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over ten thousand files that no honest program writes. Each is read or refused in one line,
 * nothing in it runs, and it costs no more memory than its own size class, see {@link HostileFile}.
 */
class TorchFileHostileTest {
  private static final List<String> FIXTURES =
      List.of(
          "tensors-zip-2.pt",
          "tensors-zip-4.pt",
          "tensors-legacy-2.pt",
          "tensors-legacy-5.pt",
          "checkpoint-zip.pt",
          "checkpoint-legacy.pt");

  @TempDir Path folder;
  private Path path;
  private HostileFile file;

  @BeforeEach
  void path() throws IOException {
    path = folder.resolve("hostile.pt");
    file = new HostileFile(path);
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    for (String name : FIXTURES) {
      byte[] whole = Fixtures.bytes(name);
      for (int length = 0; length < whole.length; length++) {
        assertThat(file.read(Arrays.copyOf(whole, length))).as(name + " " + length).isEmpty();
      }
    }
  }

  /** What a zip still gives is what it held: its checksums notice the rest. */
  @Test
  void flippedBitsAreReadOrRefused() throws IOException {
    Random random = new Random(1);
    int read = 0;
    for (int i = 0; i < 4000; i++) {
      String name = FIXTURES.get(i % FIXTURES.size());
      byte[] bytes = Fixtures.bytes(name);
      TensorFile whole = file.read(bytes).orElseThrow();
      for (int n = random.nextInt(3); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Optional<TensorFile> got = file.read(bytes);
      read += got.isPresent() ? 1 : 0;
      if (name.contains("zip") && got.isPresent()) {
        assertThat(got.get().tensors()).as(name + " " + i).isEqualTo(whole.tensors());
      }
    }
    // With this seed it is 726: mostly of the old format, which has no checksums.
    assertThat(read).isBetween(500, 1000);
  }

  /** In a pickle damage goes deeper than in a zip, whose checksums notice it. */
  @Test
  void damagedPicklesInWholeZipsAreReadOrRefused() throws IOException {
    Random random = new Random(2);
    byte[] pickle = tensorsPickle();
    byte[] storage = new byte[48];
    Arrays.fill(storage, (byte) 7);
    int read = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] bytes = pickle.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
          case 0 -> bytes[at] = (byte) random.nextInt(256);
          case 1 -> bytes = Arrays.copyOf(bytes, at + 1);
          case 2 -> bytes[at] = (byte) "()}]tuseaRQbqhrjcKMJNX.".charAt(random.nextInt(23));
          default -> { // a hostile length
            int end = Math.min(bytes.length, at + 4);
            Arrays.fill(bytes, at, end, (byte) (random.nextBoolean() ? 0xFF : 0x7F));
          }
        }
      }
      Optional<TensorFile> got =
          file.read(HostileFile.zip(Map.of("data.pkl", bytes, "data/0", storage)));
      read += got.isPresent() ? 1 : 0;
      got.ifPresent(all -> all.tensors().values().forEach(t -> assertIsOf(storage, t)));
    }
    // With this seed it is 52: few pickles survive any damage.
    assertThat(read).isBetween(25, 100);
  }

  /** Nothing but what lies in the storage, all of whose bytes are the same. */
  private static void assertIsOf(byte[] storage, HostTensor tensor) {
    byte[] bytes = new byte[tensor.data().remaining()];
    tensor.data().get(bytes);
    byte[] same = new byte[bytes.length];
    Arrays.fill(same, storage[0]);
    assertThat(bytes).isEqualTo(same);
  }

  /** Two views of twelve floats. */
  private static byte[] tensorsPickle() {
    Pickle pickle = Pickle.protocol2().op('}').op('(');
    for (String name : List.of("first", "second")) {
      pickle.str(name).global("torch._utils", "_rebuild_tensor_v2").op('(').op('(').str("storage");
      pickle.global("torch", "FloatStorage").str("0").str("cpu").integer(12).op('t').op('Q');
      pickle.integer(0).integer(3).integer(4).raw(0x86).integer(1).integer(3).raw(0x86);
      pickle.raw(0x89).global("collections", "OrderedDict").op(')').op('R').op('t').op('R');
    }
    return pickle.op('u').stop();
  }

  @Test
  void randomOpcodesAreReadOrRefused() throws IOException {
    Random random = new Random(3);
    String opcodes = "()}]NKMtuseaRbQqhrj012\u0085\u0086\u0087\u0088\u0094\u0081\u008f\u0090\u0093";
    for (int i = 0; i < 3000; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(tensorsPickle());
      byte[] start = Arrays.copyOf(out.toByteArray(), random.nextInt(out.size()));
      out.reset();
      out.writeBytes(start);
      for (int n = random.nextInt(200); n > 0; n--) {
        out.write(opcodes.charAt(random.nextInt(opcodes.length())));
      }
      out.write('.');
      Map<String, byte[]> entries = Map.of("data.pkl", out.toByteArray(), "data/0", new byte[48]);
      file.read(HostileFile.zip(entries));
    }
  }

  /** Every global but {@link #ALLOWED} ends the reading where it is named, before it is called. */
  @Test
  void codeIsNamedInTheMessageHoweverItIsCalled() throws IOException {
    for (String name :
        List.of(
            "os system",
            "posix system",
            "nt system",
            "subprocess Popen",
            "builtins eval",
            "__builtin__ eval",
            "builtins exec",
            "builtins getattr",
            "importlib import_module",
            "torch.load load",
            "torch._utils _import_dotted_name",
            "torch.hub load",
            "pickle loads",
            "torch.storage _load_from_bytes",
            "collections OrderedDict.fromkeys",
            "numpy.testing._private.utils runstring",
            "java.lang.Runtime getRuntime")) {
      String module = name.split(" ")[0];
      String attribute = name.split(" ")[1];
      for (byte[] pickle : waysToCall(module, attribute)) {
        assertRefused(pickle, ": this pickle wants to use '" + module + "." + attribute + "'");
      }
      // INST names and calls at once: no program has written it for decades.
      Pickle inst = Pickle.protocol2().op('(').str("x").op('i');
      for (byte b : (module + "\n" + attribute + "\n").getBytes(StandardCharsets.US_ASCII)) {
        inst.raw(b);
      }
      assertRefused(inst.stop(), "damaged pickle (unknown opcode 0x69");
    }
  }

  private void assertRefused(byte[] pickle, String message) throws IOException {
    byte[] legacy = HostileFile.legacy(pickle, List.of());
    for (byte[] bytes : List.of(HostileFile.zip(Map.of("data.pkl", pickle)), legacy)) {
      assertThat(file.read(bytes)).isEmpty();
      assertThatThrownBy(() -> TorchFile.read(path))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(path + ": ")
          .hasMessageContaining(message);
    }
  }

  /** All that resolves: what makes tensors, containers, and what is read over. */
  private static final String ALLOWED =
      """
      collections: OrderedDict Counter defaultdict
      torch: Size device
      torch: DoubleStorage FloatStorage HalfStorage BFloat16Storage LongStorage IntStorage
      torch: ShortStorage CharStorage ByteStorage BoolStorage UntypedStorage
      torch: ComplexFloatStorage ComplexDoubleStorage QInt8Storage QUInt8Storage QInt32Storage
      torch.storage: UntypedStorage
      torch: float64 double float32 float float16 half bfloat16 int64 long int32 int int16 short
      torch: int8 uint8 bool complex64 cfloat complex128 cdouble qint8 quint8 qint32
      torch._utils: _rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3
      torch._utils: _rebuild_parameter _rebuild_parameter_with_state
      torch.serialization: _get_layout
      numpy: ndarray dtype
      numpy.core.multiarray: scalar _reconstruct
      numpy._core.multiarray: scalar _reconstruct
      builtins: int float bool str set frozenset list tuple dict
      __builtin__: int float bool str set frozenset list tuple dict
      argparse: Namespace
      datetime: datetime timedelta
      pathlib: Path PosixPath WindowsPath
      _codecs: encode
      """;

  @Test
  void nothingElseHasAName() {
    List<String> names = new ArrayList<>();
    for (String line : ALLOWED.split("\n")) {
      String[] words = line.split(" ");
      for (int i = 1; i < words.length; i++) {
        names.add(words[0].replace(":", ".") + words[i]);
      }
    }
    assertThat(new TorchPickle().names()).containsExactlyInAnyOrderElementsOf(names);
  }

  /** GLOBAL and STACK_GLOBAL, called by REDUCE, NEWOBJ, NEWOBJ_EX, OBJ and BUILD. */
  private static List<byte[]> waysToCall(String module, String name) {
    return List.of(
        Pickle.protocol2().global(module, name).str("x").raw(0x85).op('R').stop(),
        Pickle.protocol2().global(module, name).str("x").raw(0x85, 0x81).stop(),
        Pickle.protocol2().global(module, name).str("x").raw(0x85).op('}').raw(0x92).stop(),
        Pickle.protocol2().op('(').global(module, name).str("x").op('o').stop(),
        Pickle.protocol2().str(module).str(name).raw(0x93).str("x").raw(0x85).op('R').stop(),
        Pickle.protocol2()
            .global("argparse", "Namespace")
            .op(')')
            .raw(0x81)
            .global(module, name)
            .op('b')
            .stop());
  }

  /** Each would take gigabytes or minutes if it were believed. */
  @Test
  void bombsAreRefusedAtOnce() throws IOException {
    byte[] deflated = HostileFile.zip(Map.of("data.pkl", new byte[50_000_000]), ZipEntry.DEFLATED);
    assertBomb(deflated, "received a compressed data.pkl");
    assertBomb(overlapping(2000), "expected at most 100000 bytes of data/0");
    // One list of pairs, passed to OrderedDict over and over.
    Pickle pairs = Pickle.protocol2().op(']').raw('q', 0).op('(');
    for (int i = 0; i < 20_000; i++) {
      pairs.str("k" + i).op('N').raw(0x86);
    }
    pairs.op('e').op('0').global("collections", "OrderedDict").raw('q', 1).op('0');
    for (int i = 0; i < 50_000; i++) {
      pairs.raw('h', 1).raw('h', 0).raw(0x85).op('R').op('0');
    }
    assertBomb(HostileFile.zip(Map.of("data.pkl", pairs.op('}').stop())), "do not fit together");
    // A text of a megabyte as the key of a dictionary over and over.
    Pickle keys = Pickle.protocol2().op('}').longStr(new byte[1_000_000]).raw('q', 0).op('0');
    for (int i = 0; i < 50_000; i++) {
      keys.raw('h', 0).op('N').op('s');
    }
    assertBomb(HostileFile.zip(Map.of("data.pkl", keys.stop())), "a key of 1000000 characters");
    // A list that holds itself, where text and hash codes would never end.
    byte[] self =
        Pickle.protocol2().op(']').raw('q', 0).raw('h', 0).op('a').raw(0x85).op('Q').stop();
    assertBomb(HostileFile.zip(Map.of("data.pkl", self)), "do not fit together");
    byte[] marks = new byte[2_000_000];
    Arrays.fill(marks, (byte) '(');
    assertBomb(HostileFile.zip(Map.of("data.pkl", marks)), "it ends too early");
  }

  private void assertBomb(byte[] bytes, String message) throws IOException {
    assertThat(file.read(bytes)).isEmpty();
    assertThatThrownBy(() -> TorchFile.read(path)).hasMessageContaining(message);
  }

  /** Storages that all lie in the same bytes: each entry of the directory is of the first one. */
  private static byte[] overlapping(int copies) throws IOException {
    Pickle pickle = Pickle.protocol2().op('}').op('(');
    for (int i = 0; i < copies; i++) {
      pickle.str("t" + i).global("torch._utils", "_rebuild_tensor").op('(').op('(').str("storage");
      pickle.global("torch", "ByteStorage").str(key(i)).str("cpu").integer(100_000).op('t').op('Q');
      pickle.integer(0).integer(100_000).raw(0x85).integer(1).raw(0x85).op('t').op('R');
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("data.pkl", pickle.op('u').stop());
    entries.put("data/" + key(0), new byte[100_000]);
    for (int i = 1; i < copies; i++) {
      entries.put("data/" + key(i), new byte[0]);
    }
    byte[] bytes = HostileFile.zip(entries);
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = file.getInt(bytes.length - 6); // where the central directory begins
    byte[] first = null;
    for (; file.getInt(at) == 0x02014B50; at += 46 + file.getShort(at + 28)) {
      if (new String(bytes, at + 46, 7, StandardCharsets.US_ASCII).equals("x/data/")) {
        first = first == null ? Arrays.copyOfRange(bytes, at + 10, at + 46) : first;
        System.arraycopy(first, 0, bytes, at + 10, 18);
        System.arraycopy(first, 32, bytes, at + 42, 4);
      }
    }
    return bytes;
  }

  private static String key(int i) {
    return String.format("%04d", i);
  }
}
