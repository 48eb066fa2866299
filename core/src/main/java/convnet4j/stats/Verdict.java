package convnet4j.stats;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What may be said of a comparison between recipes. No verdict says that two recipes are equal. */
public sealed interface Verdict {
  /** The words, without a full stop. */
  String text();

  /** The corrected test across seeds says that there is a difference. */
  record Real() implements Verdict {
    @Override
    public String text() {
      return "real";
    }
  }

  /**
   * The test does not say that there is a difference.
   *
   * @param size what it would take: a plan, not a promise, since it rests on a deviation from few
   *     seeds
   * @param seeds how many were run
   * @param seen whether the difference of {@code size} is the one that was seen, or the smallest of
   *     interest, since less was seen
   */
  record NotDistinguishable(SampleSize size, int seeds, boolean seen) implements Verdict {
    private static final String WORDS = "not distinguishable at this size: ";

    @Override
    public String text() {
      OptionalInt needed = size.seeds();
      String points = points(Math.abs(size.difference()));
      if (!seen && needed.isPresent() && needed.getAsInt() <= seeds) {
        return WORDS + "less was seen than " + points + ", which " + count(seeds) + " mostly show";
      }
      String what = seen ? "the " + points + " seen" : "a difference of " + points;
      if (needed.isEmpty()) {
        return WORDS + "more than " + count(SampleSize.MOST) + " would be needed for " + what;
      }
      int more = needed.getAsInt() - seeds;
      return String.format(
          Locale.ROOT,
          "%sabout %s would be needed, %,d more, for %s",
          WORDS,
          count(needed.getAsInt()),
          more,
          what);
    }
  }

  /** One seed has a value in all cells of the comparison. */
  record OneSeed() implements Verdict {
    @Override
    public String text() {
      return "one seed: says nothing about recipes";
    }
  }

  /** Every seed gave the same: there is nothing to measure a difference against. */
  record NoSpread() implements Verdict {
    @Override
    public String text() {
      return "no spread between seeds: nothing to measure the difference against";
    }
  }

  /**
   * A run diverged. That is a result, but no accuracy.
   *
   * @param cells those of the comparison with such a run
   */
  record Diverged(List<String> cells) implements Verdict {
    public Diverged {
      cells = List.copyOf(cells);
    }

    @Override
    public String text() {
      return "diverged: " + names(cells);
    }
  }

  /**
   * No seed has a value in all cells of the comparison.
   *
   * @param cells those of the comparison that lack runs
   */
  record Missing(List<String> cells) implements Verdict {
    public Missing {
      cells = List.copyOf(cells);
    }

    @Override
    public String text() {
      return "missing: " + names(cells);
    }
  }

  private static String count(int seeds) {
    return String.format(Locale.ROOT, "%,d seed%s", seeds, seeds == 1 ? "" : "s");
  }

  private static String points(double difference) {
    return String.format(
        Locale.ROOT, difference < 0.095 ? "%.2g points" : "%.2f points", difference);
  }

  private static String names(List<String> cells) {
    int shown = 3;
    return cells.size() <= shown + 1
        ? String.join("; ", cells)
        : String.join("; ", cells.subList(0, shown)) + "; and " + (cells.size() - shown) + " more";
  }
}
