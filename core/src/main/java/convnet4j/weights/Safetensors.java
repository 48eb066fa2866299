package convnet4j.weights;

import convnet4j.errors.InputException;
import convnet4j.io.AtomicFile;
import convnet4j.weights.SafetensorsHeader.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Reads and writes safetensors files: the header's length (8 bytes, little-endian), a JSON header,
 * the tensors' bytes. See https://huggingface.co/docs/safetensors.
 *
 * <p>Files come from anywhere: no length in them is believed before it is checked against the
 * file's own, so a damaged or malicious file costs no more memory than its size and ends in one
 * line.
 */
public final class Safetensors {
  /** What the reference implementation accepts as well. */
  static final int MAX_HEADER = 100_000_000;

  private Safetensors() {}

  /**
   * Reads a whole file into memory, tensor by tensor.
   *
   * @throws InputException when it is not there, cannot be read, or breaks the format's rules
   */
  public static TensorFile read(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      int headerBytes = headerBytes(channel, size, path);
      long dataStart = (long) Long.BYTES + headerBytes;
      byte[] json = FileBytes.read(channel, Long.BYTES, headerBytes).array();
      SafetensorsHeader header = SafetensorsHeader.parse(json, size - dataStart, path.toString());
      SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, Entry> named : header.entries().entrySet()) {
        Entry e = named.getValue();
        ByteBuffer data =
            FileBytes.read(channel, dataStart + e.begin(), Math.toIntExact(e.bytes()));
        tensors.put(named.getKey(), new HostTensor(e.dtype(), e.shape(), data));
      }
      return new TensorFile(header.metadata(), tensors);
    } catch (NoSuchFileException e) {
      throw new InputException(path + ": no such file", e);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Replaces {@code path} by {@code file}, atomically. Equal content gives equal bytes. The header
   * names the tensors in their order; their bytes lie by falling element size, so that each is
   * aligned for readers that map the file.
   *
   * @throws IOException when writing fails; the old file is then as it was
   */
  public static void write(Path path, TensorFile file) throws IOException {
    AtomicFile.write(path, out -> write(out, file));
  }

  static void write(OutputStream out, TensorFile file) throws IOException {
    SafetensorsHeader header = SafetensorsHeader.of(file);
    byte[] json = header.toJson();
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(json.length).array());
    out.write(json);
    for (String name : header.namesByOffset()) {
      FileBytes.write(file.tensors().get(name).data(), out);
    }
  }

  private static int headerBytes(FileChannel channel, long size, Path path) throws IOException {
    if (size < Long.BYTES) {
      throw new InputException(
          path
              + ": expected a safetensors file, received "
              + size
              + " bytes; it is another format or cut off");
    }
    long length = FileBytes.read(channel, 0, Long.BYTES).getLong();
    if (length < 0 || length > Math.min(MAX_HEADER, size - Long.BYTES)) {
      throw new InputException(
          path
              + ": expected a safetensors header within the file's "
              + size
              + " bytes (at most "
              + MAX_HEADER
              + "), received one of "
              + Long.toUnsignedString(length)
              + "; it is another format or cut off");
    }
    return (int) length;
  }
}
