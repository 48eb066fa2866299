package convnet4j.render;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the parts of a confusion matrix lie, in pixels.
 *
 * @param names of the classes, as they are shown
 * @param cell side of a cell
 * @param step every how manieth class is named
 * @param font size of the names
 * @param longest width of the widest name among those shown
 * @param slant degrees by which the names of columns are turned: 0, 45 or 90
 */
record ConfusionFrame(
    List<String> names, double cell, int step, double font, double longest, int slant) {
  /** Up to so many classes, cells are large enough for their counts. */
  static final int COUNTED = 20;

  static final double EDGE = 20;
  static final double TOP = 78;
  private static final double AXIS = 26;
  private static final double LEGEND = 100;
  private static final double MAX_NAME = 170;

  static ConfusionFrame of(List<String> classes) {
    int n = classes.size();
    double cell = n <= COUNTED ? Math.clamp(520.0 / n, 36, 96) : Math.max(1, 800 / n);
    int step = n <= COUNTED ? 1 : step(8 / cell);
    double font = n <= COUNTED ? 12 : Math.clamp(step * cell - 1, 7, 11);
    List<String> names =
        classes.stream().map(name -> TextWidth.fitted(name, font, MAX_NAME)).toList();
    double longest =
        IntStream.range(0, n)
            .filter(i -> i % step == 0)
            .mapToDouble(i -> TextWidth.of(names.get(i), font))
            .max()
            .orElse(0);
    int slant = n > COUNTED ? 90 : longest > cell - 4 ? 45 : 0;
    return new ConfusionFrame(names, cell, step, font, longest, slant);
  }

  /** The first of 1, 2, 5, 10, 20, 50, … that is not below {@code least}. */
  private static int step(double least) {
    int power = 1;
    while (10 * power < least) {
      power *= 10;
    }
    return least <= power
        ? power
        : least <= 2 * power ? 2 * power : least <= 5 * power ? 5 * power : 10 * power;
  }

  /** Side of the whole matrix. */
  double grid() {
    return cell * names.size();
  }

  /** Its left edge. Names turned by 45° begin to the left of their column. */
  double left() {
    double slanted = slant == 45 ? longest * 0.71 - cell / 2 : 0;
    return EDGE + Math.max(AXIS + longest + 10, slanted);
  }

  /** Its right edge. */
  double right() {
    return left() + grid();
  }

  /** Its lower edge. */
  double bottom() {
    return TOP + grid();
  }

  /** The base line of what the columns are. */
  double axis() {
    double turned = longest * StrictMath.sin(StrictMath.toRadians(slant));
    return bottom() + 10 + (slant == 0 ? font : turned + (slant == 45 ? font / 2 : 0)) + AXIS - 6;
  }

  /** Height of the scale of shades. */
  double scale() {
    return Math.clamp(grid(), 180, 260);
  }

  double width() {
    return right() + LEGEND + EDGE;
  }

  double height() {
    return Math.max(axis(), TOP + scale()) + EDGE;
  }

  /** From the matrix's edge to the middle of row or column {@code i}. */
  double middle(int i) {
    return (i + 0.5) * cell;
  }
}
