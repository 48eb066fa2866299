package convnet4j.weights;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Reads and writes what {@code torch.save} and {@code torch.load} exchange. Reading runs nothing of
 * what a file says: it is data or an error. As with {@link Safetensors}, no length in a file is
 * believed before it is checked against the file's own.
 */
public final class TorchFile {
  private static final int PROTOCOL = 0x80;

  /** What a file begins with. */
  enum Kind {
    /** A zip, of PyTorch 1.6 or later. */
    ZIP,
    /** A pickle, of PyTorch before that. */
    LEGACY,
    /** Neither. */
    OTHER
  }

  private TorchFile() {}

  /**
   * The state dict in a file: alone, or in a checkpoint under one of the usual names ({@code
   * state_dict}, {@code model}, …). Tensors become row-major; what is no tensor is left out.
   *
   * @throws InputException when it is not there, damaged, of another format, names anything that
   *     tensors do not need, or holds no state dict
   */
  public static TensorFile read(Path path) {
    try (TorchSource source = open(path)) {
      return new TensorFile(Map.of(), source.tensors());
    } catch (NoSuchFileException e) {
      throw new InputException(path + ": no such file", e);
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Replaces {@code path} by a state dict of {@code file}'s tensors, atomically, in a form that
   * {@code torch.load(path, weights_only=True)} reads since PyTorch 1.6. The metadata is left out:
   * the format has no place for it. Equal tensors give equal bytes.
   *
   * @throws IOException when writing fails; the old file is then as it was
   */
  public static void write(Path path, TensorFile file) throws IOException {
    TorchZipWriter.write(path, file.tensors());
  }

  private static TorchSource open(Path path) throws IOException {
    long size;
    Kind kind;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      size = channel.size();
      kind = kind(channel);
    }
    return switch (kind) {
      case ZIP -> TorchZip.open(path, size);
      case LEGACY -> TorchLegacy.open(path);
      case OTHER ->
          throw new InputException(
              path + ": expected what torch.save writes, received another format");
    };
  }

  /** What the file is to be read as. */
  static Kind kind(FileChannel channel) throws IOException {
    if (channel.size() < Long.BYTES) {
      return Kind.OTHER;
    }
    ByteBuffer start = FileBytes.read(channel, 0, Long.BYTES);
    int protocol = start.get(1);
    if (start.get(0) == 'P' && start.get(1) == 'K' && start.get(2) == 3 && start.get(3) == 4) {
      return Kind.ZIP;
    }
    // A safetensors file may begin with the same two bytes, but as a number that is not large.
    boolean large = start.getLong(0) < 0 || start.getLong(0) > Safetensors.MAX_HEADER;
    boolean pickle = (start.get(0) & 0xFF) == PROTOCOL && protocol >= 2 && protocol <= 5;
    return pickle && large ? Kind.LEGACY : Kind.OTHER;
  }
}
