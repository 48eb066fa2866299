package convnet4j.image;

import convnet4j.data.Interpolation;
import convnet4j.net.Shape.FeatureMap;
import java.util.Arrays;

/**
 * Resizes bytes to the very values of Pillow's {@code Image.resize}: a convolution along the rows
 * and then one along the columns, whose kernel is widened by the scale when shrinking, so that
 * every pixel counts. Weights are rounded to 1/2²², and what lies between the passes is rounded to
 * bytes again. The two kernels are those of {@link Interpolation}.
 *
 * <p>Pillow 13 goes along the columns first where the height shrinks much more than the width; with
 * proportions kept, as they are here, all its versions agree.
 */
final class Resampler {
  /** Of the fraction of a weight; with it, sums of a byte's products fit an int. */
  private static final int BITS = 22;

  private static final int HALF = 1 << (BITS - 1);

  private Resampler() {}

  /**
   * For every output position, the first input position that counts, and the weights from there.
   */
  private static final class Taps {
    final int[] first;
    final int[][] weights;

    Taps(int count) {
      first = new int[count];
      weights = new int[count][];
    }
  }

  /**
   * A part of the resized image; only that part is computed.
   *
   * @param pixels H×W×C bytes of shape {@code from}
   * @param height of the whole resized image
   * @param width of the whole resized image
   * @param region of the resized image; black where it reaches past it
   * @return region height × region width × C bytes
   */
  static byte[] resize(
      byte[] pixels, FeatureMap from, int height, int width, Interpolation kind, Region region) {
    int top = Math.max(region.top(), 0);
    int left = Math.max(region.left(), 0);
    int rows = Math.min(region.top() + region.height(), height) - top;
    int columns = Math.min(region.left() + region.width(), width) - left;
    Taps down = taps(from.height(), height, kind, top, rows);
    Taps across = taps(from.width(), width, kind, left, columns);
    int firstRow = down.first[0];
    int lastRow = down.first[rows - 1] + down.weights[rows - 1].length;
    byte[] narrow = horizontal(pixels, from, firstRow, lastRow, across);
    byte[] result = new byte[region.height() * region.width() * from.channels()];
    int row = region.width() * from.channels();
    int start = (top - region.top()) * row + (left - region.left()) * from.channels();
    vertical(narrow, columns * from.channels(), firstRow, down, result, start, row);
    return result;
  }

  private static Taps taps(int in, int out, Interpolation kind, int from, int count) {
    double scale = (double) in / out;
    double widening = Math.max(scale, 1);
    double support = widening * support(kind);
    Taps taps = new Taps(count);
    for (int i = 0; i < count; i++) {
      double centre = (from + i + 0.5) * scale;
      int begin = Math.max((int) (centre - support + 0.5), 0);
      int end = Math.min((int) (centre + support + 0.5), in);
      double[] exact = new double[end - begin];
      double sum = 0;
      for (int t = 0; t < exact.length; t++) {
        exact[t] = kernel(kind, (t + begin - centre + 0.5) * (1 / widening));
        sum += exact[t];
      }
      taps.first[i] = begin;
      taps.weights[i] = new int[exact.length];
      for (int t = 0; t < exact.length; t++) {
        double weight = (sum == 0 ? exact[t] : exact[t] / sum) * (1 << BITS);
        taps.weights[i][t] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
      }
    }
    return taps;
  }

  private static double support(Interpolation kind) {
    return switch (kind) {
      case BILINEAR -> 1;
      case BICUBIC -> 2;
      case AREA -> throw new IllegalArgumentException("OpenCV resizes by area");
    };
  }

  private static double kernel(Interpolation kind, double distance) {
    double x = Math.abs(distance);
    if (x >= support(kind)) {
      return 0;
    }
    // In this order of operations, because the last bit of a weight counts.
    return switch (kind) {
      case BILINEAR -> 1 - x;
      case BICUBIC -> x < 1 ? (1.5 * x - 2.5) * x * x + 1 : (((x - 5) * x + 8) * x - 4) * -0.5;
      case AREA -> throw new IllegalArgumentException("OpenCV resizes by area");
    };
  }

  private static byte[] horizontal(
      byte[] pixels, FeatureMap from, int firstRow, int lastRow, Taps taps) {
    int channels = from.channels();
    int row = from.width() * channels;
    byte[] out = new byte[(lastRow - firstRow) * taps.first.length * channels];
    int o = 0;
    for (int y = firstRow; y < lastRow; y++) {
      for (int x = 0; x < taps.first.length; x++) {
        int[] weights = taps.weights[x];
        int start = y * row + taps.first[x] * channels;
        for (int c = 0; c < channels; c++, o++) {
          int sum = HALF;
          for (int t = 0, i = start + c; t < weights.length; t++, i += channels) {
            sum += (pixels[i] & 0xFF) * weights[t];
          }
          out[o] = clipped(sum);
        }
      }
    }
    return out;
  }

  private static void vertical(
      byte[] in, int inRow, int firstRow, Taps taps, byte[] out, int start, int outRow) {
    int[] sums = new int[inRow];
    for (int y = 0; y < taps.first.length; y++) {
      Arrays.fill(sums, HALF);
      int[] weights = taps.weights[y];
      for (int t = 0; t < weights.length; t++) {
        int from = (taps.first[y] - firstRow + t) * inRow;
        for (int x = 0; x < inRow; x++) {
          sums[x] += (in[from + x] & 0xFF) * weights[t];
        }
      }
      for (int x = 0; x < inRow; x++) {
        out[start + y * outRow + x] = clipped(sums[x]);
      }
    }
  }

  private static byte clipped(int sum) {
    return (byte) Math.clamp(sum >> BITS, 0, 255);
  }
}
