package convnet4j.image;

import convnet4j.torch.Natives;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_img_hash;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * 64 bits that stay almost the same when an image is resized, recompressed or made brighter:
 * OpenCV's {@code PHash} (Zauner 2010), the signs of the 8×8 lowest frequencies of the cosine
 * transform of 32×32 grey pixels. The image is brought to that size by averaging areas first, since
 * OpenCV's own step takes single pixels of a large one.
 */
final class PerceptualHash {
  private static final int SIDE = 32;

  static {
    Natives.load();
  }

  private PerceptualHash() {}

  /**
   * The hash.
   *
   * @param image 8 bits, grey or red, green, blue
   */
  static long of(Mat image) {
    try (PointerScope scope = new PointerScope()) {
      Mat small = new Mat();
      boolean shrinks = image.rows() >= SIDE && image.cols() >= SIDE;
      opencv_imgproc.resize(
          image,
          small,
          new Size(SIDE, SIDE),
          0,
          0,
          shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR_EXACT);
      Mat grey = small;
      if (small.channels() == 3) {
        grey = new Mat();
        opencv_imgproc.cvtColor(small, grey, opencv_imgproc.COLOR_RGB2GRAY);
      }
      Mat hash = new Mat(1, Long.BYTES, opencv_core.CV_8UC1);
      opencv_img_hash.pHash(grey, hash);
      return hash.data().capacity(Long.BYTES).asByteBuffer().getLong();
    }
  }
}
