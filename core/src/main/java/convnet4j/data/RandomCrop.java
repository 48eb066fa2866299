package convnet4j.data;

/**
 * Pads an image with black on all sides and cuts its own size out again, anywhere.
 *
 * @param padding pixels on each side, 1..{@value #MAX_PADDING}
 */
public record RandomCrop(int padding) implements Transform {
  static final int MAX_PADDING = 512;

  public RandomCrop {
    if (padding < 1 || padding > MAX_PADDING) {
      throw new IllegalArgumentException(
          "expected padding 1.." + MAX_PADDING + ", received " + padding);
    }
  }

  /**
   * By how many pixels the cut is moved along one axis, in -padding..padding; draw it for rows
   * first, then for columns. Positive moves the window down or right.
   */
  public int shift(Draws draws) {
    return draws.below(2 * padding + 1) - padding;
  }
}
