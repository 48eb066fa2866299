package convnet4j.render.diagram;

import java.util.List;

/**
 * A block laid out. The origin is where the line from above enters, or would if there were one
 * entry; the line to what follows leaves below it, at {@code height}.
 *
 * @param left extent to the left of the origin, not negative
 * @param right extent to the right
 * @param height below the origin
 * @param entries x of each value that enters at the top
 */
record Picture(double left, double right, double height, List<Double> entries, List<Mark> marks) {
  Picture {
    entries = List.copyOf(entries);
    marks = List.copyOf(marks);
  }

  static Picture of(double left, double right, double height, List<Mark> marks) {
    return new Picture(left, right, height, List.of(0.0), marks);
  }

  Mark at(double x, double y) {
    return new Mark.Group(x, y, marks);
  }
}
