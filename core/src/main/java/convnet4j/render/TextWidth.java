package convnet4j.render;

import java.lang.Character.UnicodeScript;

/** How wide a text is in a sans serif, estimated: an SVG is laid out before its font is known. */
public final class TextWidth {
  private static final String NARROW = "fijlrtI,.:;|!/'()[] ";
  private static final String WIDE = "mwMWQO%@×−";

  private TextWidth() {}

  /** Pixels at {@code size} pixels per em: DejaVu Sans, the widest, is at most this wide. */
  public static double of(String text, double size) {
    return size * text.codePoints().mapToDouble(TextWidth::ems).sum();
  }

  /** {@code text} or as much of its beginning as fits {@code width}, with an ellipsis. */
  static String fitted(String text, double size, double width) {
    if (of(text, size) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 0 && of(text.substring(0, end) + "…", size) > width) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end).stripTrailing() + "…";
  }

  private static double ems(int c) {
    if (isWide(c)) {
      return 1;
    }
    if (NARROW.indexOf(c) >= 0) {
      return 0.42;
    }
    if (WIDE.indexOf(c) >= 0 || c > 0x2000) {
      return 1;
    }
    return Character.isUpperCase(c) ? 0.78 : 0.65;
  }

  private static boolean isWide(int c) {
    UnicodeScript script = UnicodeScript.of(c);
    return script == UnicodeScript.HANGUL
        || script == UnicodeScript.HAN
        || script == UnicodeScript.HIRAGANA
        || script == UnicodeScript.KATAKANA
        || c >= 0x1F000;
  }
}
