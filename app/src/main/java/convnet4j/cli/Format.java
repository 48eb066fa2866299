package convnet4j.cli;

import java.util.Locale;

/** Numbers and times for people, the same in every locale. */
final class Format {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

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

  /** {@code 4.2 s}, {@code 42 s}, {@code 4 min 02 s}, {@code 4 h 02 min}, {@code 4 d 02 h}. */
  static String duration(double seconds) {
    if (seconds < 9.95) {
      return text("%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < MINUTE) {
      return whole + " s";
    }
    if (whole < HOUR) {
      return pair(whole, MINUTE, "min", 1, "s");
    }
    return whole < DAY ? pair(whole, HOUR, "h", MINUTE, "min") : pair(whole, DAY, "d", HOUR, "h");
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

  private static String pair(long seconds, long big, String bigName, long small, String smallName) {
    return text("%d %s %02d %s", seconds / big, bigName, seconds % big / small, smallName);
  }
}
