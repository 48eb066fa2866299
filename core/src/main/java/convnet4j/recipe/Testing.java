package convnet4j.recipe;

import convnet4j.data.Views;

/**
 * How a run is judged while it goes on, and at its end, and how closely it is watched.
 *
 * @param every epochs between tests; the last epoch is always tested
 * @param best which images the best epoch is chosen by
 * @param patience tests in a row without a better one after which the run ends early; 0 for any
 *     number
 * @param views of the test images at the end; in between they are looked at once
 * @param probe steps between looks at every layer, which change nothing; 0 for no look
 */
public record Testing(int every, Best best, int patience, Views views, int probe) {
  /** Which images choose the best epoch, by the share that ranks their label first. */
  public enum Best {
    /** None: the last epoch is what the run ends with. */
    NONE,
    /** Training images that were held out. */
    VALIDATION,
    /** The test images, whose accuracy is then too good to be true of others. */
    TEST;

    /** The spelling of flags and files. */
    public String label() {
      return RecipeValues.label(this);
    }
  }

  public Testing {
    Checks.that(every >= 1, "test-every", "a whole number of at least 1", every);
    Checks.that(patience >= 0, "patience", "a whole number of at least 0", patience);
    Checks.that(
        patience == 0 || best != Best.NONE,
        "patience",
        "something to choose the best epoch by: give hold-out or best",
        patience);
    Checks.that(probe >= 0, "probe", "a whole number of at least 0", probe);
  }
}
