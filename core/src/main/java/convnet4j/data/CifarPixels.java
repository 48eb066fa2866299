package convnet4j.data;

import convnet4j.errors.InputException;

/** Collects CIFAR records (1024 red, 1024 green, 1024 blue bytes, row by row) as H×W×C images. */
final class CifarPixels {
  static final int SIZE = 32;
  static final int CHANNELS = 3;
  static final int PLANE = SIZE * SIZE;
  static final int IMAGE = CHANNELS * PLANE;

  private final byte[] pixels;
  private final int[] labels;
  private final int classes;
  private int filled;

  CifarPixels(String where, long images, int classes) {
    if (images > Integer.MAX_VALUE / IMAGE) {
      throw new InputException(where + ": " + images + " images do not fit in memory");
    }
    this.pixels = new byte[(int) images * IMAGE];
    this.labels = new int[(int) images];
    this.classes = classes;
  }

  /**
   * Adds the image whose planes begin at {@code offset}.
   *
   * @param file where the image comes from, for the error
   * @param record its number there
   */
  void add(String file, int record, long label, byte[] source, int offset) {
    if (label < 0 || label >= classes) {
      throw new InputException(
          String.format(
              "%s: record %s: expected a label 0..%s, received %s; is this CIFAR, and whole?",
              file, record, classes - 1, label));
    }
    labels[filled] = (int) label;
    int target = filled * IMAGE;
    for (int p = 0; p < PLANE; p++, target += CHANNELS) {
      pixels[target] = source[offset + p];
      pixels[target + 1] = source[offset + PLANE + p];
      pixels[target + 2] = source[offset + 2 * PLANE + p];
    }
    filled++;
  }

  PixelSplit split() {
    if (filled != labels.length) {
      throw new IllegalStateException("expected " + labels.length + " images, received " + filled);
    }
    return new PixelSplit(CHANNELS, SIZE, SIZE, pixels, labels);
  }
}
