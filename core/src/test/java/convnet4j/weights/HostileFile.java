package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import convnet4j.errors.InputException;
import convnet4j.io.Pickle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Reads files that no honest program writes, and holds what every such reading must keep to. */
final class HostileFile {
  /**
   * The size class: for a file of n bytes, reading may set aside this plus {@link #PER_BYTE} · n in
   * all, garbage included. 64 KiB of it are copies of strided tensors, which files of few bytes may
   * have; the rest is opening a file and naming its fault.
   */
  private static final long ALWAYS = 300_000;

  /** An opcode of one byte makes an object of dozens, and lists of them grow by copying. */
  private static final long PER_BYTE = 120;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Path path;

  HostileFile(Path path) throws IOException {
    this.path = path;
    // Classes and texts that the JVM loads and makes once are no file's.
    for (String name : List.of("tensors-zip-2.pt", "tensors-legacy-2.pt", "checkpoint-zip.pt")) {
      byte[] whole = Fixtures.bytes(name);
      for (int parts = 1; parts <= 40; parts++) {
        read(Arrays.copyOf(whole, whole.length * parts / 40), Long.MAX_VALUE);
      }
    }
  }

  /** What is in a file of these bytes; empty where it is refused, in one line that names it. */
  Optional<TensorFile> read(byte[] bytes) throws IOException {
    return read(bytes, ALWAYS + PER_BYTE * bytes.length);
  }

  private Optional<TensorFile> read(byte[] bytes, long most) throws IOException {
    Files.write(path, bytes);
    TensorFile file = null;
    String refusal = null;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      file = TorchFile.read(path);
    } catch (InputException e) {
      refusal = e.getMessage();
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(most);
    if (refusal != null) {
      assertThat(refusal).startsWith(path.toString()).doesNotContain("\n");
      assertThat(refusal.length()).isLessThan(2000);
    }
    return Optional.ofNullable(file);
  }

  /** What PyTorch writes since 1.6, of these entries. */
  static byte[] zip(Map<String, byte[]> entries) throws IOException {
    return zip(entries, ZipEntry.STORED);
  }

  static byte[] zip(Map<String, byte[]> entries, int method) throws IOException {
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

  /** What PyTorch wrote before. */
  static byte[] legacy(byte[] root, List<Storage> storages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        Pickle.protocol2()
            .raw(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19)
            .stop());
    out.writeBytes(Pickle.protocol2().integer(1001).stop());
    out.writeBytes(Pickle.protocol2().op('}').str("little_endian").raw(0x88).op('s').stop());
    out.writeBytes(root);
    Pickle keys = Pickle.protocol2().op(']').op('(');
    storages.forEach(storage -> keys.str(storage.key));
    out.writeBytes(keys.op('e').stop());
    for (Storage storage : storages) {
      ByteBuffer count = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      out.writeBytes(count.putLong(storage.elements).array());
      out.writeBytes(storage.bytes);
    }
    return out.toByteArray();
  }

  /** The bytes of a storage. */
  record Storage(String key, long elements, byte[] bytes) {}
}
