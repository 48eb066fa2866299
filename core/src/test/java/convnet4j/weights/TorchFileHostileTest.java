package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import convnet4j.errors.InputException;
import convnet4j.io.Pickle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over ten thousand files that no honest program writes. Each is read or refused in one line,
 * nothing in it runs, and it costs no more memory than its own size class.
 */
class TorchFileHostileTest {
  /** What reading may set aside in all, garbage included: objects per byte of the file, … */
  private static final long PER_BYTE = 200;

  /** … and what opening a file and naming its fault takes. */
  private static final long ALWAYS = 2_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
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

  @BeforeEach
  void path() {
    path = folder.resolve("hostile.pt");
  }

  /** Whether the file is refused rather than read. */
  private boolean refused(byte[] bytes) throws IOException {
    Files.write(path, bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean refused = false;
    try {
      assertThat(TorchFile.read(path)).isNotNull();
    } catch (InputException e) {
      refused = true;
      assertThat(e.getMessage()).startsWith(path.toString()).doesNotContain("\n");
      assertThat(e.getMessage().length()).isLessThan(2000);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(ALWAYS + PER_BYTE * bytes.length);
    return refused;
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    for (String name : FIXTURES) {
      byte[] whole = Fixtures.bytes(name);
      for (int length = 0; length < whole.length; length++) {
        assertThat(refused(Arrays.copyOf(whole, length))).as(name + " " + length).isTrue();
      }
    }
  }

  @Test
  void flippedBitsAreReadOrRefused() throws IOException {
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] bytes = Fixtures.bytes(FIXTURES.get(i % FIXTURES.size()));
      for (int n = random.nextInt(3); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      refused += refused(bytes) ? 1 : 0;
    }
    assertThat(refused).isBetween(1, 3999);
  }

  /** In a pickle damage goes deeper than in a zip, whose checksums notice it. */
  @Test
  void damagedPicklesInWholeZipsAreReadOrRefused() throws IOException {
    Random random = new Random(2);
    byte[] pickle = tensorsPickle();
    int refused = 0;
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
      refused += refused(zip(Map.of("data.pkl", bytes, "data/0", new byte[48]))) ? 1 : 0;
    }
    assertThat(refused).isBetween(1, 3999);
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
      refused(zip(Map.of("data.pkl", out.toByteArray(), "data/0", new byte[48])));
    }
  }

  @Test
  void codeIsNamedAndNeverRun() throws IOException {
    Path proof = folder.resolve("proof");
    String command = "touch " + proof;
    int cases = 0;
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
      for (byte[] pickle : waysToCall(module, attribute, command)) {
        for (byte[] file : List.of(zip(Map.of("data.pkl", pickle)), legacy(pickle))) {
          Files.write(path, file);
          assertThatThrownBy(() -> TorchFile.read(path))
              .isInstanceOf(InputException.class)
              .hasMessageStartingWith(path + ": ")
              .hasMessageMatching(
                  ".*(wants to use '" + module + "\\." + attribute + "'|unknown opcode).*");
          assertThat(refused(file)).isTrue();
          cases++;
        }
      }
    }
    assertThat(cases).isEqualTo(17 * 7 * 2);
    assertThat(proof).doesNotExist();
  }

  /** GLOBAL, STACK_GLOBAL and INST, called by REDUCE, NEWOBJ, NEWOBJ_EX, OBJ and BUILD. */
  private static List<byte[]> waysToCall(String module, String name, String command) {
    List<byte[]> ways = new ArrayList<>();
    ways.add(Pickle.protocol2().global(module, name).str(command).raw(0x85).op('R').stop());
    ways.add(Pickle.protocol2().global(module, name).str(command).raw(0x85, 0x81).stop());
    ways.add(
        Pickle.protocol2().global(module, name).str(command).raw(0x85).op('}').raw(0x92).stop());
    ways.add(Pickle.protocol2().op('(').global(module, name).str(command).op('o').stop());
    ways.add(
        Pickle.protocol2().str(module).str(name).raw(0x93).str(command).raw(0x85).op('R').stop());
    byte[] lines = (module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII);
    Pickle inst = Pickle.protocol2().op('(').str(command).op('i');
    for (byte b : lines) {
      inst.raw(b);
    }
    ways.add(inst.stop());
    ways.add(
        Pickle.protocol2()
            .global("argparse", "Namespace")
            .op(')')
            .raw(0x81)
            .global(module, name)
            .op('b')
            .stop());
    return ways;
  }

  private static byte[] legacy(byte[] root) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        Pickle.protocol2()
            .raw(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19)
            .stop());
    out.writeBytes(Pickle.protocol2().integer(1001).stop());
    out.writeBytes(Pickle.protocol2().op('}').str("little_endian").raw(0x88).op('s').stop());
    out.writeBytes(root);
    out.writeBytes(Pickle.protocol2().op(']').stop());
    return out.toByteArray();
  }

  /** Each would take gigabytes or minutes if it were believed. */
  @Test
  void bombsAreRefusedAtOnce() throws IOException {
    byte[] deflated = zip(Map.of("data.pkl", new byte[50_000_000]), ZipEntry.DEFLATED);
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
    assertBomb(zip(Map.of("data.pkl", pairs.op('}').stop())), "do not fit together");
    // A text of a megabyte as the key of a dictionary over and over.
    Pickle keys = Pickle.protocol2().op('}').longStr(new byte[1_000_000]).raw('q', 0).op('0');
    for (int i = 0; i < 50_000; i++) {
      keys.raw('h', 0).op('N').op('s');
    }
    assertBomb(zip(Map.of("data.pkl", keys.stop())), "a key of 1000000 characters");
    // A list that holds itself, where text and hash codes would never end.
    byte[] self =
        Pickle.protocol2().op(']').raw('q', 0).raw('h', 0).op('a').raw(0x85).op('Q').stop();
    assertBomb(zip(Map.of("data.pkl", self)), "do not fit together");
    byte[] marks = new byte[2_000_000];
    Arrays.fill(marks, (byte) '(');
    assertBomb(zip(Map.of("data.pkl", marks)), "it ends too early");
  }

  private void assertBomb(byte[] bytes, String message) throws IOException {
    assertThat(refused(bytes)).isTrue();
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
    byte[] bytes = zip(entries);
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

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    return zip(entries, ZipEntry.STORED);
  }

  private static byte[] zip(Map<String, byte[]> entries, int method) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> named : entries.entrySet()) {
        ZipEntry entry = new ZipEntry("x/" + named.getKey());
        CRC32 crc = new CRC32();
        crc.update(named.getValue());
        entry.setMethod(method);
        entry.setSize(named.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(named.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
