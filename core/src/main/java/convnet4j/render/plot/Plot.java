package convnet4j.render.plot;

import java.util.List;

/**
 * Curves over a common axis.
 *
 * @param title what they show
 * @param x what the axis counts, such as {@code step}
 * @param unit of the values, such as {@code %}; empty for none
 * @param scale of the values
 * @param curves drawn in this order
 */
public record Plot(String title, String x, String unit, Scale scale, List<Curve> curves) {
  public Plot {
    curves = List.copyOf(curves);
  }

  /** How values lie on their axis. */
  public enum Scale {
    /** Evenly. */
    LINEAR,
    /** Evenly, from 0 on. */
    FROM_ZERO,
    /**
     * By their logarithms where all are above 0 and span more than two decades; else evenly, from 0
     * on unless that would press them against the top.
     */
    BY_SPAN
  }

  /**
   * A curve.
   *
   * @param name in the legend
   * @param colour 0 to 3, the same for the same thing in plots that stand together
   * @param faint whether it stays behind the others
   * @param points by growing x; where a value is not finite the curve has a gap
   */
  public record Curve(String name, int colour, boolean faint, List<Point> points) {
    /** How many colours there are. */
    public static final int COLOURS = 4;

    public Curve {
      if (colour < 0 || colour >= COLOURS) {
        throw new IllegalArgumentException("expected a colour of 0 to 3, received " + colour);
      }
      points = List.copyOf(points);
    }
  }

  /** A value at a place. */
  public record Point(double x, double y) {
    boolean isFinite() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  /** Whether there is anything to be seen. */
  public boolean isEmpty() {
    return curves.stream().flatMap(curve -> curve.points().stream()).noneMatch(Point::isFinite);
  }
}
