package convnet4j.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** PNG files. */
final class Png {
  private Png() {}

  /**
   * @param image blue, green, red or grey; what is made of it belongs to the scope that is open
   */
  static byte[] encode(Mat image) {
    BytePointer encoded = new BytePointer();
    if (!opencv_imgcodecs.imencode(".png", image, encoded)) {
      throw new IllegalStateException("OpenCV cannot write a PNG of " + image.size());
    }
    byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
    encoded.get(bytes);
    return bytes;
  }
}
