package convnet4j.report.study;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Where differences lie on a line, 0 in its middle. Where a few are much larger than the others,
 * the line is even up to ±1 and by logarithms beyond; what lies on one side of 0 stays there.
 *
 * @param most what lies at its ends, above 0
 * @param bent whether it is by logarithms
 */
record Ruler(double most, boolean bent) {
  private static final double MUCH = 12;

  /** Around all of {@code ends}, of which some may be no numbers. */
  static Ruler around(DoubleStream ends) {
    double[] sizes = ends.filter(Double::isFinite).map(Math::abs).sorted().toArray();
    double most = sizes.length == 0 || sizes[sizes.length - 1] == 0 ? 1 : sizes[sizes.length - 1];
    double middle = sizes.length == 0 ? most : sizes[sizes.length / 2];
    return new Ruler(1.05 * most, most > 4 && most > MUCH * middle);
  }

  /** Where {@code value} lies, 0 to 1. */
  double at(double value) {
    return 0.5 + 0.5 * Math.signum(value) * along(Math.abs(value)) / along(most);
  }

  private double along(double size) {
    return bent && size > 1 ? 1 + Math.log(size) : size;
  }

  /** Values to be named, 0 among them. */
  List<Double> ticks() {
    double power = Math.pow(10, Math.floor(Math.log10(most)));
    double outer = bent || most < 2 * power ? power : most < 5 * power ? 2 * power : 5 * power;
    return bent && outer > 1 ? List.of(-outer, -1.0, 0.0, 1.0, outer) : List.of(-outer, 0.0, outer);
  }
}
