package convnet4j.report.study;

import convnet4j.render.Amount;
import convnet4j.render.Html;
import convnet4j.report.study.CellResult.Beside;
import convnet4j.report.study.Grid.Row;
import convnet4j.study.Axis;
import convnet4j.study.Measure;
import convnet4j.study.Published;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of a study's cells as part of a page. */
final class ResultsHtml {
  /** With more columns than these a table must be a little closer to fit the page. */
  private static final int FEW_SOURCES = 2;

  private final StudyReport report;
  private final Measure measure;
  private final List<Axis> axes;
  private final List<Published> sources;
  private final Grid grid;
  private final ResultNotes notes;
  private final Html html = new Html();

  ResultsHtml(StudyReport report) {
    this.report = report;
    this.measure = report.data().study().measure();
    this.axes = report.data().study().axes();
    this.sources = report.data().study().published();
    this.grid = Grid.of(report.data().study(), report.cells());
    this.notes = new ResultNotes(report);
  }

  String html() {
    html.text("p", notes.title(), "class", "lead");
    html.open("div", "class", "wide", "tabindex", "0");
    if (grid.isAcross()) {
      across();
    } else {
      list();
    }
    html.close();
    html.open("div", "class", "note");
    notes.lines().forEach(line -> html.text("p", line));
    html.close();
    return html.end();
  }

  /** Rows of the same first axes stand under a line that names these. */
  private void across() {
    html.open("table", "class", "results across").open("thead").open("tr");
    html.text("th", rowAxis(), "scope", "col");
    grid.across().forEach(label -> html.text("th", label, "scope", "col"));
    html.close().close().open("tbody");
    List<String> before = List.of();
    for (Row row : grid.rows()) {
      List<String> group = row.labels().subList(0, row.labels().size() - 1);
      if (!group.isEmpty() && !group.equals(before)) {
        html.open("tr", "class", "group");
        html.text("th", groupName(group), "colspan", 1 + grid.across().size(), "scope", "rowgroup");
        html.close();
      }
      before = group;
      html.open("tr");
      html.text("th", row.labels().getLast(), "scope", "row");
      row.cells().forEach(this::cell);
      html.close();
    }
    html.close().close();
  }

  private String rowAxis() {
    return axes.get(axes.size() - 2).name();
  }

  private String groupName(List<String> labels) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      parts.add(axes.get(i).name() + ": " + labels.get(i));
    }
    return String.join(", ", parts);
  }

  private void cell(Optional<CellResult> found) {
    if (found.isEmpty()) {
      html.text("td", "", "class", "empty");
      return;
    }
    CellResult cell = found.get();
    html.open("td");
    mean(cell);
    cell.interval().ifPresent(i -> more(Figures.interval(measure, i)));
    cell.published().forEach(this::published);
    String state = ResultNotes.state(cell);
    if (!state.isEmpty()) {
      more(state);
    }
    html.close();
  }

  private void mean(CellResult cell) {
    html.open("div", "class", "mean");
    html.text("b", Figures.value(measure, cell.mean()));
    if (cell.deviation().isPresent()) {
      html.text("span", "± " + Figures.value(measure, cell.deviation()));
    }
    html.close();
  }

  private void more(String text) {
    html.text("div", text, "class", "more");
  }

  private void published(Beside beside) {
    html.open("div", "class", "more");
    html.text("span", notes.mark(beside) + " " + Figures.value(beside.measure(), beside.value()));
    html.text("b", (notes.ours(beside) + " " + difference(beside)).strip());
    html.close();
  }

  private static String difference(Beside beside) {
    return beside.difference().isEmpty()
        ? ""
        : Figures.signed(beside.measure(), beside.difference().getAsDouble());
  }

  private void list() {
    boolean intervals = report.cells().stream().anyMatch(c -> c.interval().isPresent());
    String many = sources.size() > FEW_SOURCES ? " many" : "";
    html.open("table", "class", "results list" + many).open("thead").open("tr");
    axes.forEach(axis -> html.text("th", axis.name(), "scope", "col", "class", "label"));
    html.text("th", measure.title() + ", " + measure.unit(), "scope", "col");
    if (intervals) {
      html.text("th", "95 % interval", "scope", "col");
    }
    for (int i = 0; i < sources.size(); i++) {
      html.text("th", notes.column(i), "scope", "col");
    }
    List.of("parameters", "MAdds", "s/epoch", "images/s")
        .forEach(name -> html.text("th", name, "scope", "col"));
    html.close().close().open("tbody");
    report.cells().forEach(cell -> row(cell, intervals));
    html.close().close();
  }

  private void row(CellResult cell, boolean intervals) {
    html.open("tr");
    List<String> labels = List.copyOf(cell.cell().labels().values());
    for (int i = 0; i < labels.size(); i++) {
      html.text("th", labels.get(i), "scope", "row");
    }
    html.open("td");
    mean(cell);
    String state = ResultNotes.state(cell);
    if (!state.isEmpty()) {
      more(state);
    }
    html.close();
    if (intervals) {
      String text = cell.interval().map(i -> Figures.interval(measure, i)).orElse(Figures.NONE);
      html.text("td", text, "class", "quiet");
    }
    for (int i = 0; i < sources.size(); i++) {
      int source = i;
      beside(cell.published().stream().filter(b -> b.source() == source).findFirst());
    }
    html.text("td", Amount.of(cell.params()));
    html.text("td", Amount.of(cell.madds()));
    html.text("td", Figures.rate(cell.secondsPerEpoch()));
    html.text("td", Figures.rate(cell.imagesPerSecond()));
    html.close();
  }

  private void beside(Optional<Beside> found) {
    if (found.isEmpty()) {
      html.text("td", "", "class", "empty");
      return;
    }
    html.open("td");
    html.open("div", "class", "mean");
    html.text("span", Figures.value(found.get().measure(), found.get().value()));
    html.text("b", difference(found.get()));
    html.close();
    String ours = notes.ours(found.get());
    if (!ours.isEmpty()) {
      more(ours);
    }
    html.close();
  }
}
