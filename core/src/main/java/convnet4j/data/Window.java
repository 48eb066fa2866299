package convnet4j.data;

/** The part of an image that a network is shown. */
public sealed interface Window {
  /**
   * The centre crop that {@link Preprocessing} describes, moved; what comes in from outside is the
   * crop's own border, reflected.
   *
   * @param down pixels that the window moves down, negative for up
   * @param right pixels that it moves to the right, negative for left
   */
  record Centre(int down, int right) implements Window {}

  /**
   * A crop of the input's size out of the central square of the resized image (for an input that is
   * not square, out of a centre crop of its proportions).
   */
  record Patch(Place place) implements Window {}

  /**
   * All of the image, with its shorter side resized.
   *
   * @param side of the shorter side, in pixels
   */
  record Whole(int side) implements Window {}

  /** Where a {@link Patch} lies. */
  enum Place {
    TOP_LEFT,
    TOP_RIGHT,
    BOTTOM_LEFT,
    BOTTOM_RIGHT,
    CENTRE
  }
}
