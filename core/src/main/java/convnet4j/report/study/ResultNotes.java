package convnet4j.report.study;

import convnet4j.render.Table;
import convnet4j.report.study.CellResult.Beside;
import convnet4j.study.Measure;
import convnet4j.study.Outcome.State;
import convnet4j.study.Published;
import convnet4j.study.Scale;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What readers of a study's table must know. */
final class ResultNotes {
  private final StudyReport report;
  private final Measure measure;
  private final List<Published> sources;

  ResultNotes(StudyReport report) {
    this.report = report;
    this.measure = report.data().study().measure();
    this.sources = report.data().study().published();
  }

  /** What the table is of. */
  String title() {
    int seeds = report.data().study().seeds(report.data().scale()).size();
    String unit = measure.unit().isEmpty() ? "" : " in " + measure.unit();
    IntSummaryStatistics run =
        report.cells().stream().mapToInt(cell -> cell.values().size()).summaryStatistics();
    return capital(measure.title()) + unit + of(run.getMin(), run.getMax(), seeds);
  }

  /**
   * What the numbers are of.
   *
   * @param fewest seeds that any cell has
   * @param most seeds that any cell has
   * @param seeds that each will have
   */
  private static String of(int fewest, int most, int seeds) {
    if (most < 2) {
      return ", one seed" + (seeds > 1 ? " of " + seeds : "");
    }
    return ", mean of "
        + (fewest < most ? "up to " : "")
        + (most < seeds ? most + " of " : "")
        + seeds
        + " seeds ± standard deviation";
  }

  /** Under the table. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        (measure.higherIsBetter() ? "Higher is better." : "Lower is better.")
            + (report.cells().stream().anyMatch(cell -> cell.deviation().isPresent())
                ? " ± is how far seeds lie apart, and so how far another seed may lie off."
                : ""));
    if (report.cells().stream().anyMatch(cell -> cell.interval().isPresent())) {
      lines.add(
          "The interval is Wilson's at 95 %, for one network of the mean accuracy on "
              + images()
              + ": how far it may lie off on other images of the same kind. It says nothing of"
              + " other seeds, and does not tell two cells apart; the verdicts do.");
    }
    if (!Grid.of(report.data().study(), report.cells()).isAcross()) {
      lines.add(
          "s/epoch counts tests too, images/s is of training alone; both are as the machine was, with"
              + " whatever else it did.");
    }
    if (!sources.isEmpty()) {
      lines.add(published());
    }
    return lines;
  }

  private String images() {
    return report.data().testImages().values().stream()
            .distinct()
            .sorted()
            .map(Table::count)
            .collect(Collectors.joining(" or "))
        + " test images";
  }

  private String published() {
    List<String> marked = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Measure theirs = sources.get(i).measure();
      String of = theirs == measure ? "" : "; " + theirs.title();
      marked.add((sources.size() == 1 ? "" : letter(i) + ": ") + sources.get(i).source() + of);
    }
    Scale scale = report.data().scale();
    String where = scale.isFull() ? "" : ", not at scale " + scale.name();
    return "Published"
        + where
        + ": "
        + String.join("; ", marked)
        + ". Beside it our mean less the published value.";
  }

  /** Our value of what the published one is of, where the column is of another measure. */
  String ours(Beside beside) {
    return beside.measure() == measure || beside.ours().isEmpty()
        ? ""
        : "ours " + Figures.value(beside.measure(), beside.ours());
  }

  /** What stands in front of a published figure in a cell. */
  String mark(Beside beside) {
    return sources.size() == 1 ? "published" : letter(beside.source());
  }

  /** The title of a column of published figures. */
  String column(int source) {
    Measure theirs = sources.get(source).measure();
    return "published"
        + (sources.size() == 1 ? "" : " " + letter(source))
        + (theirs == measure ? "" : ", " + theirs.title());
  }

  private static String letter(int source) {
    return String.valueOf((char) ('a' + source % 26));
  }

  /** What keeps a cell from being a mean of all its seeds; empty where nothing does. */
  static String state(CellResult cell) {
    int n = cell.values().size();
    int all = cell.entries().size();
    List<String> parts = new ArrayList<>();
    if (n > 0 && n < all) {
      parts.add(n + " of " + all + " seeds");
    }
    if (cell.count(State.DIVERGED) > 0) {
      parts.add(cell.count(State.DIVERGED) + " diverged");
    }
    if (cell.count(State.FAILED) > 0) {
      parts.add(cell.count(State.FAILED) + " failed");
    }
    if (n == 0 && parts.isEmpty()) {
      parts.add(cell.count(State.FINISHED) > 0 ? "no value" : "not run yet");
    }
    return String.join(", ", parts);
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
