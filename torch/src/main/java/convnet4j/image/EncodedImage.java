package convnet4j.image;

import convnet4j.data.FileSplit;
import convnet4j.data.ImageFile;
import convnet4j.errors.InputException;

/**
 * An image file's content, not yet looked at.
 *
 * @param name how messages call it
 * @param bytes a JPEG, PNG, GIF, BMP, WebP, TIFF or PNM file
 * @param maxPixels with more than so many it is refused, before memory is set aside for them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EncodedImage(String name, byte[] bytes, long maxPixels) {
  /** One of which at most {@link FileSplit#MAX_PIXELS} are decoded. */
  EncodedImage(String name, byte[] bytes) {
    this(name, bytes, FileSplit.MAX_PIXELS);
  }

  /**
   * Reads a file of a split.
   *
   * @throws InputException when it cannot be read
   */
  static EncodedImage of(FileSplit split, int index) {
    ImageFile file = split.files().get(index);
    return new EncodedImage(file.path(), file.entry().read(), split.maxPixels());
  }

  /** The same under another name. */
  EncodedImage called(String other) {
    return new EncodedImage(other, bytes, maxPixels);
  }

  /**
   * What it says of itself.
   *
   * @throws InputException when it is cut short, damaged, of another format, or too large
   */
  ImageHeader header() {
    ImageHeader header = ImageHeader.read(name, bytes);
    if ((long) header.height() * header.width() > maxPixels) {
      throw new InputException(
          name
              + ": expected at most "
              + maxPixels
              + " pixels, received "
              + header.width()
              + "×"
              + header.height()
              + "; shrink or replace it, or allow more with --max-pixels N");
    }
    return header;
  }
}
