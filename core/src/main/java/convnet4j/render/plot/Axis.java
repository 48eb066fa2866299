package convnet4j.render.plot;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * From a value to a value, with the ticks between.
 *
 * @param from value at its beginning
 * @param to value at its end, above {@code from}
 * @param logarithmic whether equal factors are equal distances
 * @param ticks values to be named
 */
record Axis(double from, double to, boolean logarithmic, List<Double> ticks) {
  /** About so many ticks, which a phone is wide enough for. */
  private static final int TICKS = 5;

  Axis {
    ticks = List.copyOf(ticks);
    if (!(from < to)) {
      throw new IllegalArgumentException("expected from < to, received " + from + " and " + to);
    }
  }

  /** From exactly {@code least} to {@code most}. */
  static Axis exact(double least, double most) {
    double to = most > least ? most : least + 1;
    double step = step(to - least);
    long first = (long) Math.ceil(least / step - 1e-9);
    long last = (long) Math.floor(to / step + 1e-9);
    return new Axis(least, to, false, multiples(first, last, step));
  }

  /** From tick to tick, around all that lies between {@code least} and {@code most}. */
  static Axis around(double least, double most) {
    double alone = most == 0 ? 1 : Math.max(Math.abs(most) * 0.1, 1e-9);
    double spread = most > least ? most - least : alone;
    double step = step(spread);
    long first = (long) Math.floor(least / step + 1e-9);
    long last = Math.max(first + 1, (long) Math.ceil(most / step - 1e-9));
    return new Axis(first * step, last * step, false, multiples(first, last, step));
  }

  /** From power to power of ten; both values are above 0. */
  static Axis decades(double least, double most) {
    int from = (int) Math.floor(Math.log10(least) + 1e-9);
    int to = Math.max(from + 1, (int) Math.ceil(Math.log10(most) - 1e-9));
    int every = Math.ceilDiv(to - from, TICKS);
    List<Double> ticks =
        IntStream.rangeClosed(from, to)
            .filter(power -> (to - power) % every == 0)
            .mapToObj(power -> Math.pow(10, power))
            .toList();
    return new Axis(Math.pow(10, from), Math.pow(10, to), true, ticks);
  }

  /** The first of 1, 2 and 5 times a power of ten that makes no more than {@link #TICKS} steps. */
  private static double step(double spread) {
    double power = Math.pow(10, Math.floor(Math.log10(spread / TICKS)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power * TICKS >= spread * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static List<Double> multiples(long first, long last, double step) {
    return LongStream.rangeClosed(first, last).mapToObj(i -> i * step).toList();
  }

  /** Where {@code value} lies, 0 to 1. */
  double at(double value) {
    return logarithmic
        ? Math.log(value / from) / Math.log(to / from)
        : (value - from) / (to - from);
  }

  /** {@code tick} with as many digits as tell it from its neighbours. */
  String label(double tick) {
    double step = ticks.size() < 2 || logarithmic ? Math.abs(tick) : ticks.get(1) - ticks.get(0);
    if (step >= 1 || tick == 0) {
      return String.format(Locale.ROOT, "%,.0f", tick + 0.0); // no −0
    }
    int decimals = (int) Math.ceil(-Math.log10(step) - 1e-9);
    return decimals <= 4
        ? String.format(Locale.ROOT, "%." + decimals + "f", tick)
        : String.format(Locale.ROOT, "%.1e", tick).replace(".0e", "e").replace("e-0", "e-");
  }
}
