package convnet4j.report.study;

import convnet4j.render.Html;
import convnet4j.render.plot.PlotHtml;
import convnet4j.render.plot.Scatter;
import convnet4j.render.plot.ScatterHtml;
import convnet4j.report.RunPage;
import convnet4j.study.Scale;
import convnet4j.study.Study;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A study as one page that asks for nothing else: styles, scripts and pictures are in it, and a
 * policy in its head keeps browsers from fetching anything.
 */
final class StudyPage {
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

  private final StudyReport report;
  private final Study study;
  private final Scale scale;
  private final Setting setting;
  private final Html html = new Html();

  StudyPage(StudyReport report) {
    this.report = report;
    this.study = report.data().study();
    this.scale = report.data().scale();
    this.setting = report.setting();
  }

  String html() {
    html.raw("<!DOCTYPE html>");
    html.open("html", "lang", "en");
    head();
    html.open("body", "class", "study").open("main");
    top();
    Map<String, String> sections = sections();
    html.open("nav");
    sections.keySet().forEach(name -> html.text("a", name, "href", "#" + anchor(name)));
    html.close();
    sections.forEach(this::section);
    html.close();
    html.raw("<script>\n" + PlotHtml.script() + "</script>");
    return html.end();
  }

  private void head() {
    html.open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("link", "rel", "icon", "href", "data:,");
    html.text("title", study.title() + (scale.isFull() ? "" : ", scale " + scale.name()));
    html.raw(
        "<style>\n"
            + PlotHtml.css()
            + Html.resource(RunPage.class, "report.css")
            + Html.resource(StudyPage.class, "study.css")
            + running()
            + "</style>");
    html.close();
  }

  /**
   * At the top of every sheet of paper, in browsers that have margin boxes. Whatever the texts
   * hold, they can end neither the string nor the style sheet: all but letters and digits are
   * escaped.
   */
  private String running() {
    StringBuilder escaped = new StringBuilder();
    String says = scale.isFull() ? "" : ". Scale " + scale.name() + ": " + scale.says();
    String unfinished = setting.unfinished().isEmpty() ? "" : " Not finished.";
    (study.title() + says + unfinished)
        .codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c)) {
                escaped.appendCodePoint(c);
              } else {
                escaped.append('\\').append(Integer.toHexString(c)).append(' ');
              }
            });
    return "@page { @top-left { content: \"" + escaped + "\"; } }\n";
  }

  private void top() {
    html.open("header");
    html.text("h1", study.title());
    html.text("p", study.question(), "class", "question");
    if (!study.source().isEmpty()) {
      html.text("p", "Source: " + study.source(), "class", "note");
    }
    html.close();
    if (!scale.isFull()) {
      banner("Scale “" + scale.name() + "”", scale.says());
    }
    if (!setting.unfinished().isEmpty()) {
      banner("Not finished", setting.unfinished());
    }
  }

  private void banner(String title, String text) {
    html.open("aside", "class", "banner");
    html.text("b", title);
    html.text("p", text);
    html.close();
  }

  /** What the page holds, by title; parts that there is nothing of are left out. */
  private Map<String, String> sections() {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put("Setting", new SettingHtml(report).html());
    sections.put("Results", new ResultsHtml(report).html());
    sections.put("Verdicts", new VerdictsHtml(report).html());
    sections.put("Claims", ClaimsHtml.of(report.claims()));
    sections.put("Curves", plots(StudyCurves.of(report.data())));
    sections.put("Cost", costs());
    sections.put("Layers", plots(StudyLayers.of(report.data())));
    sections.put("Reproduce", reproduce());
    sections.put("Notes", notes());
    sections.values().removeIf(String::isEmpty);
    return sections;
  }

  private void section(String name, String content) {
    html.open("section", "id", anchor(name));
    html.open("div", "class", "heading");
    html.text("h2", name);
    if (!scale.isFull()) {
      html.text("span", "scale " + scale.name());
    }
    html.close();
    html.raw(content);
    html.close();
  }

  private static String anchor(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String plots(List<PlotGroup> groups) {
    Html part = new Html();
    for (PlotGroup group : groups) {
      part.text("h3", group.title());
      part.text("p", group.note(), "class", "note");
      part.raw(PlotHtml.multiples(group.title(), group.plots()));
    }
    return part.end().strip();
  }

  private String costs() {
    List<Scatter> scatters = CostPlots.of(study, report.cells());
    if (scatters.isEmpty()) {
      return "";
    }
    Html part = new Html();
    part.text("p", CostPlots.note(report.cells()), "class", "note");
    part.open("div", "class", "plots");
    scatters.forEach(scatter -> part.raw(ScatterHtml.of(scatter)));
    return part.end();
  }

  private String notes() {
    if (study.notes().isEmpty()) {
      return "";
    }
    Html part = new Html();
    part.open("ul", "class", "notes");
    study.notes().forEach(note -> part.text("li", note));
    return part.end();
  }

  private String reproduce() {
    Html part = new Html();
    part.open("div", "class", "commands");
    report
        .commands()
        .forEach(
            (what, line) -> {
              part.text("p", what, "class", "note");
              part.text("pre", line);
            });
    String commits = String.join(", ", setting.commits());
    part.text(
        "p",
        "Commit of the program: "
            + commits
            + ". The study as it was run is study.yaml beside this page. A run of another seed,"
            + " machine or number of threads may end on other figures.",
        "class",
        "note");
    return part.end();
  }
}
