package convnet4j.render.plot;

import java.util.List;
import java.util.stream.Stream;

/**
 * Curves over a common axis.
 *
 * @param title what they show
 * @param x what the axis counts, such as {@code step}
 * @param unit of the values, such as {@code %}; empty for none
 * @param scale of the values
 * @param curves drawn in this order
 * @param reach places that the axes reach besides the curves', so that plots that stand together
 *     can be read against each other
 */
public record Plot(
    String title, String x, String unit, Scale scale, List<Curve> curves, List<Point> reach) {
  public Plot {
    curves = List.copyOf(curves);
    reach = List.copyOf(reach);
  }

  /** Its axes reach what its curves do. */
  public Plot(String title, String x, String unit, Scale scale, List<Curve> curves) {
    this(title, x, unit, scale, curves, List.of());
  }

  /** How values lie on their axis. */
  public enum Scale {
    /** Evenly. */
    LINEAR,
    /** Evenly, from 0 on. */
    FROM_ZERO,
    /**
     * By their logarithms where all are above 0 and span more than a decade and a half; else
     * evenly, from 0 on unless that would press them against the top.
     */
    BY_SPAN
  }

  /** How a curve is drawn. */
  public enum Look {
    /** A line. */
    PLAIN,
    /** Behind the others. */
    FAINT,
    /** Such as for training beside test. */
    DASHED
  }

  /**
   * A curve.
   *
   * @param name in the legend
   * @param colour 0 to 3, the same for the same thing in plots that stand together
   * @param look how it is drawn
   * @param points by growing x; where a value is not finite the curve has a gap
   * @param parts what it is a mean of, drawn faintly with it; may be empty
   */
  public record Curve(
      String name, int colour, Look look, List<Point> points, List<List<Point>> parts) {
    /** How many colours there are. */
    public static final int COLOURS = 4;

    public Curve {
      if (colour < 0 || colour >= COLOURS) {
        throw new IllegalArgumentException("expected a colour of 0 to 3, received " + colour);
      }
      points = List.copyOf(points);
      parts = parts.stream().map(List::copyOf).toList();
    }

    /**
     * A curve that is a mean of nothing.
     *
     * @param faint whether it stays behind the others
     */
    public Curve(String name, int colour, boolean faint, List<Point> points) {
      this(name, colour, faint ? Look.FAINT : Look.PLAIN, points, List.of());
    }

    Stream<Point> drawn() {
      return Stream.concat(points.stream(), parts.stream().flatMap(List::stream))
          .filter(Point::isFinite);
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
    return drawn().findAny().isEmpty();
  }

  Stream<Point> drawn() {
    return curves.stream().flatMap(Curve::drawn);
  }

  /** The same with other places that its axes reach. */
  Plot reaching(List<Point> places) {
    return new Plot(title, x, unit, scale, curves, places);
  }
}
