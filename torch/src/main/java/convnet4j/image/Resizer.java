package convnet4j.image;

import convnet4j.data.Box;
import convnet4j.data.Interpolation;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Carries out {@link Preprocessing} on decoded pixels, H×W×C bytes, up to the normalisation. */
final class Resizer {
  /** 2²⁴: a photograph at the largest scale of the papers has a sixteenth of it. */
  private static final long MAX_WHOLE = 1L << 24;

  static {
    OpenCv.load();
  }

  private Resizer() {}

  /** The centre crop of {@code to} from pixels that are resized, and converted to its channels. */
  static byte[] crop(byte[] pixels, FeatureMap from, FeatureMap to, Preprocessing how) {
    boolean asItIs = from.height() == to.height() && from.width() == to.width();
    if (asItIs && how.resize() == side(to)) {
      return convert(pixels, from.channels(), to.channels());
    }
    try (PointerScope scope = new PointerScope()) {
      return crop(mat(pixels, from), to, how);
    }
  }

  /** As {@link #crop(byte[], FeatureMap, FeatureMap, Preprocessing)}, for decoded images. */
  static byte[] crop(Mat image, FeatureMap to, Preprocessing how) {
    return switch (how.interpolation()) {
      case AREA -> byArea(image, to, zoom(to, how));
      case BILINEAR, BICUBIC -> {
        FeatureMap whole = resized(image, how.resize());
        Region centre = Region.centre(whole.height(), whole.width(), to.height(), to.width());
        yield resampled(image, whole, how.interpolation(), centre, to.channels());
      }
    };
  }

  /**
   * The whole of an image.
   *
   * @param name how messages call it
   * @param side that its shorter side is resized to
   */
  static Picture whole(
      String name, Mat image, int channels, int side, Interpolation interpolation) {
    FeatureMap size = resized(image, side);
    if ((long) size.height() * size.width() > MAX_WHOLE) {
      throw new InputException(
          name
              + ": expected at most "
              + MAX_WHOLE / 1_000_000
              + " million pixels at "
              + side
              + " on the shorter side, received "
              + size.width()
              + "×"
              + size.height()
              + "; crop or replace it");
    }
    byte[] pixels =
        size.height() == image.rows() && size.width() == image.cols()
            ? convert(bytes(image), image.channels(), channels)
            : switch (interpolation) {
              case AREA -> convert(bytes(scaled(image, size)), image.channels(), channels);
              case BILINEAR, BICUBIC -> {
                Region all = Region.all(size.height(), size.width());
                yield resampled(image, size, interpolation, all, channels);
              }
            };
    return new Picture(new FeatureMap(channels, size.height(), size.width()), pixels);
  }

  /** A part of an image, resized to {@code to} in both directions, whatever its proportions. */
  static byte[] part(Mat image, Box box, FeatureMap to, Interpolation interpolation) {
    return switch (interpolation) {
      case AREA -> convert(byArea(image, box, to), image.channels(), to.channels());
      case BILINEAR, BICUBIC -> {
        FeatureMap whole = new FeatureMap(image.channels(), to.height(), to.width());
        Region all = Region.all(to.height(), to.width());
        yield resampled(cut(image, box).clone(), whole, interpolation, all, to.channels());
      }
    };
  }

  private static byte[] byArea(Mat image, Box box, FeatureMap to) {
    boolean smaller = to.height() <= box.height() && to.width() <= box.width();
    boolean whole = box.height() % to.height() == 0 && box.width() % to.width() == 0;
    boolean known = image.channels() == 1 || image.channels() == 3;
    return smaller && known && !whole
        ? AreaAverage.of(image, box, to.height(), to.width())
        : bytes(resize(cut(image, box), to, smaller));
  }

  private static Mat cut(Mat image, Box box) {
    return new Mat(image, new Rect(box.left(), box.top(), box.width(), box.height()));
  }

  /** Pixels for OpenCV; they belong to the scope that is open. */
  static Mat mat(byte[] pixels, FeatureMap shape) {
    int type = opencv_core.CV_8UC(shape.channels());
    return new Mat(shape.height(), shape.width(), type, new BytePointer(pixels));
  }

  /** How much larger than the crop the image is resized to. */
  static double zoom(FeatureMap to, Preprocessing how) {
    return (double) how.resize() / side(to);
  }

  private static int side(FeatureMap size) {
    return Math.min(size.height(), size.width());
  }

  /** As torchvision's {@code Resize}: the longer side in proportion, rounded down. */
  private static FeatureMap resized(Mat image, int side) {
    int rows = image.rows();
    int columns = image.cols();
    long longer = Math.max(rows, columns) * (long) side / Math.min(rows, columns);
    int capped = (int) Math.min(longer, Integer.MAX_VALUE);
    return rows < columns
        ? new FeatureMap(image.channels(), side, capped)
        : new FeatureMap(image.channels(), capped, side);
  }

  private static byte[] byArea(Mat image, FeatureMap to, double zoom) {
    Mat exact = image;
    if (image.rows() != to.height() || image.cols() != to.width() || zoom != 1) {
      double scale =
          zoom * Math.max((double) to.height() / image.rows(), (double) to.width() / image.cols());
      int height = Math.clamp(Math.round(to.height() / scale), 1, image.rows());
      int width = Math.clamp(Math.round(to.width() / scale), 1, image.cols());
      Rect centre =
          new Rect((image.cols() - width) / 2, (image.rows() - height) / 2, width, height);
      FeatureMap filled = zoom < 1 ? filled(image, to, scale) : to;
      exact = padded(resize(new Mat(image, centre), filled, scale < 1), to);
    }
    return convert(bytes(exact), exact.channels(), to.channels());
  }

  /** What an image that is too small takes of the crop. */
  private static FeatureMap filled(Mat image, FeatureMap to, double scale) {
    return new FeatureMap(
        to.channels(),
        Math.clamp(Math.round(image.rows() * scale), 1, to.height()),
        Math.clamp(Math.round(image.cols() * scale), 1, to.width()));
  }

  /** In the middle of black, as {@link Region#centre} has it. */
  private static Mat padded(Mat image, FeatureMap to) {
    if (image.rows() == to.height() && image.cols() == to.width()) {
      return image;
    }
    Region middle = Region.centre(image.rows(), image.cols(), to.height(), to.width());
    Mat result = new Mat();
    opencv_core.copyMakeBorder(
        image,
        result,
        -middle.top(),
        to.height() - image.rows() + middle.top(),
        -middle.left(),
        to.width() - image.cols() + middle.left(),
        opencv_core.BORDER_CONSTANT,
        new Scalar(0));
    return result;
  }

  private static Mat scaled(Mat image, FeatureMap to) {
    return resize(image, to, to.height() < image.rows() || to.width() < image.cols());
  }

  private static Mat resize(Mat image, FeatureMap to, boolean smaller) {
    Mat result = new Mat();
    opencv_imgproc.resize(
        image,
        result,
        new Size(to.width(), to.height()),
        0,
        0,
        smaller ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR_EXACT);
    return result;
  }

  private static byte[] resampled(
      Mat image, FeatureMap whole, Interpolation kind, Region region, int channels) {
    FeatureMap from = new FeatureMap(image.channels(), image.rows(), image.cols());
    byte[] part = Resampler.resize(bytes(image), from, whole.height(), whole.width(), kind, region);
    return convert(part, image.channels(), channels);
  }

  /** A copy of an image whose rows follow each other without gaps, as those of new ones do. */
  private static byte[] bytes(Mat image) {
    byte[] pixels = new byte[image.rows() * image.cols() * image.channels()];
    image.data().capacity(pixels.length).asByteBuffer().get(pixels);
    return pixels;
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
