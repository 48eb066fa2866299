package convnet4j.render.diagram;

import convnet4j.render.Svg;
import convnet4j.render.TextWidth;
import convnet4j.render.diagram.Block.Kind;
import convnet4j.render.diagram.Diagram.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Puts the panels of a figure side by side, a legend below them, and writes it all as SVG. */
final class DiagramSvg {
  private static final double MARGIN = 24;
  private static final double BETWEEN_PANELS = 48;
  private static final double LEGEND = 15;
  private static final double LEAST_WIDTH = 420;
  private static final String INK = "#222222";
  private static final String BORDER = "#555555";
  private static final String FAINT = "#d8d8d8";

  private final Diagram diagram;

  DiagramSvg(Diagram diagram) {
    this.diagram = diagram;
  }

  String svg() {
    List<Panel> panels = panels();
    double inner = -BETWEEN_PANELS;
    double tallest = 0;
    for (Panel panel : panels) {
      inner += panel.width() + BETWEEN_PANELS;
      tallest = Math.max(tallest, panel.height());
    }
    double width = Math.max(inner, LEAST_WIDTH);
    List<String> legend = wrapped(Legend.of(diagram), width);
    double legendTop = MARGIN + tallest + MARGIN + LEGEND;
    double height = legendTop + LEGEND * legend.size() + MARGIN / 2;
    String names =
        diagram.networks().stream().map(Column::network).collect(Collectors.joining(", "));
    Svg svg = new Svg(width + 2 * MARGIN, height, names);
    arrowhead(svg);
    double x = MARGIN + (width - inner) / 2;
    for (Panel panel : panels) {
      write(svg, panel.at(x, MARGIN));
      x += panel.width() + BETWEEN_PANELS;
    }
    for (int i = 0; i < legend.size(); i++) {
      double y = legendTop + LEGEND * i;
      write(svg, new Mark.Words(MARGIN, y, Mark.Anchor.START, Painter.SMALL, false, legend.get(i)));
    }
    return svg.end();
  }

  /** One for all if their images have the same size, else one for each. */
  private List<Panel> panels() {
    boolean aligned = diagram.networks().stream().map(Column::input).distinct().count() == 1;
    return aligned
        ? List.of(new Panel(diagram.networks()))
        : diagram.networks().stream().map(column -> new Panel(List.of(column))).toList();
  }

  private static List<String> wrapped(List<String> sentences, double width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : String.join(" ", sentences).split(" ")) {
      if (!line.isEmpty() && TextWidth.of(line + " " + word, Painter.SMALL) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static void arrowhead(Svg svg) {
    svg.open("defs")
        .open(
            "marker",
            "id",
            "arrow",
            "viewBox",
            "0 0 6 6",
            "refX",
            6,
            "refY",
            3,
            "markerWidth",
            6,
            "markerHeight",
            6,
            "markerUnits",
            "userSpaceOnUse",
            "orient",
            "auto")
        .empty("path", "d", "M 0 0.5 L 6 3 L 0 5.5 z", "fill", INK)
        .close()
        .close();
  }

  private static void write(Svg svg, Mark mark) {
    switch (mark) {
      case Mark.Group g -> {
        String move = "translate(" + Svg.number(g.x()) + " " + Svg.number(g.y()) + ")";
        svg.open("g", "transform", move);
        g.marks().forEach(m -> write(svg, m));
        svg.close();
      }
      case Mark.Cell c -> cell(svg, c);
      case Mark.Ground g ->
          svg.empty(
              "rect",
              "x",
              g.x(),
              "y",
              g.y(),
              "width",
              g.width(),
              "height",
              g.height(),
              "rx",
              4,
              "fill",
              g.fill(),
              "stroke",
              BORDER,
              "stroke-width",
              0.6);
      case Mark.Line l -> line(svg, l);
      case Mark.Rule r ->
          svg.empty("path", "d", r.path(), "fill", "none", "stroke", FAINT, "stroke-width", 1);
      case Mark.Junction j -> {
        svg.empty(
            "circle",
            "cx",
            j.x(),
            "cy",
            j.y(),
            "r",
            j.radius(),
            "fill",
            "#ffffff",
            "stroke",
            BORDER);
        words(
            svg,
            new Mark.Words(j.x(), j.y() + 4, Mark.Anchor.MIDDLE, Painter.TEXT, false, j.sign()));
      }
      case Mark.Words w -> words(svg, w);
    }
  }

  private static void cell(Svg svg, Mark.Cell c) {
    boolean round = c.box().kind() == Kind.POOL || c.box().kind() == Kind.CONCAT;
    String dashes = c.box().kind() == Kind.DEPTHWISE ? "4 2" : "none";
    svg.empty(
        "rect",
        "x",
        c.x(),
        "y",
        c.y(),
        "width",
        c.width(),
        "height",
        c.height(),
        "rx",
        round ? c.height() / 2 : 2,
        "fill",
        c.fill(),
        "stroke",
        BORDER,
        "stroke-dasharray",
        dashes);
    double x = c.x() + c.width() / 2;
    double y = c.y() + c.height() / 2 + Painter.TEXT * 0.35;
    words(svg, new Mark.Words(x, y, Mark.Anchor.MIDDLE, Painter.TEXT, false, c.box().text()));
  }

  private static void line(Svg svg, Mark.Line l) {
    svg.empty(
        "path",
        "d",
        l.path(),
        "fill",
        "none",
        "stroke",
        INK,
        "stroke-dasharray",
        l.dotted() ? "2 3" : "none",
        "marker-end",
        l.arrow() ? "url(#arrow)" : "none");
  }

  private static void words(Svg svg, Mark.Words w) {
    svg.text(
        "text",
        w.text(),
        "x",
        w.x(),
        "y",
        w.y(),
        "font-size",
        w.size(),
        "font-weight",
        w.bold() ? "bold" : "normal",
        "text-anchor",
        w.anchor().name().toLowerCase(Locale.ROOT),
        "fill",
        INK);
  }
}
