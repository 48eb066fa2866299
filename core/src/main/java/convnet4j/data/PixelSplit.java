package convnet4j.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * Images of one size, decoded, in memory: one byte per channel, each image row by row with its
 * channels interleaved (H×W×C, red green blue). Safe to read from many threads.
 */
public final class PixelSplit implements Split {
  private final int channels;
  private final int height;
  private final int width;
  private final byte[] pixels;

  /** Where each image lies among the pixels, counted in images; null where they lie in order. */
  private final int[] places;

  private final int[] labels;

  /**
   * Takes the arrays as they are, without a copy: the caller gives them away.
   *
   * @param pixels N×H×W×C bytes
   * @param labels N class indices
   */
  public PixelSplit(int channels, int height, int width, byte[] pixels, int[] labels) {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "expected sizes >= 1, received " + channels + "×" + height + "×" + width);
    }
    long expected = (long) labels.length * height * width * channels;
    if (pixels.length != expected) {
      throw new IllegalArgumentException(
          "expected " + expected + " bytes of pixels, received " + pixels.length);
    }
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.places = null;
    this.labels = labels;
  }

  private PixelSplit(PixelSplit all, int[] indices) {
    this.channels = all.channels;
    this.height = all.height;
    this.width = all.width;
    this.pixels = all.pixels;
    this.places = Arrays.stream(indices).map(all::place).toArray();
    this.labels = Arrays.stream(indices).map(all::label).toArray();
  }

  /** Without a copy of the pixels. */
  @Override
  public PixelSplit select(int[] indices) {
    return new PixelSplit(this, indices);
  }

  private int place(int index) {
    return places == null ? Objects.checkIndex(index, labels.length) : places[index];
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public int channels() {
    return channels;
  }

  /** Rows of an image. */
  public int height() {
    return height;
  }

  /** Columns of an image. */
  public int width() {
    return width;
  }

  /** Bytes of an image: height × width × channels. */
  public int imageBytes() {
    return height * width * channels;
  }

  /** Copies the {@link #imageBytes()} bytes of an image (H×W×C) to {@code target} at an offset. */
  public void copy(int index, byte[] target, int offset) {
    System.arraycopy(pixels, place(index) * imageBytes(), target, offset, imageBytes());
  }
}
