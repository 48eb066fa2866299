package convnet4j.render.plot;

import convnet4j.render.plot.Scatter.Dot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where names stand beside their dots so that none covers another: reckoned for a plot as narrow as
 * a phone's, since on a wider one there is more room. A dot that no place is left for has no name;
 * the pointer tells it.
 */
final class DotLabels {
  private static final double WIDTH = 300;
  private static final double HEIGHT = 190;
  private static final double LINE = 14;
  private static final double LETTER = 7;
  private static final double GAP = 8;
  private static final int[] UPS = {0, 7, -7, 14, -14};

  /**
   * A name.
   *
   * @param right whether it begins at the right of its dot, or else ends at its left
   * @param up by how many pixels it stands above its dot
   */
  record Label(Dot dot, boolean right, int up) {}

  private record Box(double left, double bottom, double right, double top) {
    boolean meets(Box other) {
      return left < other.right && other.left < right && bottom < other.top && other.bottom < top;
    }
  }

  private DotLabels() {}

  static List<Label> place(List<Dot> dots, Axis x, Axis y) {
    List<Box> taken = new ArrayList<>();
    for (Dot dot : dots) {
      double across = WIDTH * x.at(dot.x());
      double above = HEIGHT * y.at(dot.y());
      taken.add(new Box(across - 4, above - 4, across + 4, above + 4));
    }
    List<Label> labels = new ArrayList<>();
    List<Dot> fromAbove = dots.stream().sorted(Comparator.comparing(Dot::y).reversed()).toList();
    for (Dot dot : fromAbove) {
      candidates(dot, x).stream()
          .filter(label -> isFree(box(label, x, y), taken))
          .findFirst()
          .ifPresent(
              label -> {
                labels.add(label);
                taken.add(box(label, x, y));
              });
    }
    return labels;
  }

  private static List<Label> candidates(Dot dot, Axis x) {
    boolean first = x.at(dot.x()) < 0.55;
    List<Label> candidates = new ArrayList<>();
    for (int up : UPS) {
      candidates.add(new Label(dot, first, up));
      candidates.add(new Label(dot, !first, up));
    }
    return candidates;
  }

  private static Box box(Label label, Axis x, Axis y) {
    double width = LETTER * label.dot().name().length();
    double from = WIDTH * x.at(label.dot().x()) + (label.right() ? GAP : -GAP - width);
    double middle = HEIGHT * y.at(label.dot().y()) + label.up();
    return new Box(from, middle - LINE / 2, from + width, middle + LINE / 2);
  }

  private static boolean isFree(Box box, List<Box> taken) {
    boolean inside =
        box.left >= 0 && box.right <= WIDTH && box.bottom >= 0 && box.top <= HEIGHT + LINE / 2;
    return inside && taken.stream().noneMatch(box::meets);
  }
}
