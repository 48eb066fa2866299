package convnet4j.render;

import java.util.Locale;

/** Large counts as papers print them. */
public final class Amount {
  private static final String UNITS = "KMGTPE";
  private static final double STEP = 1000;

  private Amount() {}

  /** Three digits and a decimal unit, {@code 25.6M}; below 1000, {@code value} itself. */
  public static String of(long value) {
    if (value < STEP) {
      return Long.toString(value);
    }
    double scaled = value;
    int unit = -1;
    while (scaled >= STEP - 0.5 && unit < UNITS.length() - 1) {
      scaled /= STEP;
      unit++;
    }
    String form = scaled < 9.995 ? "%.2f%c" : scaled < 99.95 ? "%.1f%c" : "%.0f%c";
    return String.format(Locale.ROOT, form, scaled, UNITS.charAt(unit));
  }
}
