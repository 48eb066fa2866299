package convnet4j.render.diagram;

/** How wide a text is at most, in whichever of the common sans serifs it is set. */
public final class TextWidth {
  private static final String NARROW = "fijlrt,./|()' :";
  private static final String WIDE = "mwMWQO%@×−";

  private TextWidth() {}

  /** In pixels; DejaVu Sans, the widest of them, is at most this wide. */
  public static double of(String text, double size) {
    return size * text.codePoints().mapToDouble(TextWidth::em).sum();
  }

  private static double em(int c) {
    if (NARROW.indexOf(c) >= 0) {
      return 0.42;
    }
    if (WIDE.indexOf(c) >= 0 || c > 0x2000) {
      return 1;
    }
    return Character.isUpperCase(c) ? 0.78 : 0.65;
  }
}
