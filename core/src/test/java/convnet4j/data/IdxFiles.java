package convnet4j.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Small sets in MNIST's form: 2×3 pixels, whose values are told by label and place. */
final class IdxFiles {
  static final int HEIGHT = 2;
  static final int WIDTH = 3;

  private IdxFiles() {}

  /** Labels 4 0 9 to train, 1 1 to test; the names as MNIST's, and {@code end}. */
  static Map<String, byte[]> small(String folder, String end) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(folder + "train-images-idx3-ubyte" + end, images(4, 0, 9));
    files.put(folder + "train-labels-idx1-ubyte" + end, labels(4, 0, 9));
    files.put(folder + "t10k-images-idx3-ubyte" + end, images(1, 1));
    files.put(folder + "t10k-labels-idx1-ubyte" + end, labels(1, 1));
    if (end.endsWith(".gz")) {
      files.replaceAll((name, bytes) -> gzip(bytes));
    }
    return files;
  }

  static byte value(int label, int place) {
    return (byte) (200 - 20 * label + place);
  }

  static byte[] images(int... labels) {
    ByteBuffer file = ByteBuffer.allocate(16 + labels.length * HEIGHT * WIDTH);
    file.putInt(0x0803).putInt(labels.length).putInt(HEIGHT).putInt(WIDTH);
    for (int label : labels) {
      for (int p = 0; p < HEIGHT * WIDTH; p++) {
        file.put(value(label, p));
      }
    }
    return file.array();
  }

  static byte[] labels(int... labels) {
    ByteBuffer file = ByteBuffer.allocate(8 + labels.length);
    file.putInt(0x0801).putInt(labels.length);
    for (int label : labels) {
      file.put((byte) label);
    }
    return file.array();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
