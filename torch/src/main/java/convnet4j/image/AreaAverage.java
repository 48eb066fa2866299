package convnet4j.image;

import convnet4j.data.Box;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Shrinks a part of an image by averaging areas, as OpenCV's {@code INTER_AREA} does, to within one
 * value of 255. Where the proportion is no whole number, that goes pixel by pixel in floating point
 * and takes as long as decoding a photograph; this takes half the time.
 */
final class AreaAverage {
  /** Weights are in units of 2⁻¹⁴: 255 of them in both directions fit into 31 bits. */
  private static final int BITS = 14;

  /** What a row keeps of a value beyond the integer. */
  private static final int KEPT = 8;

  private AreaAverage() {}

  /** Which pixels of a line each new pixel covers, and how much of each, summing to one. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Cover(int[] first, int[] count, int[] weights, int most) {
    static Cover of(int from, int to) {
      double scale = (double) from / to;
      int most = (int) Math.ceil(scale) + 1;
      int[] first = new int[to];
      int[] count = new int[to];
      int[] weights = new int[to * most];
      for (int i = 0; i < to; i++) {
        double begin = i * scale;
        double end = Math.min(from, (i + 1) * scale);
        first[i] = Math.min((int) begin, from - 1);
        count[i] = Math.clamp((int) Math.ceil(end) - first[i], 1, most);
        int left = 1 << BITS;
        int largest = 0;
        for (int k = 0; k < count[i]; k++) {
          double covered =
              Math.min(end, first[i] + k + 1.0) - Math.max(begin, (double) first[i] + k);
          int weight = (int) Math.round(covered / scale * (1 << BITS));
          weights[i * most + k] = weight;
          left -= weight;
          largest = weight > weights[i * most + largest] ? k : largest;
        }
        weights[i * most + largest] += left; // what rounding took: white stays white
      }
      return new Cover(first, count, weights, most);
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
    int[] narrow = new int[width * channels];
    int[] sum = new int[width * channels];
    byte[] result = new byte[height * width * channels];
    int last = -1;
    for (int y = 0; y < height; y++) {
      Arrays.fill(sum, 1 << (BITS + KEPT - 1)); // a half
      for (int k = 0; k < rows.count[y]; k++) {
        int from = rows.first[y] + k;
        if (from != last) { // two new rows may share one
          pixels.get((int) ((box.top() + from) * stored) + box.left() * channels, row);
          narrow(row, columns, channels, narrow);
          last = from;
        }
        add(narrow, rows.weights[y * rows.most + k], sum);
      }
      store(sum, result, y * sum.length);
    }
    return result;
  }

  private static void narrow(byte[] row, Cover columns, int channels, int[] narrow) {
    int width = columns.first.length;
    for (int x = 0; x < width; x++) {
      int at = columns.first[x] * channels;
      int weight = x * columns.most;
      int end = weight + columns.count[x];
      if (channels == 3) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (; weight < end; weight++, at += 3) {
          int w = columns.weights[weight];
          red += w * (row[at] & 0xFF);
          green += w * (row[at + 1] & 0xFF);
          blue += w * (row[at + 2] & 0xFF);
        }
        narrow[3 * x] = red >> (BITS - KEPT);
        narrow[3 * x + 1] = green >> (BITS - KEPT);
        narrow[3 * x + 2] = blue >> (BITS - KEPT);
      } else {
        int grey = 0;
        for (; weight < end; weight++, at++) {
          grey += columns.weights[weight] * (row[at] & 0xFF);
        }
        narrow[x] = grey >> (BITS - KEPT);
      }
    }
  }

  private static void add(int[] values, int weight, int[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * values[i];
    }
  }

  private static void store(int[] sum, byte[] result, int at) {
    for (int i = 0; i < sum.length; i++) {
      result[at + i] = (byte) (sum[i] >> (BITS + KEPT));
    }
  }
}
