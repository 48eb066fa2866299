package convnet4j.render.compare;

import convnet4j.render.Amount;
import convnet4j.render.Svg;
import convnet4j.render.TextWidth;
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
  private static final double TEXT = 12;
  private static final double DESCENT = 3;
  private static final double RADIUS = 5;
  private static final double AWAY = 9;

  private final Axis params;
  private final Axis madds;
  private final List<Area> taken = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();

  /** What a point or a name covers. */
  private record Area(double left, double top, double right, double bottom) {
    boolean meets(Area other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    boolean within() {
      return left > LEFT && right < WIDTH - RIGHT && top > TOP && bottom < HEIGHT - BOTTOM;
    }
  }

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
    List<double[]> points =
        rows.stream()
            .map(row -> new double[] {params.at(row.params()), madds.at(row.madds())})
            .toList();
    for (double[] p : points) {
      taken.add(new Area(p[0] - RADIUS, p[1] - RADIUS, p[0] + RADIUS, p[1] + RADIUS));
      out.append(
          "<circle class=\"point\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>\n"
              .formatted(n(p[0]), n(p[1]), n(RADIUS)));
    }
    for (int i = 0; i < rows.size(); i++) {
      name(rows.get(i).network(), points.get(i)[0], points.get(i)[1]);
    }
    out.append("</svg>");
  }

  /** Beside its point, or as near to that as points and other names allow, joined by a line. */
  private void name(String name, double x, double y) {
    Area area = place(TextWidth.of(name, TEXT), x, y);
    taken.add(area);
    boolean right = area.left > x;
    double edge = right ? area.left : area.right;
    double middle = (area.top + area.bottom) / 2;
    if (Math.abs(middle - y) > LINE / 4) {
      line("leader", x, y, edge, middle);
    }
    text("", edge, area.bottom - DESCENT, right ? "start" : "end", name);
  }

  private Area place(double width, double x, double y) {
    boolean right = x < WIDTH / 2;
    for (int step = 0; step * LINE / 2 < HEIGHT; step++) {
      for (int sign : step == 0 ? new int[] {1} : new int[] {-1, 1}) {
        for (boolean side : new boolean[] {right, !right}) {
          Area area = beside(width, x, y + sign * step * LINE / 2, side);
          if (area.within() && taken.stream().noneMatch(area::meets)) {
            return area;
          }
        }
      }
    }
    return beside(width, x, y, right);
  }

  private static Area beside(double width, double x, double middle, boolean right) {
    double left = right ? x + AWAY : x - AWAY - width;
    return new Area(left, middle - LINE / 2, left + width, middle + LINE / 2);
  }

  private void axes() {
    for (int p = params.from; p <= params.to; p++) {
      double x = params.at(Math.pow(10, p));
      line("axis", x, TOP, x, HEIGHT - BOTTOM);
      text("tick", x, HEIGHT - BOTTOM + 18, "middle", power(p));
    }
    for (int p = madds.from; p <= madds.to; p++) {
      double y = madds.at(Math.pow(10, p));
      line("axis", LEFT, y, WIDTH - RIGHT, y);
      text("tick", LEFT - 8, y + 4, "end", power(p));
    }
    text("tick", WIDTH - RIGHT, HEIGHT - 8, "end", "parameters");
    text("tick", LEFT + 4, TOP + 12, "start", "MAdds");
  }

  /** {@code 10M} for 7. */
  private static String power(int exponent) {
    return Amount.of(Math.round(Math.pow(10, exponent))).replaceFirst("\\.0+", "");
  }

  private void line(String style, double x0, double y0, double x1, double y1) {
    out.append(
        "<path class=\"%s\" d=\"M %s %s L %s %s\"/>\n"
            .formatted(style, n(x0), n(y0), n(x1), n(y1)));
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
