package convnet4j.stats;

import java.util.Locale;

/** Whether one variance may stand for all cells of a study, and why. */
public sealed interface Pooling {
  /** How a text begins that says no. */
  String OWN = "Each comparison by the variance of its own differences: ";

  /** Whether it may. */
  boolean pooled();

  /** The reason, as a sentence without its full stop. */
  String text();

  /**
   * The cells' variances do not differ, as far as can be seen.
   *
   * @param cells how many cells have every seed
   * @param p of Brown and Forsythe's test
   */
  record Justified(int cells, double p) implements Pooling {
    @Override
    public boolean pooled() {
      return true;
    }

    @Override
    public String text() {
      return "The variance of all "
          + cells
          + " cells that have every seed, where a comparison's own is not larger: theirs are not"
          + " seen to differ ("
          + test(p, "not below")
          + ")";
    }
  }

  /**
   * Two seeds do not tell whether variances differ.
   *
   * @param cells how many cells have both seeds
   */
  record Untold(int cells) implements Pooling {
    @Override
    public boolean pooled() {
      return false;
    }

    @Override
    public String text() {
      return OWN + "two seeds cannot tell whether those of the " + cells + " cells differ";
    }
  }

  /**
   * The cells' variances differ.
   *
   * @param cells how many cells have every seed
   * @param p of Brown and Forsythe's test
   */
  record Refused(int cells, double p) implements Pooling {
    @Override
    public boolean pooled() {
      return false;
    }

    @Override
    public String text() {
      return OWN
          + "those of the "
          + cells
          + " cells that have every seed seem to differ ("
          + test(p, "below")
          + ")";
    }
  }

  /** There are not two cells that have every seed, or only one seed is run. */
  record Impossible() implements Pooling {
    @Override
    public boolean pooled() {
      return false;
    }

    @Override
    public String text() {
      return OWN + "a shared one takes two cells that have every seed, and two seeds";
    }
  }

  private static String test(double p, String side) {
    String value = p < 1e-4 ? "p < 0.0001" : String.format(Locale.ROOT, "p = %.2g", p);
    return String.format(
        Locale.ROOT,
        "Brown–Forsythe, %s, %s %.2f",
        value,
        side,
        RandomisedBlocks.PRELIMINARY_LEVEL);
  }
}
