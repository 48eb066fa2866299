package convnet4j.report.study;

import convnet4j.report.study.StudyEvidence.Judged;
import convnet4j.stats.Family;
import convnet4j.stats.Interval;
import convnet4j.stats.Outcome;
import convnet4j.stats.Verdict;
import convnet4j.study.Claim;
import convnet4j.study.Claim.Reading;
import convnet4j.study.Claims;
import convnet4j.study.Measure;
import convnet4j.study.Scale;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a study says of a document's claim, at the scale that was run and no further.
 *
 * @param why in a sentence
 */
record ClaimVerdict(Claim claim, Word word, String why) {
  private static final double ALL = 100;

  /** The words of a verdict. */
  enum Word {
    /** Every comparison reads as the claim has it. */
    SUPPORTED("supported here"),
    /** At least one comparison really reads otherwise. */
    CONTRADICTED("contradicted here"),
    /** Neither. */
    UNDECIDED("not decided here"),
    /** There is only something to look at. */
    NO_TEST("no test");

    private final String text;

    Word(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** How a comparison reads for a claim. */
  private enum Side {
    FOR,
    AGAINST,
    OPEN
  }

  /** Those of all claims on the study, in the order of their file. */
  static List<ClaimVerdict> of(StudyData data, StudyEvidence evidence) {
    return Claims.on(data.study()).stream().map(c -> of(c, data.scale(), evidence)).toList();
  }

  static ClaimVerdict of(Claim claim, Scale scale, StudyEvidence evidence) {
    return switch (claim.evidence()) {
      case Claim.Figure figure ->
          new ClaimVerdict(
              claim, Word.NO_TEST, (figure.isThere() ? "look at: " : "") + figure.what() + ".");
      case Claim.Tests tests -> {
        List<Judged> judged = tests.comparisons().stream().map(evidence::of).toList();
        Word word = word(judged, tests.holdsIf());
        String at = scale.isFull() ? "At full scale: " : "At scale " + scale.name() + ": ";
        String why =
            judged.stream()
                .map(j -> named(judged.size(), j) + why(j, tests.holdsIf()))
                .collect(Collectors.joining("; "));
        yield new ClaimVerdict(claim, word, at + why + ".");
      }
    };
  }

  private static Word word(List<Judged> judged, Reading reading) {
    List<Side> sides = judged.stream().map(j -> side(j, reading)).toList();
    if (sides.contains(Side.AGAINST)) {
      return Word.CONTRADICTED;
    }
    return sides.contains(Side.OPEN) ? Word.UNDECIDED : Word.SUPPORTED;
  }

  /**
   * That no difference can be told speaks for a claim of none only where the interval leaves none
   * that matters: not having seen is not having seen that there is none.
   */
  private static Side side(Judged judged, Reading reading) {
    Outcome outcome = judged.outcome();
    boolean real = outcome.verdict() instanceof Verdict.Real;
    boolean above = outcome.difference().orElse(0) > 0;
    return switch (reading) {
      case A_ABOVE_B -> !real ? Side.OPEN : above ? Side.FOR : Side.AGAINST;
      case B_ABOVE_A -> !real ? Side.OPEN : above ? Side.AGAINST : Side.FOR;
      case NO_DIFFERENCE_SHOWN -> real ? Side.AGAINST : isSmall(judged) ? Side.FOR : Side.OPEN;
    };
  }

  /** Whether all that the interval leaves is below what is of interest; known of percentages. */
  private static boolean isSmall(Judged judged) {
    return !judged.asked().measure().unit().isEmpty()
        && judged.outcome().estimate().map(e -> reach(e.interval())).orElse(Double.MAX_VALUE)
            < Family.HALF_A_POINT;
  }

  /** Percentages lie no further apart than all of them. */
  private static double reach(Interval interval) {
    return Math.min(ALL, Math.max(Math.abs(interval.low()), Math.abs(interval.high())));
  }

  private static String named(int comparisons, Judged judged) {
    return comparisons == 1 ? "" : judged.asked().name() + ", ";
  }

  private static String why(Judged judged, Reading reading) {
    Outcome outcome = judged.outcome();
    Measure measure = judged.asked().measure();
    String difference =
        outcome.difference().isEmpty()
            ? ""
            : Figures.signed(measure, outcome.difference().getAsDouble()) + Figures.unit(measure);
    return switch (outcome.verdict()) {
      case Verdict.Real real ->
          "a real difference of "
              + difference
              + (side(judged, reading) == Side.FOR || reading == Reading.NO_DIFFERENCE_SHOWN
                  ? ""
                  : ", the other way");
      case Verdict.NotDistinguishable not ->
          reading == Reading.NO_DIFFERENCE_SHOWN
              ? "no difference shown, and " + left(judged)
              : "not distinguishable (" + difference + ")";
      case Verdict.OneSeed one -> "one seed says nothing about recipes (" + difference + ")";
      case Verdict.NoSpread none -> "no spread between seeds (" + difference + ")";
      case Verdict.Diverged diverged -> diverged.text();
      case Verdict.Missing missing -> "not run";
    };
  }

  private static String left(Judged judged) {
    Measure measure = judged.asked().measure();
    String most =
        judged
            .outcome()
            .estimate()
            .map(e -> Figures.value(measure, reach(e.interval())))
            .orElseThrow();
    return (isSmall(judged) ? "one above " : "one of up to ")
        + most
        + Figures.unit(measure)
        + (isSmall(judged) ? " is ruled out" : " is not ruled out");
  }
}
