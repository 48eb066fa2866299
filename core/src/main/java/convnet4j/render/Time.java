package convnet4j.render;

import java.util.Locale;

/** Lengths of time for people. */
public final class Time {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Time() {}

  /** {@code 4.2 s}, {@code 42 s}, {@code 4 min 02 s}, {@code 4 h 02 min}, {@code 4 d 02 h}. */
  public static String of(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
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

  private static String pair(long seconds, long big, String bigName, long small, String smallName) {
    return String.format(
        Locale.ROOT, "%d %s %02d %s", seconds / big, bigName, seconds % big / small, smallName);
  }
}
