package convnet4j.data;

/** Numbers as text that is read back to the same bits. */
final class Numbers {
  private Numbers() {}

  /** As {@link Double#toString}, with {@code 15} for {@code 15.0}. */
  static String text(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
