package convnet4j.image;

import convnet4j.data.FileSplit;
import convnet4j.data.PixelSplit;
import convnet4j.data.Split;
import convnet4j.errors.InputException;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Small pictures of a split's images, for people. */
public final class Thumbnail {
  static {
    OpenCv.load();
  }

  private Thumbnail() {}

  /**
   * An image as it is, whole; a larger one is shrunk.
   *
   * @param split of 1 or 3 channels
   * @param side the most that the longer side may have, in pixels
   * @return a PNG file
   * @throws InputException when the image is bad; the message names its file
   */
  public static byte[] png(Split split, int index, int side) {
    try (PointerScope scope = new PointerScope()) {
      Mat small = shrunk(image(split, index), side);
      if (small.channels() == 1) {
        return Png.encode(small);
      }
      Mat bgr = new Mat();
      opencv_imgproc.cvtColor(small, bgr, opencv_imgproc.COLOR_RGB2BGR);
      return Png.encode(bgr);
    }
  }

  private static Mat image(Split split, int index) {
    return switch (split) {
      case PixelSplit p -> {
        byte[] pixels = new byte[p.imageBytes()];
        p.copy(index, pixels, 0);
        yield Resizer.mat(pixels, Originals.shape(p));
      }
      case FileSplit f -> Decoder.whole(EncodedImage.of(f, index));
    };
  }

  private static Mat shrunk(Mat image, int side) {
    int longer = Math.max(image.rows(), image.cols());
    if (longer <= side) {
      return image;
    }
    int width = Math.max(1, Math.round((float) image.cols() * side / longer));
    int height = Math.max(1, Math.round((float) image.rows() * side / longer));
    Mat small = new Mat();
    opencv_imgproc.resize(image, small, new Size(width, height), 0, 0, opencv_imgproc.INTER_AREA);
    return small;
  }
}
