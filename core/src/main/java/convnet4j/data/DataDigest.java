package convnet4j.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether two data sets are the same, wherever they lie. Pixels in memory are read whole; of
 * files only their paths, sizes and classes, since reading them all would take as long as a
 * training.
 */
public final class DataDigest {
  private final MessageDigest digest;

  private DataDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** SHA-256 in hex of the classes and both splits. */
  public static String of(Dataset data) {
    DataDigest result = new DataDigest();
    result.add(data.classes().size());
    data.classes().forEach(result::add);
    result.add(data.train());
    result.add(data.test());
    return HexFormat.of().formatHex(result.digest.digest());
  }

  private void add(Split split) {
    add(split.size());
    switch (split) {
      case PixelSplit pixels -> {
        add(pixels.channels());
        add(pixels.height());
        add(pixels.width());
        byte[] image = new byte[pixels.imageBytes()];
        for (int i = 0; i < pixels.size(); i++) {
          pixels.copy(i, image, 0);
          digest.update(image);
          add(pixels.label(i));
        }
      }
      case FileSplit files ->
          files
              .files()
              .forEach(
                  file -> {
                    add(file.path());
                    add(file.entry().size());
                    add(file.label());
                  });
    }
  }

  private void add(long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
  }

  /** With its length before it, so that no two lists of texts look the same. */
  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }
}
