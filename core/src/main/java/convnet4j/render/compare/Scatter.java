package convnet4j.render.compare;

import convnet4j.render.Amount;
import convnet4j.render.Svg;
import convnet4j.render.compare.Comparison.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Multiply-adds against parameters, both on logarithmic axes, in the colours of the page. */
final class Scatter {
  private static final double WIDTH = 640;
  private static final double HEIGHT = 360;
  private static final double LEFT = 56;
  private static final double RIGHT = 24;
  private static final double TOP = 16;
  private static final double BOTTOM = 44;
  private static final double LINE = 14;

  private final Axis params;
  private final Axis madds;
  private final StringBuilder out = new StringBuilder();

  /** From a power of ten to a power of ten. */
  private record Axis(int from, int to, double start, double end) {
    static Axis of(List<Row> rows, ToLongFunction<Row> value, double start, double end) {
      double least = rows.stream().mapToLong(value).min().orElseThrow();
      double most = rows.stream().mapToLong(value).max().orElseThrow();
      int from = (int) Math.floor(Math.log10(least));
      return new Axis(from, Math.max(from + 1, (int) Math.ceil(Math.log10(most))), start, end);
    }

    double at(double value) {
      return start + (end - start) * (Math.log10(value) - from) / (to - from);
    }
  }

  private Scatter(List<Row> rows) {
    this.params = Axis.of(rows, Row::params, LEFT, WIDTH - RIGHT);
    this.madds = Axis.of(rows, Row::madds, HEIGHT - BOTTOM, TOP);
  }

  /** An inline SVG. */
  static String svg(List<Row> rows) {
    Scatter scatter = new Scatter(rows);
    scatter.write(rows);
    return scatter.out.toString();
  }

  private void write(List<Row> rows) {
    out.append(
        ("<svg viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\" role=\"img\""
                + " aria-label=\"MAdds against parameters\">\n")
            .formatted(n(WIDTH), n(HEIGHT), n(WIDTH), n(HEIGHT)));
    axes();
    List<double[]> taken = new ArrayList<>();
    for (Row row : rows) {
      double x = params.at(row.params());
      double y = madds.at(row.madds());
      out.append("<circle class=\"point\" cx=\"%s\" cy=\"%s\" r=\"5\"/>\n".formatted(n(x), n(y)));
      boolean right = x < WIDTH / 2;
      double below = y + 4;
      while (collides(taken, x, below)) {
        below += LINE;
      }
      taken.add(new double[] {x, below});
      text("", x + (right ? 10 : -10), below, right ? "start" : "end", row.network());
    }
    out.append("</svg>");
  }

  /** Names beside each other are long; names above each other are not high. */
  private static boolean collides(List<double[]> taken, double x, double y) {
    return taken.stream()
        .anyMatch(t -> Math.abs(t[1] - y) < LINE - 1 && Math.abs(t[0] - x) < WIDTH / 4);
  }

  private void axes() {
    for (int p = params.from; p <= params.to; p++) {
      double x = params.at(Math.pow(10, p));
      path(x, TOP, x, HEIGHT - BOTTOM);
      text("tick", x, HEIGHT - BOTTOM + 18, "middle", Amount.of(Math.round(Math.pow(10, p))));
    }
    for (int p = madds.from; p <= madds.to; p++) {
      double y = madds.at(Math.pow(10, p));
      path(LEFT, y, WIDTH - RIGHT, y);
      text("tick", LEFT - 8, y + 4, "end", Amount.of(Math.round(Math.pow(10, p))));
    }
    text("tick", WIDTH - RIGHT, HEIGHT - 8, "end", "parameters");
    text("tick", LEFT + 4, TOP + 12, "start", "MAdds");
  }

  private void path(double x0, double y0, double x1, double y1) {
    out.append(
        "<path class=\"axis\" d=\"M %s %s L %s %s\"/>\n".formatted(n(x0), n(y0), n(x1), n(y1)));
  }

  private void text(String style, double x, double y, String anchor, String text) {
    out.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
            .formatted(style, n(x), n(y), anchor, Svg.escape(text)));
  }

  private static String n(double value) {
    return Svg.number(value);
  }
}
