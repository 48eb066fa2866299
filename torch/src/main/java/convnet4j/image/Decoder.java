package convnet4j.image;

import convnet4j.errors.InputException;
import convnet4j.image.ImageHeader.Format;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.torch.Natives;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Encoded images to pixels of one size, on OpenCV. Pixels are bytes, row by row with the channels
 * interleaved (H×W×C), in the order red, green, blue.
 *
 * <p>Whatever a file holds becomes 8-bit colour, or grey where one channel is asked for:
 *
 * <ul>
 *   <li>grey: the value in all three channels; colour to grey: 0.299 R + 0.587 G + 0.114 B;
 *   <li>palette: looked up; 16 bits per channel: the upper 8;
 *   <li>alpha: dropped, and the colour beneath it stays, as torchvision's image folders do it (a
 *       GIF's transparent pixels are black);
 *   <li>EXIF orientation: carried out; colour profiles: ignored; animations: the first picture.
 * </ul>
 *
 * <p>An image of another size is cut to the wanted proportions around its centre and then resized:
 * objects keep their shape, at the cost of the margins of the longer side. Shrinking averages areas
 * (no aliasing); enlarging is bilinear, in OpenCV's form that gives the same bits on every CPU. An
 * image of the wanted size is left as it is.
 */
public final class Decoder {
  /** 2²⁷; a photograph has a tenth of it, and a forged header of a few bytes could claim 2⁶². */
  static final long MAX_PIXELS = 1L << 27;

  static {
    Natives.load();
    // The workers are the parallelism; threads of OpenCV's own would only compete with libtorch's.
    opencv_core.setNumThreads(1);
  }

  private Decoder() {}

  /**
   * Decodes an image to a size.
   *
   * @param name how messages call the image
   * @param encoded a JPEG, PNG, GIF, BMP, WebP, TIFF or PNM file
   * @param size with 1 or 3 channels
   * @return H×W×C bytes
   * @throws InputException when the image is cut short, damaged, of another format, or has more
   *     than 2²⁷ pixels; the message names it
   */
  public static byte[] decode(String name, byte[] encoded, FeatureMap size) {
    ImageHeader header = ImageHeader.read(name, encoded);
    if ((long) header.height() * header.width() > MAX_PIXELS) {
      throw new InputException(
          name
              + ": expected at most "
              + MAX_PIXELS / 1_000_000
              + " million pixels, received "
              + header.width()
              + "×"
              + header.height()
              + "; shrink or replace it");
    }
    int flags = opencv_imgcodecs.IMREAD_COLOR_RGB | reduction(header, size);
    try (PointerScope scope = new PointerScope()) {
      return fit(imdecode(name, header, encoded, flags), size);
    }
  }

  /** Resizes pixels (H×W×C) as {@link #decode} does, and converts between grey and colour. */
  static byte[] fit(byte[] pixels, FeatureMap from, FeatureMap to) {
    if (from.height() == to.height() && from.width() == to.width()) {
      return convert(pixels, from.channels(), to.channels());
    }
    try (PointerScope scope = new PointerScope()) {
      int type = opencv_core.CV_8UC(from.channels());
      return fit(new Mat(from.height(), from.width(), type, new BytePointer(pixels)), to);
    }
  }

  private static Mat imdecode(String name, ImageHeader header, byte[] encoded, int flags) {
    Mat input = new Mat(1, encoded.length, opencv_core.CV_8UC1, new BytePointer(encoded));
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
    throw new InputException(name + problem + "; replace it", cause);
  }

  /**
   * The flag that lets libjpeg decode at 1/2, 1/4 or 1/8 of the size, several times faster; what
   * comes out must still be twice as large as needed, so that the quality is that of our averaging.
   */
  private static int reduction(ImageHeader header, FeatureMap size) {
    if (header.format() != Format.JPEG) {
      return 0;
    }
    int have = Math.min(header.height(), header.width());
    int need = 2 * Math.max(size.height(), size.width());
    if (have / 8 >= need) {
      return 64;
    }
    return have / 4 >= need ? 32 : have / 2 >= need ? 16 : 0;
  }

  private static byte[] fit(Mat image, FeatureMap size) {
    Mat exact = image;
    if (image.rows() != size.height() || image.cols() != size.width()) {
      double scale =
          Math.max((double) size.height() / image.rows(), (double) size.width() / image.cols());
      int height = Math.clamp(Math.round(size.height() / scale), 1, image.rows());
      int width = Math.clamp(Math.round(size.width() / scale), 1, image.cols());
      Rect centre =
          new Rect((image.cols() - width) / 2, (image.rows() - height) / 2, width, height);
      exact = new Mat();
      opencv_imgproc.resize(
          new Mat(image, centre),
          exact,
          new Size(size.width(), size.height()),
          0,
          0,
          scale < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR_EXACT);
    }
    byte[] pixels = new byte[exact.rows() * exact.cols() * exact.channels()];
    exact.data().capacity(pixels.length).asByteBuffer().get(pixels);
    return convert(pixels, exact.channels(), size.channels());
  }

  private static byte[] convert(byte[] pixels, int from, int to) {
    if (from == to) {
      return pixels;
    }
    byte[] converted = new byte[pixels.length / from * to];
    for (int in = 0, out = 0; in < pixels.length; in += from, out += to) {
      if (to == 1) {
        // The weights in 1/65536, rounded: grey stays exactly what it was.
        converted[out] =
            (byte)
                ((19595 * (pixels[in] & 0xFF)
                        + 38470 * (pixels[in + 1] & 0xFF)
                        + 7471 * (pixels[in + 2] & 0xFF)
                        + 32768)
                    >> 16);
      } else {
        converted[out] = converted[out + 1] = converted[out + 2] = pixels[in];
      }
    }
    return converted;
  }
}
