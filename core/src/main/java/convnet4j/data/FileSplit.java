package convnet4j.data;

import java.util.List;

/**
 * Images in files, by class and then by path.
 *
 * @param files what to decode
 */
public record FileSplit(List<ImageFile> files) implements Split {
  public FileSplit {
    files = List.copyOf(files);
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int label(int index) {
    return files.get(index).label();
  }

  /** Files are decoded to colour, whatever they hold. */
  @Override
  public int channels() {
    return 3;
  }
}
