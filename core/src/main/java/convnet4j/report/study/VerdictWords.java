package convnet4j.report.study;

import convnet4j.render.Table;
import convnet4j.report.study.StudyEvidence.Judged;
import convnet4j.stats.Estimate;
import convnet4j.stats.Family;
import convnet4j.stats.McNemar;
import convnet4j.stats.PairedTable;
import convnet4j.stats.Verdict;
import convnet4j.study.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is said of comparisons. */
final class VerdictWords {
  private VerdictWords() {}

  static String lead(int comparisons) {
    return comparisons == 1
        ? "One comparison, named before anything was run."
        : comparisons + " comparisons, named before anything was run and corrected together.";
  }

  /** The word itself: up to the colon. */
  static String head(Verdict verdict) {
    return verdict.text().split("(?<=:) ", 2)[0];
  }

  /** What follows it; may be empty. */
  static String rest(Verdict verdict) {
    String[] parts = verdict.text().split("(?<=:) ", 2);
    return parts.length == 1 ? "" : parts[1];
  }

  /** Whose variance an interval rests on, and by how many degrees of freedom that is known. */
  static String how(Estimate estimate) {
    return Figures.text(
        "%s, %s variance, %,d df",
        Figures.count(estimate.seeds(), "seed"),
        estimate.pooled() ? "the study's" : "its own",
        estimate.degreesOfFreedom());
  }

  /** McNemar's test between two networks is told as what it is. */
  static String networks(PairedTable table) {
    return Figures.text(
        "The two networks themselves, on the same %s images: a alone is right on %s, b alone on %s"
            + " (exact McNemar test, p %s). That speaks about these two networks, not about what"
            + " they were made by.",
        Table.count(table.images()),
        Table.count(table.onlyA()),
        Table.count(table.onlyB()),
        equals(Figures.p(McNemar.p(table.onlyA(), table.onlyB()))));
  }

  private static String equals(String p) {
    return p.startsWith("<") ? p : "= " + p;
  }

  /** What the columns are. */
  static List<String> notes(List<Judged> judged) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Means are compared seed by seed. The interval is of one comparison as if it were the only"
            + " one; p is Holm's over all "
            + judged.size()
            + Figures.text(". “Real” is said where it is at most %.2f.", Family.LEVEL)
            + " That a difference is not distinguishable does not say that there is none: the"
            + " interval says how large it may be; df are degrees of freedom of the"
            + " variance.");
    Map<Measure, String> poolings = new TreeMap<>();
    judged.forEach(j -> poolings.putIfAbsent(j.asked().measure(), j.outcome().pooling().text()));
    poolings.forEach(
        (measure, text) ->
            notes.add(
                (poolings.size() == 1 ? "" : ResultNotes.capital(measure.title()) + ": ")
                    + text
                    + "."));
    return notes;
  }
}
