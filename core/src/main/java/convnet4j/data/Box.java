package convnet4j.data;

import java.util.Optional;

/**
 * A rectangle of an image, in pixels.
 *
 * @param top the first row, from 0
 * @param left the first column, from 0
 * @param height how many rows, at least 1
 * @param width how many columns, at least 1
 */
public record Box(int top, int left, int height, int width) {
  /** torchvision's {@code RandomResizedCrop} and {@code RandomErasing} try so often, too. */
  private static final int ATTEMPTS = 10;

  public Box {
    if (top < 0 || left < 0 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          String.format(
              "expected a box inside the image, received %d×%d at row %d, column %d",
              height, width, top, left));
    }
  }

  /**
   * A box of random area, proportions and place that lies inside an image. The area is uniform, the
   * logarithm of width over height is uniform between that of {@code ratio} and of its inverse, all
   * places are alike.
   *
   * @param minArea share of the image's area
   * @param maxArea share of the image's area
   * @return nothing where ten boxes in a row were higher or wider than the image
   */
  static Optional<Box> draw(
      int height, int width, double minArea, double maxArea, double ratio, Draws draws) {
    double log = StrictMath.log(ratio);
    for (int i = 0; i < ATTEMPTS; i++) {
      double area = (double) height * width * draws.uniform(minArea, maxArea);
      double proportion = StrictMath.exp(draws.uniform(log, -log));
      int w = (int) Math.rint(Math.sqrt(area * proportion));
      int h = (int) Math.rint(Math.sqrt(area / proportion));
      if (w >= 1 && w <= width && h >= 1 && h <= height) {
        int top = draws.below(height - h + 1);
        return Optional.of(new Box(top, draws.below(width - w + 1), h, w));
      }
    }
    return Optional.empty();
  }
}
