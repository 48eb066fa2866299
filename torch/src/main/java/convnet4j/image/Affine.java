package convnet4j.image;

import convnet4j.net.Shape.FeatureMap;

/**
 * From where a pixel is fetched: {a, b, c, d, e, f} for column a·x + b·y + c and row d·x + e·y + f
 * of a pixel at column x and row y, whose middle these are.
 */
final class Affine {
  private Affine() {}

  /** A turn about the centre, counter-clockwise. */
  static double[] rotation(FeatureMap size, double degrees) {
    double cos = StrictMath.cos(StrictMath.toRadians(degrees));
    double sin = StrictMath.sin(StrictMath.toRadians(degrees));
    double x = (size.width() - 1) / 2.0;
    double y = (size.height() - 1) / 2.0;
    return new double[] {cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y};
  }

  /** Rows above the middle move to the right where {@code degrees} is above 0. */
  static double[] shear(FeatureMap size, double degrees) {
    double slope = StrictMath.tan(StrictMath.toRadians(degrees));
    return new double[] {1, slope, -slope * (size.height() - 1) / 2.0, 0, 1, 0};
  }

  /** Rows move to the left by {@code amount} times their distance from the upper edge. */
  static double[] shearRows(double amount) {
    return new double[] {1, amount, amount / 2, 0, 1, 0};
  }

  /** Columns move up by {@code amount} times their distance from the left edge. */
  static double[] shearColumns(double amount) {
    return new double[] {1, 0, 0, amount, 1, amount / 2};
  }
}
