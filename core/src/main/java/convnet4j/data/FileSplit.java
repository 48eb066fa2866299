package convnet4j.data;

import java.util.Arrays;
import java.util.List;

/**
 * Images in files, by class and then by path.
 *
 * @param files what to decode
 * @param maxPixels of the largest image that is decoded, 1 to {@link #MOST_PIXELS}: a file of a few
 *     bytes can claim more than any memory holds
 */
public record FileSplit(List<ImageFile> files, long maxPixels) implements Split {
  /** 2²⁷, unless asked otherwise; a photograph has a tenth of it. */
  public static final long MAX_PIXELS = 1L << 27;

  /** What has three bytes each in an array; OpenCV's own limit is higher, 2³⁰. */
  public static final long MOST_PIXELS = Integer.MAX_VALUE / 3;

  public FileSplit {
    files = List.copyOf(files);
    if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "expected 1 to " + MOST_PIXELS + " pixels, received " + maxPixels);
    }
  }

  /** Files of which images of at most {@link #MAX_PIXELS} are decoded. */
  public FileSplit(List<ImageFile> files) {
    this(files, MAX_PIXELS);
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int label(int index) {
    return files.get(index).label();
  }

  @Override
  public FileSplit select(int[] indices) {
    return new FileSplit(Arrays.stream(indices).mapToObj(files::get).toList(), maxPixels);
  }

  /** Files are decoded to colour, whatever they hold. */
  @Override
  public int channels() {
    return 3;
  }
}
