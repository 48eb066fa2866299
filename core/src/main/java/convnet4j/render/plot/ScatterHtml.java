package convnet4j.render.plot;

import convnet4j.io.Json;
import convnet4j.render.Html;
import convnet4j.render.Svg;
import convnet4j.render.plot.Scatter.Dot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link Scatter} as part of a page, beside those of {@link PlotHtml} and in their style. */
public final class ScatterHtml {
  private static final int SIDE = 1000;
  private static final double EDGE = 0.95;

  /** Beyond this factor between least and most, x is by its logarithm. */
  private static final double WIDE = 8;

  private final Scatter scatter;
  private final Axis x;
  private final Axis y;
  private final Html html = new Html();

  private ScatterHtml(Scatter scatter) {
    this.scatter = scatter;
    double least = scatter.dots().stream().mapToDouble(Dot::x).min().orElse(1);
    double most = scatter.dots().stream().mapToDouble(Dot::x).max().orElse(2);
    this.x =
        most > WIDE * least ? Axis.decades(least, most) : Axis.around(Math.min(least, 0), most);
    this.y =
        Axis.around(
            scatter.dots().stream().mapToDouble(d -> d.y() - d.spread()).min().orElse(0),
            scatter.dots().stream().mapToDouble(d -> d.y() + d.spread()).max().orElse(1));
  }

  /** The dots, an element of its own. */
  public static String of(Scatter scatter) {
    ScatterHtml part = new ScatterHtml(scatter);
    part.write();
    return part.html.end();
  }

  private void write() {
    html.open("figure", "class", "plot scatter");
    String unit = scatter.unit().isEmpty() ? "" : ", " + scatter.unit();
    html.text("figcaption", scatter.title() + unit);
    html.open("div", "class", "keys");
    html.text("span", scatter.x(), "class", "unit");
    html.close();
    int letters = y.ticks().stream().mapToInt(tick -> y.label(tick).length()).max().orElse(1);
    html.open("div", "class", "frame", "style", "--letters:" + letters);
    html.open("div", "class", "y");
    y.ticks()
        .forEach(
            t -> html.text("span", y.label(t), "style", "bottom:" + PlotHtml.percent(y.at(t))));
    html.close();
    html.open("div", "class", "area");
    picture();
    names();
    html.close();
    html.open("div", "class", "x");
    for (double tick : x.ticks()) {
      String place = "left:" + PlotHtml.percent(x.at(tick));
      html.text("span", x.label(tick), "style", place, "class", x.at(tick) > EDGE ? "end" : "");
    }
    html.close();
    html.close();
    html.data(Json.line(json()), "type", "application/json");
  }

  private void picture() {
    html.open(
        "svg",
        "viewBox",
        "0 0 " + SIDE + " " + SIDE,
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        description());
    String grid =
        y.ticks().stream().map(t -> "M0 " + down(t) + "H" + SIDE).collect(Collectors.joining());
    html.raw("<path class=\"grid\" d=\"" + grid + "\"/>");
    html.raw("<g class=\"curve c0\">");
    for (Dot dot : scatter.dots()) {
      String across = Svg.number(SIDE * x.at(dot.x()));
      html.raw(
          "<path class=\"part\" d=\"M%s %sV%s\"/>"
              .formatted(across, down(dot.y() - dot.spread()), down(dot.y() + dot.spread())));
      html.raw("<path class=\"marks\" d=\"M" + across + " " + down(dot.y()) + "h0\"/>");
    }
    html.raw("</g>");
    html.close();
  }

  private void names() {
    for (DotLabels.Label label : DotLabels.place(scatter.dots(), x, y)) {
      html.text(
          "span",
          label.dot().name(),
          "class",
          label.right() ? "name" : "name left",
          "style",
          "left:%s;bottom:%s;--up:%dpx"
              .formatted(
                  PlotHtml.percent(x.at(label.dot().x())),
                  PlotHtml.percent(y.at(label.dot().y())),
                  label.up()));
    }
  }

  private String description() {
    return scatter.title()
        + " by "
        + scatter.x()
        + scatter.dots().stream()
            .map(d -> String.format(Locale.ROOT, "; %s %.4g at %.4g", d.name(), d.y(), d.x()))
            .collect(Collectors.joining());
  }

  private String down(double value) {
    return Svg.number(SIDE * (1 - y.at(value)));
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("x", scatter.x());
    json.put("unit", scatter.unit());
    json.put("from", List.of(x.from(), y.from()));
    json.put("to", List.of(x.to(), y.to()));
    json.put("across", x.logarithmic());
    json.put("dots", scatter.dots().stream().map(ScatterHtml::json).toList());
    return json;
  }

  private static Map<String, Object> json(Dot dot) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", dot.name());
    json.put("x", PlotHtml.rounded(dot.x()));
    json.put("y", PlotHtml.rounded(dot.y()));
    json.put("spread", PlotHtml.rounded(dot.spread()));
    return json;
  }
}
