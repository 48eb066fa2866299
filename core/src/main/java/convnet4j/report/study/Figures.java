package convnet4j.report.study;

import convnet4j.stats.Interval;
import convnet4j.study.Measure;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as a report has them, the same in every locale. */
final class Figures {
  static final String NONE = "–";

  private Figures() {}

  /** Percentages to hundredths, losses to four places: all of a column are equally long. */
  static String value(Measure measure, double value) {
    return text(measure.unit().isEmpty() ? "%.4f" : "%.2f", value);
  }

  static String value(Measure measure, OptionalDouble value) {
    return value.isEmpty() ? NONE : value(measure, value.getAsDouble());
  }

  /** With its sign, and a minus that is as wide as the plus. */
  static String signed(Measure measure, double value) {
    String digits = value(measure, Math.abs(value));
    boolean zero = digits.chars().noneMatch(c -> c >= '1' && c <= '9');
    return zero ? "±" + digits : (value < 0 ? "−" : "+") + digits;
  }

  /** {@code 92.11 to 93.05}. */
  static String interval(Measure measure, Interval interval) {
    return value(measure, interval.low()) + " to " + value(measure, interval.high());
  }

  /** {@code −0.20 to +0.84}. */
  static String differences(Measure measure, Interval interval) {
    return signed(measure, interval.low()) + " to " + signed(measure, interval.high());
  }

  /** {@code points} for percentages, whose differences are none. */
  static String unit(Measure measure) {
    return measure.unit().isEmpty() ? "" : " points";
  }

  /** A p-value; none is 0. */
  static String p(double p) {
    return p < 0.0001 ? "< 0.0001" : p < 0.1 ? text("%.2g", p) : text("%.2f", p);
  }

  /** Three digits, more than a speed is worth. */
  static String rate(OptionalDouble value) {
    if (value.isEmpty()) {
      return NONE;
    }
    double v = value.getAsDouble();
    return text(v < 10 ? "%.2f" : v < 100 ? "%.1f" : "%,.0f", v);
  }

  static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  /** {@code 1 seed}, {@code 2 seeds}. */
  static String count(long value, String noun) {
    return text("%,d %s%s", value, noun, value == 1 ? "" : "s");
  }
}
