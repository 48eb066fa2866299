package convnet4j.report.study;

import convnet4j.render.Html;
import convnet4j.render.Svg;
import convnet4j.report.study.StudyEvidence.Judged;
import convnet4j.stats.Estimate;
import convnet4j.stats.Outcome;
import convnet4j.stats.Verdict;
import convnet4j.study.Measure;
import java.util.List;
import java.util.stream.DoubleStream;

/** A study's comparisons and what may be said of them, as part of a page. */
final class VerdictsHtml {
  private static final int SIDE = 1000;

  private final StudyReport report;
  private final Ruler ruler;
  private final Html html = new Html();

  VerdictsHtml(StudyReport report) {
    this.report = report;
    this.ruler = Ruler.around(ends());
  }

  /** Of all that is drawn: differences, and the ends of their intervals. */
  private DoubleStream ends() {
    return report.evidence().judged().stream()
        .filter(judged -> !judged.asked().measure().unit().isEmpty())
        .map(Judged::outcome)
        .flatMapToDouble(
            outcome ->
                DoubleStream.concat(
                    outcome.difference().stream(),
                    outcome.estimate().stream()
                        .map(Estimate::interval)
                        .flatMapToDouble(i -> DoubleStream.of(i.low(), i.high()))));
  }

  /** Empty where the study compares nothing. */
  String html() {
    List<Judged> judged = report.evidence().judged();
    if (judged.isEmpty()) {
      return "";
    }
    html.text("p", VerdictWords.lead(judged.size()), "class", "lead");
    html.open("table", "class", "verdicts").open("thead").open("tr");
    html.text("th", "comparison, a against b", "scope", "col");
    html.text("th", "a − b", "scope", "col", "class", "number");
    html.text("th", "95 % interval", "scope", "col", "class", "number");
    scale();
    html.text("th", "p, adjusted", "scope", "col", "class", "number");
    html.text("th", "verdict", "scope", "col");
    html.close().close().open("tbody");
    judged.forEach(this::row);
    html.close().close();
    html.open("div", "class", "note");
    VerdictWords.notes(judged).forEach(line -> html.text("p", line));
    html.close();
    return html.end();
  }

  /** The head of the column of pictures: what lies where. */
  private void scale() {
    html.open("th", "class", "picture", "aria-hidden", "true");
    html.open("div");
    ruler
        .ticks()
        .forEach(
            tick ->
                html.text(
                    "span",
                    tick == 0 ? "0" : (tick > 0 ? "+" : "−") + Figures.text("%.3g", Math.abs(tick)),
                    "style",
                    "left:" + Svg.number(100 * ruler.at(tick)) + "%"));
    html.close().close();
  }

  private void row(Judged judged) {
    Outcome outcome = judged.outcome();
    Measure measure = judged.asked().measure();
    boolean own = measure == report.data().study().measure();
    html.open("tr", "class", outcome.verdict() instanceof Verdict.Real ? "real" : "");
    html.open("th", "scope", "row");
    html.text("span", judged.asked().name());
    if (!own) {
      html.text("span", "of " + measure.title(), "class", "more");
    }
    html.close();
    String difference =
        outcome.difference().isEmpty()
            ? Figures.NONE
            : Figures.signed(measure, outcome.difference().getAsDouble());
    html.text("td", difference, "class", "number difference");
    html.text(
        "td",
        outcome
            .estimate()
            .map(e -> Figures.differences(measure, e.interval()))
            .orElse(Figures.NONE),
        "class",
        "number quiet interval");
    picture(outcome, measure);
    String p =
        outcome.adjusted().isEmpty() ? Figures.NONE : Figures.p(outcome.adjusted().getAsDouble());
    html.text("td", p, "class", "number p");
    html.open("td", "class", "words");
    words(judged);
    html.close().close();
  }

  private void words(Judged judged) {
    Outcome outcome = judged.outcome();
    html.open("div");
    html.text("span", VerdictWords.head(outcome.verdict()), "class", "verdict");
    html.text("span", VerdictWords.rest(outcome.verdict()));
    html.close();
    outcome.estimate().ifPresent(e -> html.text("div", VerdictWords.how(e), "class", "more"));
    judged
        .networks()
        .ifPresent(table -> html.text("div", VerdictWords.networks(table), "class", "more"));
  }

  /** The interval as a line, the difference as a dot, and 0. */
  private void picture(Outcome outcome, Measure measure) {
    html.open("td", "class", "picture", "aria-hidden", "true");
    if (outcome.difference().isPresent() && !measure.unit().isEmpty()) {
      html.open("svg", "viewBox", "0 0 " + SIDE + " 10", "preserveAspectRatio", "none");
      html.raw("<path class=\"zero\" d=\"M" + SIDE / 2 + " 0V10\"/>");
      outcome
          .estimate()
          .ifPresent(
              e ->
                  html.raw(
                      "<path class=\"reach\" d=\"M%s 5H%s\"/>"
                          .formatted(across(e.interval().low()), across(e.interval().high()))));
      String at = across(outcome.difference().getAsDouble());
      html.raw("<path class=\"dot\" d=\"M" + at + " 5h0\"/>");
      html.close();
    }
    html.close();
  }

  private String across(double value) {
    return Svg.number(SIDE * Math.clamp(ruler.at(value), 0.0, 1.0));
  }
}
