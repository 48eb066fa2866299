package convnet4j.stats;

import java.util.Locale;

/** Whether one variance stands for all cells of a study, and why. */
public sealed interface Pooling {
  /** Whether it does. */
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
      return "One variance for all "
          + cells
          + " cells that have every seed: theirs are not seen to differ (Brown–Forsythe, "
          + pText(p)
          + ")";
    }
  }

  /**
   * Two seeds do not tell whether variances differ.
   *
   * @param cells how many cells have every seed
   */
  record Untold(int cells) implements Pooling {
    @Override
    public boolean pooled() {
      return true;
    }

    @Override
    public String text() {
      return "One variance for all "
          + cells
          + " cells that have every seed: two seeds cannot tell whether theirs differ";
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
      return "Each comparison by the variance of its own differences: those of the "
          + cells
          + " cells that have every seed differ (Brown–Forsythe, "
          + pText(p)
          + ")";
    }
  }

  /** No two cells have two seeds, and all seeds. */
  record Impossible() implements Pooling {
    @Override
    public boolean pooled() {
      return false;
    }

    @Override
    public String text() {
      return "Each comparison by the variance of its own differences: there are no two cells with"
          + " the same two seeds or more, and none missing";
    }
  }

  private static String pText(double p) {
    return p < 1e-4 ? "p < 0.0001" : String.format(Locale.ROOT, "p = %.2g", p);
  }
}
