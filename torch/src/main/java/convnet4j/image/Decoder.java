package convnet4j.image;

import convnet4j.data.Box;
import convnet4j.data.Draws;
import convnet4j.data.FileSplit;
import convnet4j.data.Interpolation;
import convnet4j.data.Preprocessing;
import convnet4j.data.ResizedCrop;
import convnet4j.errors.InputException;
import convnet4j.image.ImageHeader.Format;
import convnet4j.net.Shape.FeatureMap;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Encoded images to pixels of one size, on OpenCV. Pixels are bytes, row by row with the channels
 * interleaved (H×W×C), in the order red, green, blue.
 *
 * <p>Whatever a file holds becomes 8-bit colour, or grey where one channel is asked for:
 *
 * <ul>
 *   <li>grey: the value in all three channels; colour to grey: 0.299 R + 0.587 G + 0.114 B;
 *   <li>palette: looked up; 16 bits per channel: the upper 8 (of a TIFF rounded); cyan, magenta,
 *       yellow and black: multiplied, the inks of a JPEG inverted, as Adobe writes them;
 *   <li>alpha: dropped, and the colour beneath it stays, as torchvision's image folders do it (a
 *       GIF's transparent pixels are black, a TIFF's are mixed with black);
 *   <li>EXIF orientation: carried out; colour profiles: ignored; animations and pages: the first
 *       picture.
 * </ul>
 *
 * <p>{@link Preprocessing} then says how it is resized and cut. With the network's own side to
 * resize to, an image is cut to the wanted proportions around its centre: objects keep their shape,
 * at the cost of the margins of the longer side. An image of the wanted size is left as it is.
 */
public final class Decoder {
  /** OpenCV's flags, which keep the three other bits of {@code IMREAD_COLOR_RGB}. */
  private static final int REDUCED_2 = 16;

  private static final int REDUCED_4 = 32;
  private static final int REDUCED_8 = 64;

  static {
    OpenCv.load();
  }

  private Decoder() {}

  /** As the other, for images of at most {@link FileSplit#MAX_PIXELS}. */
  public static byte[] decode(String name, byte[] encoded, FeatureMap size, Preprocessing how) {
    return decode(new EncodedImage(name, encoded), size, how);
  }

  /**
   * Decodes an image and prepares it, up to the normalisation.
   *
   * @param name how messages call the image
   * @param encoded a JPEG, PNG, GIF, BMP, WebP, TIFF or PNM file
   * @param size of the centre crop, with 1 or 3 channels
   * @param maxPixels of the largest image that is decoded, as {@link FileSplit#maxPixels}
   * @return H×W×C bytes
   * @throws InputException when the image is cut short, damaged, of another format, or too large;
   *     the message names it
   */
  public static byte[] decode(
      String name, byte[] encoded, FeatureMap size, Preprocessing how, long maxPixels) {
    return decode(new EncodedImage(name, encoded, maxPixels), size, how);
  }

  static byte[] decode(EncodedImage encoded, FeatureMap size, Preprocessing how) {
    double largest = Math.max(size.height(), size.width()) * Resizer.zoom(size, how);
    try (PointerScope scope = new PointerScope()) {
      return Resizer.crop(read(encoded, (int) Math.ceil(largest), how.interpolation()), size, how);
    }
  }

  /**
   * Decodes an image, of which a part is cut out and resized. A JPEG is decoded at a reduced size
   * where the part allows it; its borders are then whole pixels of that size.
   *
   * @param size what the part is resized to
   * @return H×W×C bytes
   * @throws InputException as {@link #decode} does
   */
  static byte[] part(
      EncodedImage encoded, FeatureMap size, ResizedCrop crop, Draws draws, Interpolation how) {
    ImageHeader header = encoded.header();
    Draws again = draws.copy();
    Box box = crop.box(header.height(), header.width(), size.height(), size.width(), draws);
    int scale = how == Interpolation.AREA ? reduction(header.format(), box, size) : 1;
    try (PointerScope scope = new PointerScope()) {
      Mat image = imdecode(header, encoded, scale);
      int height = Math.ceilDiv(header.height(), scale);
      // EXIF may have turned the image: so is the box then, which is as likely as any other.
      boolean turned = image.rows() != height && image.cols() == height;
      Box drawn = turned ? turned(header, size, crop, again) : box;
      return Resizer.part(image, scaled(drawn, scale, image), size, how);
    }
  }

  /** A box for the image as it is stored, and for the input turned like it, turned back. */
  private static Box turned(ImageHeader header, FeatureMap size, ResizedCrop crop, Draws draws) {
    Box box = crop.box(header.height(), header.width(), size.width(), size.height(), draws);
    return new Box(box.left(), box.top(), box.width(), box.height());
  }

  private static Box scaled(Box box, int scale, Mat image) {
    int top = Math.min(Math.round((float) box.top() / scale), image.rows() - 1);
    int left = Math.min(Math.round((float) box.left() / scale), image.cols() - 1);
    int height = Math.clamp(Math.round((float) box.height() / scale), 1, image.rows() - top);
    int width = Math.clamp(Math.round((float) box.width() / scale), 1, image.cols() - left);
    return new Box(top, left, height, width);
  }

  /**
   * Decodes a whole image once, to several sizes.
   *
   * @param sides that its shorter side is resized to
   * @return one for each side
   * @throws InputException as {@link #decode} does, and when one is too large
   */
  static List<Picture> wholes(
      EncodedImage encoded, int channels, List<Integer> sides, Interpolation how) {
    try (PointerScope scope = new PointerScope()) {
      Mat image = read(encoded, Collections.max(sides), how);
      return sides.stream()
          .map(side -> Resizer.whole(encoded.name(), image, channels, side, how))
          .toList();
    }
  }

  /**
   * An image as it is, in its own size: red, green, blue. It belongs to the scope that is open.
   *
   * @throws InputException as {@link #decode} does
   */
  static Mat whole(EncodedImage encoded) {
    return read(encoded, 1, Interpolation.BILINEAR);
  }

  /** The image, of at least twice {@code largest} pixels on its shorter side if it has as many. */
  private static Mat read(EncodedImage encoded, int largest, Interpolation how) {
    ImageHeader header = encoded.header();
    int scale =
        switch (how) {
          case AREA ->
              reduction(header.format(), Math.min(header.height(), header.width()), 2 * largest);
          case BILINEAR, BICUBIC -> 1; // Pillow's values are those of the whole image
        };
    return imdecode(header, encoded, scale);
  }

  private static Mat imdecode(ImageHeader header, EncodedImage encoded, int scale) {
    int flags =
        opencv_imgcodecs.IMREAD_COLOR_RGB
            | switch (scale) {
              case 8 -> REDUCED_8;
              case 4 -> REDUCED_4;
              case 2 -> REDUCED_2;
              default -> 0;
            };
    BytePointer bytes = new BytePointer(encoded.bytes());
    Mat input = new Mat(1, encoded.bytes().length, opencv_core.CV_8UC1, bytes);
    RuntimeException cause = null;
    try {
      Mat image = opencv_imgcodecs.imdecode(input, flags);
      if (!image.empty()) {
        return image;
      }
    } catch (RuntimeException e) { // a C++ exception: the file is at fault
      cause = e;
    }
    String problem = ": expected a whole " + header.format() + ", received one that is damaged";
    throw new InputException(encoded.name() + problem + "; replace it", cause);
  }

  /**
   * 2, 4 or 8 lets libjpeg decode at 1/2, 1/4 or 1/8 of the size, several times faster; what comes
   * out must still be twice as large as needed, so that the quality is that of our averaging.
   *
   * @param have pixels
   * @param need pixels of them
   */
  private static int reduction(Format format, int have, int need) {
    if (format != Format.JPEG) {
      return 1;
    }
    return have / 8 >= need ? 8 : have / 4 >= need ? 4 : have / 2 >= need ? 2 : 1;
  }

  private static int reduction(Format format, Box box, FeatureMap size) {
    // EXIF may yet exchange height and width.
    int need = 2 * Math.max(size.height(), size.width());
    return reduction(format, Math.min(box.height(), box.width()), need);
  }
}
