package convnet4j.data;

import java.util.Locale;

/**
 * The ten figures of {@link Shapes}, within the unit circle, each its own mirror image. A figure is
 * a signed distance: how far a point is from its edge, negative inside.
 */
enum Figure {
  ARROW(polygon(1, 0, 0.1, 0.75, 0.1, 0.3, -0.95, 0.3, -0.95, -0.3, 0.1, -0.3, 0.1, -0.75)),
  CIRCLE((x, y) -> length(x, y) - 0.9),
  CRESCENT((x, y) -> Math.max(length(x, y) - 0.97, 0.75 - length(x - 0.5, y))),
  CROSS(
      polygon(
          0.28, 0.28, 0.28, 0.95, -0.28, 0.95, -0.28, 0.28, -0.95, 0.28, -0.95, -0.28, -0.28, -0.28,
          -0.28, -0.95, 0.28, -0.95, 0.28, -0.28, 0.95, -0.28, 0.95, 0.28)),
  HEART(heart()),
  HEXAGON(star(6, 0.97, 0.97 * 0.8660254)),
  RING((x, y) -> Math.abs(length(x, y) - 0.7) - 0.21),
  SQUARE(star(4, 1, 0.70710678)),
  STAR(star(5, 1, 0.42)),
  TRIANGLE(star(3, 1, 0.5));

  @SuppressWarnings("ImmutableEnumChecker") // made of numbers that nothing changes
  private final Outline outline;

  Figure(Outline outline) {
    this.outline = outline;
  }

  @FunctionalInterface
  private interface Outline {
    double distance(double x, double y);
  }

  /** From the point to the nearest edge, negative inside. */
  double distance(double x, double y) {
    return outline.distance(x, y);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Corners on the outer circle in turn with corners on the inner one. */
  private static Outline star(int points, double outer, double inner) {
    double[] corners = new double[4 * points];
    for (int i = 0; i < 2 * points; i++) {
      double radius = i % 2 == 0 ? outer : inner;
      corners[2 * i] = radius * StrictMath.cos(Math.PI * i / points);
      corners[2 * i + 1] = radius * StrictMath.sin(Math.PI * i / points);
    }
    return polygon(corners);
  }

  /** The curve that <a href="https://mathworld.wolfram.com/HeartCurve.html">everyone draws</a>. */
  private static Outline heart() {
    int points = 24;
    double[] corners = new double[2 * points];
    for (int i = 0; i < points; i++) {
      double t = 2 * Math.PI * i / points;
      double sine = StrictMath.sin(t);
      double curve =
          13 * StrictMath.cos(t)
              - 5 * StrictMath.cos(2 * t)
              - 2 * StrictMath.cos(3 * t)
              - StrictMath.cos(4 * t);
      corners[2 * i] = 16 * sine * sine * sine / 18;
      corners[2 * i + 1] = (curve + 2.5) / 18;
    }
    return polygon(corners);
  }

  /** The distance to the nearest side; its sign flips with every side that a ray crosses. */
  private static Outline polygon(double... corners) {
    return (x, y) -> {
      double least = Double.POSITIVE_INFINITY;
      boolean inside = false;
      int n = corners.length;
      double fromX = corners[n - 2];
      double fromY = corners[n - 1];
      for (int i = 0; i < n; i += 2) {
        double toX = corners[i];
        double toY = corners[i + 1];
        double sideX = toX - fromX;
        double sideY = toY - fromY;
        double along =
            ((x - fromX) * sideX + (y - fromY) * sideY) / (sideX * sideX + sideY * sideY);
        double t = Math.max(0, Math.min(1, along));
        double dx = x - fromX - t * sideX;
        double dy = y - fromY - t * sideY;
        least = Math.min(least, dx * dx + dy * dy);
        if ((fromY > y) != (toY > y) && x < fromX + sideX * (y - fromY) / sideY) {
          inside = !inside;
        }
        fromX = toX;
        fromY = toY;
      }
      return inside ? -Math.sqrt(least) : Math.sqrt(least);
    };
  }

  private static double length(double x, double y) {
    return Math.sqrt(x * x + y * y);
  }
}
