package convnet4j.report;

import convnet4j.io.Json;
import convnet4j.render.ConfusionSvg;
import convnet4j.render.Html;
import convnet4j.render.plot.Plot;
import convnet4j.render.plot.PlotHtml;
import convnet4j.stats.Answer;
import convnet4j.stats.Confusion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A run as one page that asks for nothing else: styles, scripts and pictures are in it, and a
 * policy in its head keeps browsers from fetching anything.
 *
 * @param data what the run's folder says
 * @param dataName of the data set
 * @param classes their names, by index; empty where they are not known
 * @param testImages how many there are; 0 where that is not known
 * @param mistakes to be shown, the worst first
 * @param commands to paste into a shell, by what they do
 * @param note beside the title, such as when the page was written
 */
public record RunPage(
    RunData data,
    String dataName,
    List<String> classes,
    long testImages,
    List<Mistake> mistakes,
    Map<String, String> commands,
    String note) {
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
          + " connect-src 'self'";

  public RunPage {
    classes = List.copyOf(classes);
    mistakes = List.copyOf(mistakes);
    commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
  }

  /** The page. */
  public String html() {
    Html html = new Html();
    html.raw("<!DOCTYPE html>");
    html.open("html", "lang", "en");
    head(html);
    html.open("body").open("main");
    new RunHeadline(this).write(html);
    plots(html);
    layers(html);
    confusion(html);
    mistakes(html);
    epochs(html);
    facts(html);
    html.close();
    html.raw(
        "<script>\n" + PlotHtml.script() + Html.resource(RunPage.class, "report.js") + "</script>");
    return html.end();
  }

  private void head(Html html) {
    html.open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("link", "rel", "icon", "href", "data:,");
    html.text("title", title());
    html.raw(
        "<style>\n" + PlotHtml.css() + Html.resource(RunPage.class, "report.css") + "</style>");
    html.close();
  }

  String title() {
    return data.recipe().network() + " on " + dataName;
  }

  private void plots(Html html) {
    html.open("section", "class", "plots");
    show(html, RunPlots.of(data));
    html.close();
  }

  private void layers(Html html) {
    if (data.layers().rows().isEmpty()) {
      return;
    }
    html.open("section");
    html.text("h2", "Layers");
    html.text(
        "p",
        "By depth: the convolutions and fully connected layers on the way from the image.",
        "class",
        "note");
    html.open("div", "class", "plots");
    show(html, LayerPlots.of(data.layers()));
    html.close();
    html.close();
  }

  private static void show(Html html, List<Plot> plots) {
    plots.stream().filter(plot -> !plot.isEmpty()).forEach(plot -> html.raw(PlotHtml.of(plot)));
  }

  private void confusion(Html html) {
    if (data.answers().isEmpty() || classes.isEmpty()) {
      return;
    }
    Confusion confusion = Confusion.of(data.answers(), classes.size());
    html.open("section");
    html.text("h2", "Confusions");
    html.open("div", "class", "wide confusion");
    html.raw(ConfusionSvg.of(confusion, classes, title(), RunHeadline.counted(data.answers())));
    html.close();
    html.data(
        Json.line(
            Map.of(
                "classes",
                classes,
                "cells",
                confusion.entries().stream()
                    .map(e -> List.of(e.label(), e.predicted(), e.images()))
                    .toList())),
        "type",
        "application/json");
    html.close();
  }

  private void mistakes(Html html) {
    if (mistakes.isEmpty()) {
      return;
    }
    html.open("section");
    html.text("h2", "Worst errors");
    html.text(
        "p",
        "The test images that were taken for something else with most conviction.",
        "class",
        "note");
    html.open("div", "class", "mistakes");
    mistakes.forEach(mistake -> mistake(html, mistake));
    html.close();
    html.close();
  }

  private void mistake(Html html, Mistake mistake) {
    Answer answer = mistake.answer();
    String label = name(answer.label());
    String source = "data:image/png;base64," + mistake.png();
    html.open("figure");
    html.empty("img", "src", source, "alt", label + ", test image " + answer.index());
    html.open("figcaption");
    html.text("b", label);
    html.text("span", "taken for");
    html.text("b", name(answer.predicted()), "class", "wrong");
    html.text("span", percent(100.0 * answer.probability()) + ", image " + answer.index());
    html.close();
    html.close();
  }

  private String name(int index) {
    return index < classes.size() ? classes.get(index) : "class " + index;
  }

  private void epochs(Html html) {
    Columns table = data.epochs();
    if (table.rows().isEmpty()) {
      return;
    }
    html.open("details");
    html.text("summary", "Every epoch");
    html.open("div", "class", "wide").open("table");
    html.open("thead").open("tr");
    table.names().forEach(name -> html.text("th", name.replace('_', ' '), "scope", "col"));
    html.close().close();
    html.open("tbody");
    for (List<Double> row : table.rows()) {
      html.open("tr");
      row.forEach(value -> html.text("td", figure(value)));
      html.close();
    }
    html.close().close().close().close();
  }

  private void facts(Html html) {
    html.open("section", "class", "facts");
    html.open("div");
    html.text("h2", "Commands");
    commands.forEach(
        (what, line) -> {
          html.text("p", what, "class", "note");
          html.text("pre", line);
        });
    html.close();
    table(html, "Recipe", data.recipe().toMap());
    table(html, "Environment", data.environment());
    html.close();
  }

  private static void table(Html html, String title, Map<String, Object> values) {
    if (values.isEmpty()) {
      return;
    }
    html.open("div");
    html.text("h2", title);
    html.open("table").open("tbody");
    values.forEach(
        (key, value) -> {
          html.open("tr").text("th", key, "scope", "row");
          html.text("td", shown(value)).close();
        });
    html.close().close().close();
  }

  private static String shown(Object value) {
    String text =
        switch (value) {
          case Map<?, ?> options ->
              options.entrySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
          case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining("; "));
          case null, default -> String.valueOf(value);
        };
    return text.isEmpty() ? "none" : text;
  }

  static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }

  /** Whole numbers as they are, others to five digits; nothing for what was not measured. */
  private static String figure(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.5g", value);
  }
}
