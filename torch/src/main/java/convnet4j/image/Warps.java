package convnet4j.image;

import convnet4j.data.Draws;
import convnet4j.data.Elastic;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.torch.Natives;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * What OpenCV does to images of one size, H×W×C bytes, in native memory of its own that is used for
 * all of them. For one thread.
 */
final class Warps implements AutoCloseable {
  /** Channels of an image that has hues. */
  static final int COLOUR = 3;

  private static final double CIRCLE = 360;
  private static final int CHANNELS_OF_A_SCALAR = 4;

  static {
    Natives.load();
    // The workers are the parallelism; threads of OpenCV's own would only compete with libtorch's.
    opencv_core.setNumThreads(1);
  }

  private final int height;
  private final int width;
  private final int type;
  private final List<Pointer> owned = new ArrayList<>();
  private final Mat source;
  private final ByteBuffer sourceBytes;
  private final Mat target;
  private final ByteBuffer targetBytes;
  private final Mat matrix;
  private final DoubleBuffer matrixNumbers;
  private final Size size;
  private final Scalar black;

  /** Made when it is first needed, as are those below. */
  private Mat wide;

  private Mat hsv;

  /** What is added to hue, saturation, value and nothing. */
  private Mat turned;

  private DoubleBuffer turnNumbers;
  private Field across;
  private Field down;

  /** Where every pixel is fetched from along one axis, as floats. */
  private final class Field {
    final Mat noise = mat(opencv_core.CV_32FC1);
    final Mat smooth = mat(opencv_core.CV_32FC1);
    final FloatBuffer noiseNumbers = noise.createBuffer();
    final FloatBuffer smoothNumbers = smooth.createBuffer();
    final float[] numbers = new float[height * width];
  }

  Warps(FeatureMap shape) {
    height = shape.height();
    width = shape.width();
    type = opencv_core.CV_8UC(shape.channels());
    try (PointerScope scope = new PointerScope()) {
      source = mat(type);
      sourceBytes = source.createBuffer();
      target = mat(type);
      targetBytes = target.createBuffer();
      matrix = own(new Mat(2, 3, opencv_core.CV_64FC1));
      matrixNumbers = matrix.createBuffer();
      size = own(new Size(width, height));
      black = own(new Scalar(0, 0, 0, 0));
    }
  }

  /**
   * Fetches every pixel from elsewhere, between pixels bilinearly, from outside black.
   *
   * @param inverse as {@link Affine} gives it
   */
  void affine(byte[] from, byte[] to, double[] inverse) {
    matrixNumbers.put(0, inverse);
    sourceBytes.put(0, from);
    int how = opencv_imgproc.INTER_LINEAR | opencv_imgproc.WARP_INVERSE_MAP;
    opencv_imgproc.warpAffine(
        source, target, matrix, size, how, opencv_core.BORDER_CONSTANT, black);
    targetBytes.get(0, to);
  }

  /**
   * Blurs with a window of {@code window} pixels; the border is reflected, without itself twice.
   */
  void blur(byte[] from, byte[] to, int window, double sigma) {
    sourceBytes.put(0, from);
    try (PointerScope scope = new PointerScope()) {
      smooth(source, target, window, sigma);
    }
    targetBytes.get(0, to);
  }

  /** Turns the hues of three channels by {@code turn} full circles. */
  void hue(byte[] from, byte[] to, double turn) {
    if (hsv == null) {
      try (PointerScope scope = new PointerScope()) {
        wide = mat(opencv_core.CV_32FC3);
        hsv = mat(opencv_core.CV_32FC3);
        turned = own(Mat.zeros(CHANNELS_OF_A_SCALAR, 1, opencv_core.CV_64FC1).asMat());
        turnNumbers = turned.createBuffer();
      }
    }
    sourceBytes.put(0, from);
    // In single precision: OpenCV's hues of 8 bits would move a colour by several values.
    source.convertTo(wide, opencv_core.CV_32F, 1.0 / 255, 0);
    opencv_imgproc.cvtColor(wide, hsv, opencv_imgproc.COLOR_RGB2HSV);
    // OpenCV takes hues beyond a full circle, but none below 0.
    turnNumbers.put(0, (turn - Math.floor(turn)) * CIRCLE);
    opencv_core.add(hsv, turned, hsv);
    opencv_imgproc.cvtColor(hsv, wide, opencv_imgproc.COLOR_HSV2RGB);
    wide.convertTo(target, opencv_core.CV_8U, 255, 0);
    targetBytes.get(0, to);
  }

  /** Fetches every pixel from where a drawn field points to. */
  void displace(byte[] from, byte[] to, Elastic elastic, Draws draws) {
    if (across == null) {
      try (PointerScope scope = new PointerScope()) {
        across = new Field();
        down = new Field();
      }
    }
    elastic.noise(across.numbers, draws);
    elastic.noise(down.numbers, draws);
    point(across, elastic, 1, 0);
    point(down, elastic, 0, 1);
    sourceBytes.put(0, from);
    opencv_imgproc.remap(
        source,
        target,
        across.smooth,
        down.smooth,
        opencv_imgproc.INTER_LINEAR,
        opencv_core.BORDER_CONSTANT,
        black);
    targetBytes.get(0, to);
  }

  /** Makes of noise the places that pixels are fetched from. */
  private void point(Field field, Elastic elastic, int perColumn, int perRow) {
    float[] numbers = field.numbers;
    field.noiseNumbers.put(0, numbers);
    try (PointerScope scope = new PointerScope()) {
      // Four deviations to either side, as torchvision cuts the Gaussian off.
      int window = (int) Math.rint(8 * elastic.sigma()) | 1;
      smooth(field.noise, field.smooth, window, elastic.sigma());
    }
    field.smoothNumbers.get(0, numbers);
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        numbers[i] = (float) (numbers[i] * elastic.alpha() + x * perColumn + y * perRow);
      }
    }
    field.smoothNumbers.put(0, numbers);
  }

  private static void smooth(Mat from, Mat to, int window, double sigma) {
    opencv_imgproc.GaussianBlur(
        from,
        to,
        new Size(window, window),
        sigma,
        sigma,
        opencv_core.BORDER_REFLECT_101,
        opencv_core.ALGO_HINT_DEFAULT);
  }

  private Mat mat(int ofType) {
    return own(new Mat(height, width, ofType));
  }

  /** Keeps it past the scope that it was made in, until {@link #close}. */
  private <P extends Pointer> P own(P pointer) {
    owned.add(pointer.retainReference());
    return pointer;
  }

  @Override
  public void close() {
    owned.forEach(Pointer::releaseReference);
    owned.clear();
  }
}
