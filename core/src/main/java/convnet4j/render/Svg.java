package convnet4j.render;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a picture as an SVG 1.1 document, element by element. The same calls give the same text on
 * every machine: numbers have no locale, and nothing of the time or the place gets in.
 *
 * <p>Attributes are given as pairs of a name and a value; a value is a text, which is escaped, or a
 * number, which is rounded to hundredths of a pixel.
 */
public final class Svg {
  /** Sans serifs of the common systems; those at the end have Hangul, Kana and Han. */
  public static final String FONT =
      "Inter, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', 'Noto Sans KR',"
          + " 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif";

  private static final int DECIMALS = 2;
  private static final int REPLACEMENT = 0xFFFD;

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * A document on white ground, whatever the page behind it is.
   *
   * @param width in pixels, above 0
   * @param height in pixels, above 0
   * @param title what the picture shows, for screen readers and tooltips
   */
  public Svg(double width, double height, String title) {
    if (!(width > 0 && height > 0)) {
      throw new IllegalArgumentException(
          "expects a width and a height above 0, received " + width + " and " + height);
    }
    open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "width",
        width,
        "height",
        height,
        "viewBox",
        "0 0 " + number(width) + " " + number(height),
        "role",
        "img",
        "font-family",
        FONT);
    text("title", title);
    empty("rect", "width", width, "height", height, "fill", "#ffffff");
  }

  /** Begins an element that holds others. */
  public Svg open(String name, Object... attributes) {
    indent();
    tag(name, attributes).append(">\n");
    open.push(name);
    return this;
  }

  /** Ends the element that was begun last. */
  public Svg close() {
    String name = open.pop();
    indent();
    out.append("</").append(name).append(">\n");
    return this;
  }

  /** An element that holds nothing. */
  public Svg empty(String name, Object... attributes) {
    indent();
    tag(name, attributes).append("/>\n");
    return this;
  }

  /** An element that holds {@code text}, which is escaped. */
  public Svg text(String name, String text, Object... attributes) {
    indent();
    tag(name, attributes).append('>').append(escape(text));
    out.append("</").append(name).append(">\n");
    return this;
  }

  /** Ends every element that is still open, and so the picture. */
  public String end() {
    while (!open.isEmpty()) {
      close();
    }
    return out.toString();
  }

  /** {@code text} as XML has it in text and between quotes; what XML 1.0 cannot hold becomes �. */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(allowed(c) ? c : REPLACEMENT);
              }
            });
    return escaped.toString();
  }

  /** {@code value} to hundredths, with a point and without zeros at the end: {@code 12.5}. */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("expects a finite number, received " + value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  private StringBuilder tag(String name, Object... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("expects a value for every attribute of " + name);
    }
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      String text = value instanceof Number n ? number(n.doubleValue()) : escape(value.toString());
      out.append(' ').append(attributes[i]).append("=\"").append(text).append('"');
    }
    return out;
  }

  private void indent() {
    out.append("  ".repeat(open.size()));
  }

  /** Production Char of XML 1.0, without the whitespace that attributes would not keep. */
  private static boolean allowed(int c) {
    return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }
}
