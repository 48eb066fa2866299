package convnet4j.study;

import java.util.Arrays;
import java.util.List;

/**
 * What a document concludes, and what speaks to it in a study.
 *
 * @param id a name
 * @param document the file it is in, and what it is called here
 * @param quote as printed, cut with …
 * @param english translated
 * @param study name of the study
 * @param evidence what of it
 * @param note what to mind; may be empty
 */
public record Claim(
    String id,
    String document,
    String quote,
    String english,
    String study,
    Evidence evidence,
    String note) {
  /** What speaks to a claim. */
  public sealed interface Evidence {}

  /**
   * Comparisons of the study.
   *
   * @param comparisons their names, at least one
   * @param holdsIf how all of them read if the claim holds
   */
  public record Tests(List<String> comparisons, Reading holdsIf) implements Evidence {
    public Tests {
      comparisons = List.copyOf(comparisons);
    }
  }

  /**
   * Something to look at, where no test can decide.
   *
   * @param what the plot or count, in words; begins with "none" where there is none
   */
  public record Figure(String what) implements Evidence {
    /** Whether there is something to look at. */
    public boolean isThere() {
      return !what.startsWith("none");
    }
  }

  /** What a comparison is to show. "Above" is of numbers: the higher of two errors is the worse. */
  public enum Reading {
    /** The first side's mean is higher. */
    A_ABOVE_B("a above b"),
    /** The second side's mean is higher. */
    B_ABOVE_A("b above a"),
    /** No difference can be told, which does not say that there is none. */
    NO_DIFFERENCE_SHOWN("no difference shown");

    private final String label;

    Reading(String label) {
      this.label = label;
    }

    /** The spelling of files. */
    public String label() {
      return label;
    }

    static List<String> labels() {
      return Arrays.stream(values()).map(Reading::label).toList();
    }
  }
}
