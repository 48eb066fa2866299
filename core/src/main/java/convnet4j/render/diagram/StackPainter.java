package convnet4j.render.diagram;

import static convnet4j.render.diagram.Painter.n;

import convnet4j.render.diagram.Block.Arc;
import convnet4j.render.diagram.Block.Stack;
import java.util.ArrayList;
import java.util.List;

/** Joins pictures that stand one below the other: lines between neighbours, arcs past them. */
final class StackPainter {
  /** Room for arcs to leave and to arrive. */
  private static final double WIDE_GAP = 34;

  private static final double LEAVE = 6;
  private static final double ARRIVE = 15;
  private static final double CORNER = 8;
  private static final double LANE = 10;

  private final Stack stack;
  private final List<Picture> pictures;
  private final List<Double> tops;
  private final List<Track> tracks = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  /** Where an arc runs: the nth lane of a side, past {@code from} to {@code to}, exclusive. */
  private record Track(boolean right, int lane, int from, int to) {
    boolean touches(Track other) {
      return right == other.right && lane == other.lane && from < other.to && other.from < to;
    }
  }

  private StackPainter(Stack stack, List<Picture> pictures, List<Double> tops) {
    this.stack = stack;
    this.pictures = pictures;
    this.tops = tops;
  }

  /** Between the items of {@code stack}. */
  static double gap(Stack stack) {
    return stack.arcs().isEmpty() ? Painter.GAP : WIDE_GAP;
  }

  /**
   * @param tops where the pictures begin; the first one is 0 or below
   */
  static Picture picture(Stack stack, List<Picture> pictures, List<Double> tops) {
    return new StackPainter(stack, pictures, tops).picture();
  }

  private Picture picture() {
    for (int i = 0; i < pictures.size(); i++) {
      if (i > 0) {
        double entry = pictures.get(i).entries().getLast();
        boolean arrow = !Painter.beginsWithLine(stack.items().get(i));
        marks.add(Painter.curve(0, bottom(i - 1), entry, tops.get(i), arrow));
      }
      marks.add(pictures.get(i).at(0, tops.get(i)));
    }
    double left = extent(0, pictures.size(), false);
    double right = extent(0, pictures.size(), true);
    for (Arc arc : stack.arcs()) {
      double x = draw(arc);
      left = Math.max(left, LANE - x);
      right = Math.max(right, LANE + x);
    }
    List<Double> entries = pictures.getFirst().entries();
    return new Picture(left, right, bottom(pictures.size() - 1), entries, marks);
  }

  /** Returns the x at which the arc runs down. */
  private double draw(Arc arc) {
    List<Double> entries = pictures.get(arc.to()).entries();
    double entry = entries.get(Math.min(arc.entry(), entries.size() - 1));
    Track track = track(arc, entry > 0);
    double side = track.right ? 1 : -1;
    double out = extent(arc.from() + 1, arc.to(), track.right) + LANE * (track.lane + 1.5);
    double x = side * out;
    double from = (arc.from() < 0 ? -WIDE_GAP : bottom(arc.from())) + LEAVE;
    double to = tops.get(arc.to()) - ARRIVE;
    double turn = x - side * CORNER;
    double landing = entry + Math.signum(x - entry) * CORNER;
    String path =
        "M 0 %s H %s Q %s %s %s %s V %s Q %s %s %s %s H %s Q %s %s %s %s V %s"
            .formatted(
                n(from),
                n(turn),
                n(x),
                n(from),
                n(x),
                n(from + CORNER), //
                n(to - CORNER),
                n(x),
                n(to),
                n(turn),
                n(to), //
                n(landing),
                n(entry),
                n(to),
                n(entry),
                n(to + CORNER),
                n(tops.get(arc.to())));
    marks.add(new Mark.Line(path, false, true));
    return x;
  }

  private Track track(Arc arc, boolean right) {
    int lane = 0;
    Track track = new Track(right, lane, arc.from(), arc.to());
    while (tracks.stream().anyMatch(track::touches)) {
      lane++;
      track = new Track(right, lane, arc.from(), arc.to());
    }
    tracks.add(track);
    return track;
  }

  private double extent(int from, int to, boolean right) {
    return pictures.subList(from, to).stream()
        .mapToDouble(p -> right ? p.right() : p.left())
        .max()
        .orElse(0);
  }

  private double bottom(int i) {
    return tops.get(i) + pictures.get(i).height();
  }
}
