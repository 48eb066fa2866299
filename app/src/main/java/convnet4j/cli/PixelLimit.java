package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.data.FileSplit;
import convnet4j.errors.InputException;
import picocli.CommandLine.Option;

/** How large an image may be. */
final class PixelLimit {
  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description =
          "Refuse images of more pixels, before they are decoded, which takes 3 bytes for each"
              + " (default: 134217728).")
  private long maxPixels = FileSplit.MAX_PIXELS;

  /** The number, to be asked for before anything is read. */
  long checked() {
    if (maxPixels < 1 || maxPixels > FileSplit.MOST_PIXELS) {
      throw new InputException(
          "--max-pixels: expects 1 to "
              + FileSplit.MOST_PIXELS
              + " pixels, received '"
              + maxPixels
              + "'");
    }
    return maxPixels;
  }

  /** As {@link DataOptions#open(String, boolean, Console)}, with this limit to its images. */
  Dataset open(String nameOrPath, boolean offline, Console console) {
    long checked = checked();
    return DataOptions.open(nameOrPath, offline, console).withMaxPixels(checked);
  }
}
