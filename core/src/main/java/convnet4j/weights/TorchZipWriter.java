package convnet4j.weights;

import convnet4j.io.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a state dict as {@code torch.save} does: see {@link TorchZip}. */
final class TorchZipWriter {
  private static final String FOLDER = "archive/";

  /** Data begins at a multiple of this, so that PyTorch can map the file. */
  private static final int ALIGNMENT = 64;

  /** What a zip has before the name of an entry. */
  private static final int LOCAL_HEADER = 30;

  /** The head of an extra field: two bytes for what it is, two for its length. */
  private static final int EXTRA_HEADER = 4;

  /** The time of every entry: bytes must not depend on when they were written. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final Counting counting;
  private final ZipOutputStream zip;

  private TorchZipWriter(OutputStream out) {
    this.counting = new Counting(out);
    this.zip = new ZipOutputStream(counting, StandardCharsets.UTF_8);
  }

  static void write(Path path, SequencedMap<String, HostTensor> tensors) throws IOException {
    AtomicFile.write(path, out -> write(out, tensors));
  }

  static void write(OutputStream out, SequencedMap<String, HostTensor> tensors) throws IOException {
    TorchZipWriter writer = new TorchZipWriter(out);
    writer.add("data.pkl", ByteBuffer.wrap(pickle(tensors)));
    writer.add("byteorder", ascii("little"));
    int key = 0;
    for (HostTensor tensor : tensors.values()) {
      writer.add("data/" + key++, tensor.data());
    }
    writer.add("version", ascii("3\n"));
    writer.zip.finish();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void add(String name, ByteBuffer data) throws IOException {
    ZipEntry entry = new ZipEntry(FOLDER + name);
    CRC32 crc = new CRC32();
    crc.update(data.duplicate());
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(data.remaining());
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(TIME);
    entry.setExtra(padding(counting.count + LOCAL_HEADER + entry.getName().length()));
    zip.putNextEntry(entry);
    FileBytes.write(data.duplicate(), zip);
    zip.closeEntry();
  }

  /** An extra field that ends at a multiple of the alignment, with PyTorch's mark and filling. */
  private static byte[] padding(long begin) {
    int filling = (int) Math.floorMod(-(begin + EXTRA_HEADER), (long) ALIGNMENT);
    byte[] extra = new byte[EXTRA_HEADER + filling];
    Arrays.fill(extra, (byte) 'Z');
    ByteBuffer.wrap(extra)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 'F')
        .put((byte) 'B')
        .putShort((short) filling);
    return extra;
  }

  private static byte[] pickle(SequencedMap<String, HostTensor> tensors) {
    Pickler pickler = new Pickler();
    pickler.raw(0x80, 2).emptyDict().raw('(');
    int key = 0;
    for (var named : tensors.entrySet()) {
      pickler.text(named.getKey()).tensor(named.getValue(), Integer.toString(key++));
    }
    return pickler.raw('u', '.').out.toByteArray();
  }

  /** Opcodes as in Python's {@code pickletools}. */
  private static final class Pickler {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickler raw(int... bytes) {
      for (int b : bytes) {
        out.write(b);
      }
      return this;
    }

    Pickler int32(int value) {
      return raw(value, value >> 8, value >> 16, value >> 24);
    }

    Pickler number(int value) {
      return raw('J').int32(value); // BININT
    }

    Pickler text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      raw('X').int32(utf8.length); // BINUNICODE
      out.writeBytes(utf8);
      return this;
    }

    Pickler global(String module, String name) {
      out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
      return this;
    }

    Pickler emptyDict() {
      return global("collections", "OrderedDict").raw(')', 'R'); // EMPTY_TUPLE, REDUCE
    }

    /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}. */
    Pickler tensor(HostTensor tensor, String key) {
      global("torch._utils", "_rebuild_tensor_v2").raw('(', '('); // MARK
      text("storage").global("torch", TorchType.of(tensor.dtype()).storage());
      text(key).text("cpu").number(tensor.elements()).raw('t', 'Q'); // TUPLE, BINPERSID
      number(0).numbers(tensor.shape()).numbers(strides(tensor.shape()));
      return raw(0x89).emptyDict().raw('t', 'R'); // NEWFALSE
    }

    Pickler numbers(List<Integer> values) {
      raw('(');
      values.forEach(this::number);
      return raw('t');
    }

    private static List<Integer> strides(List<Integer> shape) {
      Integer[] strides = new Integer[shape.size()];
      Arrays.fill(strides, 1);
      boolean empty = shape.contains(0); // any strides do, and the product could overflow
      for (int d = strides.length - 2; d >= 0 && !empty; d--) {
        strides[d] = strides[d + 1] * shape.get(d + 1);
      }
      return List.of(strides);
    }
  }

  /** Knows how much has passed through it. */
  private static final class Counting extends FilterOutputStream {
    private long count;

    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }
}
