package convnet4j.render;

import static convnet4j.render.ConfusionFrame.COUNTED;
import static convnet4j.render.ConfusionFrame.EDGE;
import static convnet4j.render.ConfusionFrame.TOP;
import static convnet4j.render.Svg.number;

import convnet4j.stats.Confusion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A confusion matrix as a picture: a row per label, a column per prediction. A cell's shade is its
 * share of the images of its row, so that rare and frequent classes can be compared; shades follow
 * the square root of the share, since what is of interest, the mistakes, are small shares. Up to 20
 * classes the cells hold their counts; of many classes, some are named.
 */
public final class ConfusionSvg {
  private static final int LEVELS = 64;
  private static final double MARK = 2;
  private static final String INK = "#1f2937";
  private static final String MUTED = "#6b7280";
  private static final String LINE = "#9ca3af";

  private final Confusion confusion;
  private final List<String> classes;
  private final ConfusionFrame frame;
  private final Svg svg;

  private ConfusionSvg(Confusion confusion, List<String> classes, String title, String note) {
    this.confusion = confusion;
    this.classes = classes;
    this.frame = ConfusionFrame.of(classes);
    double text = Math.max(TextWidth.of(title, 19), TextWidth.of(note, 12)) + 2 * EDGE;
    this.svg = new Svg(Math.max(text, frame.width()), frame.height(), title);
    word(title, EDGE, 34, 18, INK, "font-weight", 600);
    word(note, EDGE, 55, 12, MUTED);
  }

  /**
   * An SVG document.
   *
   * @param classes the names of the classes, as many as {@code confusion} has
   * @param title above the picture
   * @param note below the title: what was measured, on how many images
   */
  public static String of(Confusion confusion, List<String> classes, String title, String note) {
    if (classes.size() != confusion.classes()) {
      throw new IllegalArgumentException(
          "expected " + confusion.classes() + " names, received " + classes.size());
    }
    ConfusionSvg picture = new ConfusionSvg(confusion, classes, title, note);
    if (classes.size() <= COUNTED) {
      picture.largeCells();
    } else {
      picture.smallCells();
    }
    picture.names();
    picture.axes();
    picture.scale();
    return picture.svg.end();
  }

  private void largeCells() {
    for (int label = 0; label < classes.size(); label++) {
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        long count = confusion.count(label, predicted);
        double x = frame.left() + predicted * frame.cell();
        double y = TOP + label * frame.cell();
        double side = frame.cell() - 2;
        String fill = Shade.at(place(label, count));
        svg.open(
            "rect", "x", x + 1, "y", y + 1, "width", side, "height", side, "rx", 2, "fill", fill);
        svg.text("title", tip(label, predicted, count)).close();
        if (count > 0) {
          digits(label, predicted, count);
        }
      }
    }
  }

  /** The count of a cell, unless it does not fit. */
  private void digits(int label, int predicted, long count) {
    String digits = Long.toString(count);
    double usual = Math.min(frame.cell() * 0.36, 16);
    double size = Math.min(usual, usual * (frame.cell() - 6) / TextWidth.of(digits, usual));
    if (size < 6) {
      return;
    }
    double x = frame.left() + frame.middle(predicted);
    double y = TOP + frame.middle(label) + size * 0.36;
    int weight = label == predicted ? 600 : 400;
    String ink = Shade.ink(place(label, count));
    word(
        digits,
        x,
        y,
        size,
        ink,
        "font-weight",
        weight,
        "text-anchor",
        "middle",
        "pointer-events",
        "none");
  }

  private String tip(int label, int predicted, long count) {
    return classes.get(label)
        + " taken for "
        + classes.get(predicted)
        + ": "
        + Table.count(count)
        + " of "
        + Table.count(confusion.images(label));
  }

  /**
   * One path per shade, the darker ones above: a rectangle per cell would be a file many times as
   * large. Marks of a single pixel could not be told from the ground, so a mark has at least two.
   */
  private void smallCells() {
    double mark = Math.max(frame.cell(), MARK);
    double shift = (frame.cell() - mark) / 2;
    String side = number(mark);
    Map<Integer, StringBuilder> paths = new TreeMap<>();
    for (Confusion.Entry e : confusion.entries()) {
      int level = (int) Math.max(1, Math.round(LEVELS * place(e.label(), e.images())));
      String x = number(e.predicted() * frame.cell() + shift);
      String y = number(e.label() * frame.cell() + shift);
      paths
          .computeIfAbsent(level, unused -> new StringBuilder())
          .append("M%s %sh%sv%sh-%sz".formatted(x, y, side, side, side));
    }
    String place = "translate(" + number(frame.left()) + " " + number(TOP) + ")";
    svg.open("g", "transform", place, "shape-rendering", "crispEdges", "data-cell", frame.cell());
    svg.empty("rect", "width", frame.grid(), "height", frame.grid(), "fill", Shade.at(0));
    paths.forEach(
        (level, path) -> svg.empty("path", "fill", Shade.at((double) level / LEVELS), "d", path));
    svg.close();
    svg.empty(
        "rect",
        "x",
        frame.left() - 0.5,
        "y",
        TOP - 0.5,
        "width",
        frame.grid() + 1,
        "height",
        frame.grid() + 1,
        "fill",
        "none",
        "stroke",
        LINE);
  }

  private void names() {
    boolean ticks = classes.size() > COUNTED;
    for (int i = 0; i < classes.size(); i += frame.step()) {
      String name = frame.names().get(i);
      double x = frame.left() + frame.middle(i);
      double y = TOP + frame.middle(i);
      double drop = frame.font() * 0.36;
      word(name, frame.left() - 8, y + drop, frame.font(), INK, "text-anchor", "end");
      double below = frame.bottom() + 8;
      if (frame.slant() == 0) {
        word(name, x, below + frame.font(), frame.font(), INK, "text-anchor", "middle");
      } else {
        double down = frame.slant() == 45 ? below + drop : below;
        String turn =
            "rotate(-" + frame.slant() + " " + number(x + drop) + " " + number(down) + ")";
        word(name, x + drop, down, frame.font(), INK, "text-anchor", "end", "transform", turn);
      }
      if (ticks) {
        line(frame.left() - 5, y, frame.left() - 1, y);
        line(x, frame.bottom() + 1, x, frame.bottom() + 5);
      }
    }
  }

  private void axes() {
    double middle = TOP + frame.grid() / 2;
    String turn = "rotate(-90 " + number(EDGE + 10) + " " + number(middle) + ")";
    word("label", EDGE + 10, middle, 13, MUTED, "text-anchor", "middle", "transform", turn);
    double x = frame.left() + frame.grid() / 2;
    word("predicted", x, frame.axis(), 13, MUTED, "text-anchor", "middle");
  }

  /** What the shades mean. */
  private void scale() {
    double x = frame.right() + 24;
    double height = frame.scale();
    double step = height / LEVELS;
    svg.open("g", "shape-rendering", "crispEdges");
    for (int i = 0; i < LEVELS; i++) {
      String fill = Shade.at((i + 0.5) / LEVELS);
      double y = TOP + height - (i + 1) * step;
      svg.empty("rect", "x", x, "y", y, "width", 14, "height", step + 0.5, "fill", fill);
    }
    svg.close();
    svg.empty(
        "rect", "x", x, "y", TOP, "width", 14, "height", height, "fill", "none", "stroke", LINE);
    for (int percent : new int[] {0, 1, 5, 10, 25, 50, 100}) {
      double y = TOP + height * (1 - Math.sqrt(percent / 100.0));
      line(x + 14, y, x + 18, y);
      word(percent + " %", x + 22, y + 4, 11, INK);
    }
    double side = x + 70;
    double middle = TOP + height / 2;
    String turn = "rotate(90 " + number(side) + " " + number(middle) + ")";
    word(
        "share of the label's images",
        side,
        middle,
        11,
        MUTED,
        "text-anchor",
        "middle",
        "transform",
        turn);
  }

  /** Where a cell stands on the scale. */
  private double place(int label, long count) {
    return count == 0 ? 0 : Math.sqrt((double) count / confusion.images(label));
  }

  private void line(double x1, double y1, double x2, double y2) {
    svg.empty("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "stroke", LINE);
  }

  private void word(String text, double x, double y, double size, String fill, Object... more) {
    Object[] usual = {"x", x, "y", y, "font-size", size, "fill", fill};
    Object[] all = new Object[usual.length + more.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    svg.text("text", text, all);
  }
}
