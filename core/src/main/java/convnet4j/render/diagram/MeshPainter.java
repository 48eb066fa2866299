package convnet4j.render.diagram;

import convnet4j.render.diagram.Block.Mesh;
import convnet4j.render.diagram.Ranks.Slot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lays a mesh out in rows on a ground of its own. */
final class MeshPainter {
  private static final double BETWEEN_ROWS = 30;
  private static final double BESIDE = 12;
  private static final double MARGIN = 10;
  private static final double BEND = 4;
  private static final String GROUND = "#fafafa";

  private final Painter painter;
  private final List<Mark> marks = new ArrayList<>();

  MeshPainter(Painter painter) {
    this.painter = painter;
  }

  Picture picture(Mesh mesh) {
    List<Picture> pictures = mesh.nodes().stream().map(painter::picture).toList();
    Ranks ranks = new Ranks(mesh);
    for (List<Slot> row : ranks.rows()) {
      for (Slot slot : row) {
        slot.left = slot.node < 0 ? BEND : pictures.get(slot.node).left();
        slot.right = slot.node < 0 ? BEND : pictures.get(slot.node).right();
      }
    }
    ranks.arrange(BESIDE);
    double left = 0;
    double right = 0;
    double y = 0;
    for (List<Slot> row : ranks.rows()) {
      double height =
          row.stream()
              .mapToDouble(s -> s.node < 0 ? 0 : pictures.get(s.node).height())
              .max()
              .orElse(0);
      for (Slot slot : row) {
        draw(slot, slot.node < 0 ? null : pictures.get(slot.node), y, height);
        left = Math.max(left, slot.left - slot.x);
        right = Math.max(right, slot.right + slot.x);
      }
      y += height + BETWEEN_ROWS;
    }
    List<Double> entries =
        ranks.rows().getFirst().stream()
            .sorted(Comparator.comparingInt(s -> -s.node))
            .map(s -> s.x)
            .toList();
    return grounded(left, right, y - BETWEEN_ROWS, entries);
  }

  /** A slot and the lines that leave it. */
  private void draw(Slot slot, Picture picture, double y, double height) {
    if (picture != null) {
      marks.add(picture.at(slot.x, y));
    }
    double bottom = y + (picture == null ? 0 : picture.height());
    if (!slot.below.isEmpty() && bottom < y + height) {
      marks.add(Painter.vertical(slot.x, bottom, y + height, false));
    }
    double next = y + height + BETWEEN_ROWS;
    for (Slot below : slot.below) {
      double x = below.x + landing(slot, below);
      marks.add(Painter.curve(slot.x, y + height, x, next, below.node != Slot.BEND));
    }
  }

  /** Lines that meet in a box land side by side. */
  private static double landing(Slot from, Slot to) {
    List<Slot> sources =
        to.above.stream().sorted(Comparator.comparingDouble((Slot s) -> s.x)).toList();
    double share = (sources.indexOf(from) + 0.5) / sources.size() - 0.5;
    return share * (to.left + to.right) * 0.7;
  }

  private Picture grounded(double left, double right, double height, List<Double> entries) {
    double width = left + right + 2 * MARGIN;
    double bottom = height + MARGIN;
    marks.addFirst(new Mark.Ground(-left - MARGIN, 0, width, bottom, GROUND));
    marks.add(Painter.vertical(0, height, bottom, false));
    return new Picture(left + MARGIN, right + MARGIN, bottom, entries, marks);
  }
}
