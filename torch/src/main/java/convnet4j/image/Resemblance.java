package convnet4j.image;

import convnet4j.data.PixelSplit;
import convnet4j.data.Split;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** How alike two images are, pixel by pixel. */
final class Resemblance {
  private static final int SIDE = 32;

  private Resemblance() {}

  /**
   * What is compared of an image: its pixels, where they are few and all images have as many, else
   * those that it has in 32×32.
   */
  static byte[] sample(Split split, int index) {
    if (split instanceof PixelSplit p && p.height() <= SIDE && p.width() <= SIDE) {
      byte[] pixels = new byte[p.imageBytes()];
      p.copy(index, pixels, 0);
      return pixels;
    }
    try (PointerScope scope = new PointerScope()) {
      Mat image = EveryImage.read(split, index);
      boolean shrinks = image.rows() >= SIDE && image.cols() >= SIDE;
      Mat small = new Mat();
      opencv_imgproc.resize(
          image,
          small,
          new Size(SIDE, SIDE),
          0,
          0,
          shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR_EXACT);
      byte[] pixels = new byte[SIDE * SIDE * image.channels()];
      small.data().capacity(pixels.length).asByteBuffer().get(pixels);
      return pixels;
    }
  }

  /**
   * Pearson's correlation of the values of two samples, −1..1; NaN where one of them is all alike.
   */
  static double of(byte[] a, byte[] b) {
    long sumA = 0;
    long sumB = 0;
    long squaresA = 0;
    long squaresB = 0;
    long products = 0;
    for (int i = 0; i < a.length; i++) {
      int x = a[i] & 0xFF;
      int y = b[i] & 0xFF;
      sumA += x;
      sumB += y;
      squaresA += x * x;
      squaresB += y * y;
      products += x * y;
    }
    double n = a.length;
    double covariance = products - sumA * (sumB / n);
    return covariance / Math.sqrt((squaresA - sumA * (sumA / n)) * (squaresB - sumB * (sumB / n)));
  }
}
