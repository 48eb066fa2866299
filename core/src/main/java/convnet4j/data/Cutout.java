package convnet4j.data;

/**
 * Paints a square around a random pixel; at the border a part of it lies outside. DeVries, Taylor
 * 2017, "Improved Regularization of Convolutional Neural Networks with Cutout", arXiv 1708.04552.
 * The paper paints with the data's mean colour, which {@code fill} is near to in photographs.
 *
 * @param size pixels of a side, 1..512
 * @param fill value of all channels, 0..255
 */
public record Cutout(int size, int fill) implements Transform {
  static final int FILL = 128;

  public Cutout {
    Range.check("size", size, 1, 512);
    Range.check("fill", fill, 0, 255);
  }

  /** In grey. */
  public Cutout(int size) {
    this(size, FILL);
  }

  /** What is painted this time in an image of that size. */
  public Box box(int height, int width, Draws draws) {
    int top = draws.below(height) - size / 2;
    int left = draws.below(width) - size / 2;
    int bottom = Math.min(top + size, height);
    int right = Math.min(left + size, width);
    int firstRow = Math.max(top, 0);
    int firstColumn = Math.max(left, 0);
    return new Box(firstRow, firstColumn, bottom - firstRow, right - firstColumn);
  }
}
