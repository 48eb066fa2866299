package convnet4j.image;

import convnet4j.net.Shape.FeatureMap;
import java.util.Arrays;

/**
 * Changes of colours that need no neighbours, or only the nearest, on H×W×C bytes. What Pillow has,
 * too, gives Pillow's values to the bit: its truncations are kept. Of other than three channels,
 * those that need colours change nothing.
 */
final class Colours {
  private static final int COLOUR = 3;
  private static final int VALUES = 256;

  private Colours() {}

  /** Adds to every channel, rounded and kept within 0..255. */
  static void add(byte[] pixels, double[] shifts) {
    byte[][] tables = new byte[shifts.length][VALUES];
    for (int c = 0; c < shifts.length; c++) {
      for (int v = 0; v < VALUES; v++) {
        tables[c][v] = (byte) Math.clamp(Math.round(v + shifts[c]), 0, 255);
      }
    }
    lookUp(pixels, tables);
  }

  static void brightness(byte[] pixels, int channels, double factor) {
    blendAll(pixels, channels, 0, (float) factor);
  }

  /** Away from the image's mean grey, or towards it. */
  static void contrast(byte[] pixels, int channels, double factor) {
    long sum = 0;
    if (channels == COLOUR) {
      for (int i = 0; i < pixels.length; i += COLOUR) {
        sum += grayOf(pixels, i);
      }
    } else {
      for (byte pixel : pixels) {
        sum += pixel & 0xFF;
      }
    }
    long count = channels == COLOUR ? pixels.length / COLOUR : pixels.length;
    blendAll(pixels, channels, (int) ((double) sum / count + 0.5), (float) factor);
  }

  static void saturation(byte[] pixels, int channels, double factor) {
    if (channels != COLOUR) {
      return;
    }
    float f = (float) factor;
    for (int i = 0; i < pixels.length; i += COLOUR) {
      int gray = grayOf(pixels, i);
      pixels[i] = blend(gray, pixels[i] & 0xFF, f);
      pixels[i + 1] = blend(gray, pixels[i + 1] & 0xFF, f);
      pixels[i + 2] = blend(gray, pixels[i + 2] & 0xFF, f);
    }
  }

  static void gray(byte[] pixels, int channels) {
    if (channels != COLOUR) {
      return;
    }
    for (int i = 0; i < pixels.length; i += COLOUR) {
      pixels[i] = pixels[i + 1] = pixels[i + 2] = (byte) grayOf(pixels, i);
    }
  }

  /** Away from the image smoothed by 1 1 1, 1 5 1, 1 1 1, or towards it; the border stays. */
  static void sharpness(byte[] pixels, byte[] target, FeatureMap size, double factor) {
    System.arraycopy(pixels, 0, target, 0, pixels.length);
    int step = size.channels();
    int row = size.width() * step;
    float f = (float) factor;
    for (int y = 1; y < size.height() - 1; y++) {
      for (int i = y * row + step; i < (y + 1) * row - step; i++) {
        int above = value(pixels, i - row - step) + value(pixels, i - row);
        above += value(pixels, i - row + step);
        int below = value(pixels, i + row - step) + value(pixels, i + row);
        below += value(pixels, i + row + step);
        int beside = value(pixels, i - step) + value(pixels, i + step);
        int middle = value(pixels, i);
        int smooth = (2 * (above + below + beside + 5 * middle) + 13) / 26;
        target[i] = blend(smooth, middle, f);
      }
    }
  }

  /** Keeps the upper bits. */
  static void posterize(byte[] pixels, int channels, int bits) {
    int mask = -1 << (8 - bits);
    byte[] table = new byte[VALUES];
    for (int v = 0; v < VALUES; v++) {
      table[v] = (byte) (v & mask);
    }
    lookUp(pixels, same(table, channels));
  }

  /** Inverts what is not below {@code threshold}. */
  static void solarize(byte[] pixels, int channels, double threshold) {
    byte[] table = new byte[VALUES];
    for (int v = 0; v < VALUES; v++) {
      table[v] = (byte) (v < threshold ? v : 255 - v);
    }
    lookUp(pixels, same(table, channels));
  }

  static void autoContrast(byte[] pixels, int channels) {
    int[][] histograms = histograms(pixels, channels);
    byte[][] tables = new byte[channels][VALUES];
    for (int c = 0; c < channels; c++) {
      int low = 0;
      while (histograms[c][low] == 0) {
        low++;
      }
      int high = VALUES - 1;
      while (histograms[c][high] == 0) {
        high--;
      }
      double scale = high > low ? 255.0 / (high - low) : 1;
      double offset = high > low ? -low * scale : 0;
      for (int v = 0; v < VALUES; v++) {
        tables[c][v] = (byte) Math.clamp((int) (v * scale + offset), 0, 255);
      }
    }
    lookUp(pixels, tables);
  }

  static void equalize(byte[] pixels, int channels) {
    int[][] histograms = histograms(pixels, channels);
    byte[][] tables = new byte[channels][VALUES];
    for (int c = 0; c < channels; c++) {
      int[] histogram = histograms[c];
      int last = VALUES - 1;
      while (histogram[last] == 0) {
        last--;
      }
      int step = (pixels.length / channels - histogram[last]) / 255;
      int n = step / 2;
      for (int v = 0; v < VALUES; v++) {
        tables[c][v] = (byte) (step == 0 ? v : Math.min(n / step, 255));
        n += histogram[v];
      }
    }
    lookUp(pixels, tables);
  }

  private static int[][] histograms(byte[] pixels, int channels) {
    int[][] histograms = new int[channels][VALUES];
    for (int i = 0; i < pixels.length; i += channels) {
      for (int c = 0; c < channels; c++) {
        histograms[c][pixels[i + c] & 0xFF]++;
      }
    }
    return histograms;
  }

  private static void blendAll(byte[] pixels, int channels, int from, float factor) {
    byte[] table = new byte[VALUES];
    for (int v = 0; v < VALUES; v++) {
      table[v] = blend(from, v, factor);
    }
    lookUp(pixels, same(table, channels));
  }

  private static byte[][] same(byte[] table, int channels) {
    byte[][] tables = new byte[channels][];
    Arrays.fill(tables, table);
    return tables;
  }

  private static void lookUp(byte[] pixels, byte[][] tables) {
    for (int i = 0; i < pixels.length; i += tables.length) {
      for (int c = 0; c < tables.length; c++) {
        pixels[i + c] = tables[c][pixels[i + c] & 0xFF];
      }
    }
  }

  /** Pillow's blend: in single precision, truncated, kept within 0..255. */
  private static byte blend(int from, int to, float factor) {
    return (byte) Math.max(0, Math.min(255, (int) (from + factor * (to - from))));
  }

  /** The weights in 1/65536, rounded. */
  private static int grayOf(byte[] pixels, int i) {
    return (19595 * value(pixels, i)
            + 38470 * value(pixels, i + 1)
            + 7471 * value(pixels, i + 2)
            + 32768)
        >> 16;
  }

  private static int value(byte[] pixels, int i) {
    return pixels[i] & 0xFF;
  }
}
