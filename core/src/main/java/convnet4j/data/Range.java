package convnet4j.data;

/** Refuses values that a record cannot take, in one way of saying so. */
final class Range {
  private Range() {}

  static void check(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "expected "
              + what
              + " "
              + Numbers.text(least)
              + ".."
              + Numbers.text(most)
              + ", received "
              + Numbers.text(value));
    }
  }

  /** As {@link #check}, without the lower end: nothing would ever be drawn. */
  static void checkAbove(String what, double value, double above, double most) {
    if (!(value > above && value <= most)) {
      throw new IllegalArgumentException(
          "expected "
              + what
              + " above "
              + Numbers.text(above)
              + " and up to "
              + Numbers.text(most)
              + ", received "
              + Numbers.text(value));
    }
  }

  /** Shares of an image's area, and the least of the proportions drawn. */
  static void checkAreas(double minArea, double maxArea, double ratio) {
    checkAbove("the least area", minArea, 0, 1);
    check("the greatest area", maxArea, minArea, 1);
    checkAbove("ratio", ratio, 0, 1);
  }
}
