package convnet4j.data;

import convnet4j.io.Archive;
import java.util.Objects;

/**
 * An image still encoded.
 *
 * @param path below the folder that holds the classes, such as {@code daisy/1.jpg}: the same
 *     whether the images lie in a folder or an archive
 * @param label the class, as an index into {@link Dataset#classes()}
 * @param entry where its bytes are read
 */
public record ImageFile(String path, int label, Archive.Entry entry) {
  public ImageFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(entry, "entry");
    if (label < 0) {
      throw new IllegalArgumentException("expected label >= 0, received " + label);
    }
  }
}
