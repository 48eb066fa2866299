package convnet4j.cli;

import java.util.Locale;

/** Numbers for people, the same in every locale. */
final class Format {
  private Format() {}

  /** {@link String#format} without the machine's language. */
  @SuppressWarnings("AnnotateFormatMethod") // an annotation would take a dependency more
  static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  /** {@code 93.46 %}; a dash for a score that there is none of. */
  static String percent(Double value) {
    return value == null ? "–" : text("%.2f %%", value);
  }

  static String loss(double value) {
    return text("%.4f", value);
  }

  /** {@code 60,000}. */
  static String count(long value) {
    return text("%,d", value);
  }

  /** {@code 1 epoch}, {@code 2 epochs}. */
  static String count(long value, String noun) {
    return count(value) + " " + noun + (value == 1 ? "" : "s");
  }

  /** Three digits, which is more than a speed is worth. */
  static String rate(double value) {
    String form = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f";
    return text(form, value);
  }

  static String learningRate(double value) {
    return text("%.3g", value);
  }

  /** Decimal units, as disks and downloads are sold. */
  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = bytes / 1e3;
    int unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1e3;
      unit++;
    }
    return text(value < 9.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }
}
