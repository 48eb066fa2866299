package convnet4j.render.plot;

import convnet4j.io.Json;
import convnet4j.render.Html;
import convnet4j.render.Svg;
import convnet4j.render.plot.Plot.Curve;
import convnet4j.render.plot.Plot.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A {@link Plot} as part of a page that has {@link #css} and {@link #script} in it. The curves are
 * SVG that is stretched to the width there is, the words around them are the page's: they keep
 * their size on a phone, and colours follow the page into the dark and to the printer. The script
 * adds the values under the pointer and a legend that hides curves; without it the plot is
 * complete.
 */
public final class PlotHtml {
  private static final int SIDE = 1000;

  /** Past this the smaller half of the values would lie within a few pixels of each other. */
  private static final double MANY_SIZES = 30;

  private static final double EDGE = 0.95;

  /** Curves of at most so many points have their points marked. */
  private static final int MARKED = 40;

  /** In a small plot marks would hide the curve sooner. */
  private static final int MARKED_IN_SMALL = 12;

  private final Plot plot;
  private final boolean alone;
  private final Axis x;
  private final Axis y;
  private final Html html = new Html();

  /** A plot that is {@code alone} has its own legend. */
  private PlotHtml(Plot plot, boolean alone) {
    this.plot = plot;
    this.alone = alone;
    this.x = Axis.exact(Math.min(0, all(Point::x).min().orElse(0)), all(Point::x).max().orElse(1));
    this.y = y(plot.scale());
  }

  /** The plot, an element of its own. */
  public static String of(Plot plot) {
    PlotHtml part = new PlotHtml(plot, true);
    part.write();
    return part.html.end();
  }

  /**
   * Plots that are read against each other: small, with the same axes and one legend for all.
   *
   * @param title for the script, which keeps hidden what a reader has hidden under it
   * @param plots with as much in common as their titles do not tell
   */
  public static String multiples(String title, List<Plot> plots) {
    List<Point> reach = plots.stream().flatMap(Plot::drawn).toList();
    Map<String, Curve> curves = new LinkedHashMap<>();
    plots.forEach(plot -> plot.curves().forEach(c -> curves.putIfAbsent(c.name(), c)));
    Html html = new Html();
    html.open("div", "class", "multiples", "data-title", title);
    if (curves.size() > 1) {
      html.open("div", "class", "keys");
      curves.values().forEach(curve -> key(html, curve));
      html.close();
    }
    html.open("div", "class", "panels", "style", "--columns:" + columns(plots.size()));
    for (Plot plot : plots) {
      PlotHtml part = new PlotHtml(plot.reaching(reach), false);
      part.write();
      html.raw(part.html.end());
    }
    return html.end();
  }

  /** As many as leave the last row full, where a page is wide enough. */
  private static int columns(int plots) {
    return plots < 3 ? 2 : plots % 4 == 0 ? 4 : plots % 5 == 0 ? 5 : plots % 3 == 0 ? 3 : 4;
  }

  /** The style sheet of all plots on a page, which may set its variables. */
  public static String css() {
    return Html.resource(PlotHtml.class, "plot.css");
  }

  /** The script of all plots on a page. */
  public static String script() {
    return Html.resource(PlotHtml.class, "plot.js");
  }

  private Axis y(Plot.Scale scale) {
    double least = all(Point::y).min().orElse(0);
    double most = all(Point::y).max().orElse(1);
    return switch (scale) {
      case LINEAR -> Axis.around(least, most);
      case FROM_ZERO -> Axis.around(Math.min(0, least), Math.max(0, most));
      case BY_SPAN ->
          least > 0 && most / least > MANY_SIZES
              ? Axis.decades(least, most)
              : y(evenly(least, most));
    };
  }

  /** From 0 on where that leaves the curves half of the height. */
  private static Plot.Scale evenly(double least, double most) {
    return least >= 0 && 2 * least < most ? Plot.Scale.FROM_ZERO : Plot.Scale.LINEAR;
  }

  private DoubleStream all(ToDoubleFunction<Point> coordinate) {
    return Stream.concat(plot.drawn(), plot.reach().stream()).mapToDouble(coordinate);
  }

  private void write() {
    html.open("figure", "class", "plot");
    boolean named = alone && !plot.unit().isEmpty();
    html.text("figcaption", plot.title() + (named ? ", " + plot.unit() : ""));
    if (alone) {
      keys();
    }
    int letters = y.ticks().stream().mapToInt(tick -> y.label(tick).length()).max().orElse(1);
    html.open("div", "class", "frame", "style", "--letters:" + letters);
    html.open("div", "class", "y");
    y.ticks().forEach(t -> html.text("span", y.label(t), "style", "bottom:" + percent(y.at(t))));
    html.close();
    html.open("div", "class", "area");
    curves();
    html.close();
    html.open("div", "class", "x");
    x.ticks().forEach(this::below);
    html.close();
    html.close();
    html.data(Json.line(json()), "type", "application/json");
  }

  /** The name of a tick; at the end of the axis it must not reach over the edge. */
  private void below(double tick) {
    double place = x.at(tick);
    html.text(
        "span",
        x.label(tick),
        "style",
        "left:" + percent(place),
        "class",
        place > EDGE ? "end" : "");
  }

  /** A single curve needs no name beside the title. */
  private void keys() {
    html.open("div", "class", "keys");
    if (plot.curves().size() > 1) {
      plot.curves().forEach(curve -> key(html, curve));
    }
    html.text("span", plot.x(), "class", "unit");
    html.close();
  }

  private static void key(Html html, Curve curve) {
    html.text(
        "button",
        curve.name(),
        "type",
        "button",
        "class",
        style("key", curve),
        "aria-pressed",
        "true");
  }

  private void curves() {
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
    StringBuilder grid = new StringBuilder();
    y.ticks().forEach(tick -> grid.append("M0 " + down(tick) + "H" + SIDE));
    html.raw("<path class=\"grid\" d=\"" + grid + "\"/>");
    for (Curve curve : plot.curves()) {
      html.raw("<g class=\"" + style("curve", curve) + "\">");
      for (List<Point> part : curve.parts()) {
        html.raw("<path class=\"part\" d=\"" + line(part) + "\"/>");
      }
      html.raw("<path d=\"" + line(curve.points()) + "\"/>");
      if (curve.points().size() <= (alone ? MARKED : MARKED_IN_SMALL)) {
        html.raw("<path class=\"marks\" d=\"" + marks(curve) + "\"/>");
      }
      html.raw("</g>");
    }
    html.close();
  }

  /** What is seen, for those who hear it. */
  private String description() {
    StringBuilder text = new StringBuilder(plot.title()).append(" by ").append(plot.x());
    for (Curve curve : plot.curves()) {
      List<Point> there = curve.points().stream().filter(Point::isFinite).toList();
      if (!there.isEmpty()) {
        double last = there.getLast().y();
        text.append("; ").append(curve.name()).append(" ends at ");
        text.append(String.format(Locale.ROOT, "%.4g %s", last, plot.unit()).stripTrailing());
      }
    }
    return text.toString();
  }

  private static String style(String name, Curve curve) {
    String look =
        switch (curve.look()) {
          case PLAIN -> "";
          case FAINT -> " faint";
          case DASHED -> " dashed";
        };
    return name + " c" + curve.colour() + look;
  }

  private String line(List<Point> points) {
    StringBuilder path = new StringBuilder();
    boolean joined = false;
    for (Point point : points) {
      if (point.isFinite()) {
        path.append(joined ? 'L' : 'M').append(place(point));
      }
      joined = point.isFinite();
    }
    return path.toString();
  }

  /** Lines of no length, whose round ends are dots however the picture is stretched. */
  private String marks(Curve curve) {
    StringBuilder path = new StringBuilder();
    curve.points().stream()
        .filter(Point::isFinite)
        .forEach(point -> path.append('M').append(place(point)).append("h0"));
    return path.toString();
  }

  private String place(Point point) {
    return Svg.number(SIDE * x.at(point.x())) + " " + down(point.y());
  }

  private String down(double value) {
    return Svg.number(SIDE * (1 - y.at(value)));
  }

  static String percent(double share) {
    return Svg.number(100 * share) + "%";
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("x", plot.x());
    json.put("unit", plot.unit());
    json.put("from", List.of(x.from(), y.from()));
    json.put("to", List.of(x.to(), y.to()));
    json.put("logarithmic", y.logarithmic());
    List<Object> curves = new ArrayList<>();
    for (Curve curve : plot.curves()) {
      List<Point> points = curve.points().stream().filter(Point::isFinite).toList();
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("name", curve.name());
      values.put("style", "c" + curve.colour());
      values.put("x", points.stream().map(p -> rounded(p.x())).toList());
      values.put("y", points.stream().map(p -> rounded(p.y())).toList());
      if (curve.parts().size() > 1) {
        values.put(
            "low", points.stream().map(p -> rounded(parts(curve, p).min().orElse(p.y()))).toList());
        values.put(
            "high",
            points.stream().map(p -> rounded(parts(curve, p).max().orElse(p.y()))).toList());
      }
      curves.add(values);
    }
    json.put("curves", curves);
    return json;
  }

  /** What a point is a mean of. */
  private static DoubleStream parts(Curve curve, Point mean) {
    return curve.parts().stream()
        .flatMap(List::stream)
        .filter(point -> point.x() == mean.x() && Double.isFinite(point.y()))
        .mapToDouble(Point::y);
  }

  /** Six digits, more than anyone reads off a plot; whole numbers without a point. */
  static Number rounded(double value) {
    double digits = Double.parseDouble(String.format(Locale.ROOT, "%.6g", value));
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? (Number) (long) value : (Number) digits;
  }
}
