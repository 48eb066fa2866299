package convnet4j.image;

import convnet4j.data.Box;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Shrinks a part of an image by averaging areas, as OpenCV's {@code INTER_AREA} does, to within one
 * value of 255. Where the proportion is no whole number, that goes pixel by pixel in floating
 * point; this takes three quarters of the time.
 */
final class AreaAverage {
  /** Weights are in units of 2⁻¹⁴: 255 of them in both directions fit into 31 bits. */
  private static final int BITS = 14;

  /** What a row keeps of a value beyond the integer. */
  private static final int KEPT = 8;

  private static final int HALF = 1 << (BITS + KEPT - 1);

  private AreaAverage() {}

  /**
   * Which pixels of a line each new pixel covers, and how much of each, summing to one. All have as
   * many, some with weight zero: a processor that cannot foresee the end of a loop waits for it.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Cover(int[] first, int[] weights, int most) {
    static Cover of(int from, int to) {
      double scale = (double) from / to;
      int most = Math.min(from, (int) Math.ceil(scale) + 1);
      int[] first = new int[to];
      int[] weights = new int[to * most];
      for (int i = 0; i < to; i++) {
        double begin = i * scale;
        double end = begin + scale;
        first[i] = Math.min((int) begin, from - most);
        int left = 1 << BITS;
        int largest = i * most;
        for (int k = 0; k < most; k++) {
          double pixel = (double) first[i] + k;
          double covered = Math.max(0, Math.min(end, pixel + 1) - Math.max(begin, pixel));
          int weight = (int) Math.round(covered / scale * (1 << BITS));
          weights[i * most + k] = weight;
          left -= weight;
          largest = weight > weights[largest] ? i * most + k : largest;
        }
        weights[largest] += left; // what rounding took: white stays white
      }
      return new Cover(first, weights, most);
    }
  }

  /**
   * The part of an image, H×W×C bytes.
   *
   * @param image with 1 or 3 channels, its rows without gaps
   * @param box not smaller than {@code height} and {@code width}
   */
  static byte[] of(Mat image, Box box, int height, int width) {
    int channels = image.channels();
    Cover rows = Cover.of(box.height(), height);
    Cover columns = Cover.of(box.width(), width);
    long stored = (long) image.cols() * channels;
    ByteBuffer pixels = image.data().capacity(stored * image.rows()).asByteBuffer();
    byte[] row = new byte[box.width() * channels];
    int[] wide = new int[row.length];
    int[] sum = new int[row.length];
    byte[] result = new byte[height * width * channels];
    int last = -1;
    for (int y = 0; y < height; y++) {
      Arrays.fill(sum, 0);
      for (int k = 0; k < rows.most; k++) {
        int from = rows.first[y] + k;
        int weight = rows.weights[y * rows.most + k];
        if (weight == 0) {
          continue;
        }
        if (from != last) { // two new rows may share one
          pixels.get((int) ((box.top() + from) * stored) + box.left() * channels, row);
          widen(row, wide);
          last = from;
        }
        add(wide, weight, sum);
      }
      shorten(sum);
      narrow(sum, columns, channels, result, y * width * channels);
    }
    return result;
  }

  // Down first and then across: these three loops take several values per instruction.

  private static void widen(byte[] bytes, int[] wide) {
    for (int i = 0; i < wide.length; i++) {
      wide[i] = bytes[i] & 0xFF;
    }
  }

  private static void add(int[] values, int weight, int[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * values[i];
    }
  }

  private static void shorten(int[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] >>= BITS - KEPT;
    }
  }

  private static void narrow(int[] row, Cover columns, int channels, byte[] result, int at) {
    if (channels == 3 && columns.most == 3) {
      narrowColour(row, columns.first, columns.weights, result, at);
      return;
    }
    int out = at;
    for (int x = 0; x < columns.first.length; x++) {
      for (int c = 0; c < channels; c++) {
        int sum = HALF;
        for (int k = 0; k < columns.most; k++) {
          int value = row[(columns.first[x] + k) * channels + c];
          sum += columns.weights[x * columns.most + k] * value;
        }
        result[out++] = (byte) (sum >> (BITS + KEPT));
      }
    }
  }

  /** The same for what is most frequent, colour to between one half and all of its size. */
  private static void narrowColour(int[] row, int[] first, int[] weights, byte[] result, int at) {
    for (int x = 0; x < first.length; x++) {
      int in = 3 * first[x];
      int out = at + 3 * x;
      int left = weights[3 * x];
      int middle = weights[3 * x + 1];
      int right = weights[3 * x + 2];
      int red = HALF + left * row[in] + middle * row[in + 3] + right * row[in + 6];
      int green = HALF + left * row[in + 1] + middle * row[in + 4] + right * row[in + 7];
      int blue = HALF + left * row[in + 2] + middle * row[in + 5] + right * row[in + 8];
      result[out] = (byte) (red >> (BITS + KEPT));
      result[out + 1] = (byte) (green >> (BITS + KEPT));
      result[out + 2] = (byte) (blue >> (BITS + KEPT));
    }
  }
}
