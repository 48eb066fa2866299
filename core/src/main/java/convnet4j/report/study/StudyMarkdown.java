package convnet4j.report.study;

import convnet4j.render.Amount;
import convnet4j.report.study.CellResult.Beside;
import convnet4j.report.study.StudyEvidence.Judged;
import convnet4j.stats.Outcome;
import convnet4j.study.Axis;
import convnet4j.study.Measure;
import convnet4j.study.Scale;
import convnet4j.study.Study;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A study's report without its plots, as Markdown. */
final class StudyMarkdown {
  private final StudyReport report;
  private final Study study;
  private final Measure measure;
  private final Setting setting;
  private final ResultNotes notes;
  private final StringBuilder out = new StringBuilder();

  StudyMarkdown(StudyReport report) {
    this.report = report;
    this.study = report.data().study();
    this.measure = study.measure();
    this.setting = report.setting();
    this.notes = new ResultNotes(report);
  }

  String text() {
    top();
    settings();
    results();
    verdicts();
    claims();
    end();
    return out.toString();
  }

  private void top() {
    line("# " + escape(study.title()));
    paragraph(escape(study.question()));
    if (!study.source().isEmpty()) {
      paragraph("Source: " + escape(study.source()));
    }
    Scale scale = report.data().scale();
    if (!scale.isFull()) {
      paragraph("> **Scale " + escape(scale.name()) + ".** " + escape(scale.says()));
    }
    if (!setting.unfinished().isEmpty()) {
      paragraph("> **Not finished.** " + setting.unfinished());
    }
  }

  private void settings() {
    heading("Setting");
    bullets("What varies", setting.axes());
    bullets("What all runs share", setting.common());
    bullets("What was run", setting.runs());
    if (!setting.diverged().isEmpty()) {
      paragraph("Diverged: " + escape(String.join("; ", setting.diverged())) + ".");
    }
  }

  private void bullets(String title, Map<String, String> values) {
    if (values.isEmpty()) {
      return;
    }
    paragraph(title + ":");
    line("");
    values.forEach((key, value) -> line("- " + escape(key) + ": " + escape(value)));
  }

  private void results() {
    heading("Results");
    paragraph(notes.title() + ".");
    Grid grid = Grid.of(study, report.cells());
    List<String> names = new ArrayList<>(study.axes().stream().map(Axis::name).toList());
    if (grid.isAcross()) {
      names.removeLast();
      head(names, grid.across());
      for (Grid.Row row : grid.rows()) {
        row(row.labels(), row.cells().stream().map(this::cell).toList());
      }
    } else {
      list(names);
    }
    notes.lines().forEach(text -> paragraph(escape(text)));
  }

  private String cell(Optional<CellResult> found) {
    return found.map(cell -> join(mean(cell), besides(cell))).orElse("");
  }

  private void list(List<String> names) {
    head(
        names,
        List.of(
            measure.title(), "95 %", "published", "parameters", "MAdds", "s/epoch", "images/s"));
    for (CellResult cell : report.cells()) {
      row(
          List.copyOf(cell.cell().labels().values()),
          List.of(
              mean(cell),
              cell.interval().map(i -> Figures.interval(measure, i)).orElse(""),
              besides(cell),
              Amount.of(cell.params()),
              Amount.of(cell.madds()),
              Figures.rate(cell.secondsPerEpoch()),
              Figures.rate(cell.imagesPerSecond())));
    }
  }

  private String mean(CellResult cell) {
    String deviation =
        cell.deviation().isEmpty() ? "" : "± " + Figures.value(measure, cell.deviation());
    String state = ResultNotes.state(cell);
    String mean =
        cell.mean().isEmpty() && !state.isEmpty() ? "" : Figures.value(measure, cell.mean());
    return join(mean, deviation, state.isEmpty() ? "" : "(" + state + ")");
  }

  private String besides(CellResult cell) {
    return cell.published().stream().map(this::beside).collect(Collectors.joining("; "));
  }

  private String beside(Beside beside) {
    String ours = notes.ours(beside);
    String difference =
        beside.difference().isEmpty()
            ? ""
            : " ("
                + (ours.isEmpty() ? "" : ours + ", ")
                + Figures.signed(beside.measure(), beside.difference().getAsDouble())
                + ")";
    return notes.mark(beside) + " " + Figures.value(beside.measure(), beside.value()) + difference;
  }

  private void verdicts() {
    List<Judged> judged = report.evidence().judged();
    if (judged.isEmpty()) {
      return;
    }
    heading("Verdicts");
    paragraph(VerdictWords.lead(judged.size()));
    head(
        List.of("comparison, a against b"),
        List.of("a − b", "95 % interval", "p, adjusted", "verdict"));
    judged.forEach(this::verdict);
    VerdictWords.notes(judged).forEach(text -> paragraph(escape(text)));
    judged.forEach(
        j ->
            j.networks()
                .ifPresent(
                    t -> paragraph(escape(j.asked().name() + ". " + VerdictWords.networks(t)))));
  }

  private void verdict(Judged judged) {
    Outcome outcome = judged.outcome();
    Measure of = judged.asked().measure();
    String name = judged.asked().name() + (of == measure ? "" : " (" + of.title() + ")");
    String difference =
        outcome.difference().isEmpty()
            ? Figures.NONE
            : Figures.signed(of, outcome.difference().getAsDouble());
    String how = outcome.estimate().map(e -> " (" + VerdictWords.how(e) + ")").orElse("");
    row(
        List.of(name),
        List.of(
            difference,
            outcome.estimate().map(e -> Figures.differences(of, e.interval())).orElse(Figures.NONE),
            outcome.adjusted().isEmpty()
                ? Figures.NONE
                : Figures.p(outcome.adjusted().getAsDouble()),
            outcome.verdict().text() + how));
  }

  private void claims() {
    if (report.claims().isEmpty()) {
      return;
    }
    heading("Claims");
    for (ClaimVerdict verdict : report.claims()) {
      String english = verdict.claim().english();
      paragraph(
          "**"
              + verdict.word().text()
              + "**: “"
              + escape(verdict.claim().quote())
              + "”"
              + (english.equals("as printed") ? "" : " (" + escape(english) + ")")
              + ", "
              + escape(verdict.claim().document())
              + ". "
              + escape(ResultNotes.capital(verdict.why()))
              + (verdict.claim().note().isEmpty() ? "" : " " + escape(verdict.claim().note())));
    }
  }

  private void end() {
    heading("Reproduce");
    report
        .commands()
        .forEach((what, command) -> paragraph(escape(what) + ":\n\n```\n" + command + "\n```"));
    paragraph("Commit of the program: " + String.join(", ", setting.commits()) + ".");
    if (!study.notes().isEmpty()) {
      heading("Notes");
      line("");
      study.notes().forEach(note -> line("- " + escape(note)));
    }
  }

  private void heading(String title) {
    paragraph("## " + title);
  }

  private void paragraph(String text) {
    line("");
    line(text);
  }

  private void head(List<String> labels, List<String> columns) {
    line("");
    row(labels, columns);
    List<String> rules = new ArrayList<>(Collections.nCopies(labels.size(), "---"));
    rules.addAll(Collections.nCopies(columns.size(), "---:"));
    line("|" + String.join("|", rules) + "|");
  }

  private void row(List<String> labels, List<String> columns) {
    List<String> all = new ArrayList<>(labels);
    all.addAll(columns);
    line("| " + all.stream().map(StudyMarkdown::escape).collect(Collectors.joining(" | ")) + " |");
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }

  private static String join(String... parts) {
    return Arrays.stream(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
  }

  /** What Markdown would take for markup. */
  private static String escape(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]|<>#])", "\\\\$1");
  }
}
