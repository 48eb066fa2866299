package convnet4j.render.diagram;

import convnet4j.render.Amount;
import convnet4j.render.TextWidth;
import convnet4j.render.diagram.Diagram.Column;
import convnet4j.render.diagram.Mark.Anchor;
import convnet4j.render.diagram.Mark.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Networks for images of one size, side by side: what has the same resolution begins at the same
 * height, and the resolutions stand at the left.
 */
final class Panel {
  /** Pastels that keep apart in print; they follow one another by falling resolution. */
  private static final List<String> COLOURS =
      List.of("#e5daf3", "#d0e4f7", "#d5efd3", "#fde4c3", "#fad2d7", "#cfeeea", "#efe3cf");

  private static final double TITLE = 14;
  private static final double HEAD = 52;
  private static final double BETWEEN_BANDS = 22;
  private static final double BETWEEN_COLUMNS = 36;
  private static final double GUTTER = 14;

  private final List<Column> columns;
  private final List<Resolution> bands;
  private final List<List<Picture>> pictures = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private double width;
  private double height;

  /** {@code columns} have the same input. */
  Panel(List<Column> columns) {
    this.columns = columns;
    this.bands =
        columns.stream()
            .flatMap(c -> c.layers().items().stream())
            .map(block -> Resolution.of(block.output()))
            .distinct()
            .sorted(Comparator.comparingLong(Resolution::area).reversed())
            .toList();
    Painter painter = new Painter(this::colour);
    for (Column column : columns) {
      double boxes = Painter.narrowest(column.layers());
      pictures.add(column.layers().items().stream().map(i -> painter.picture(i, boxes)).toList());
    }
    place();
  }

  double width() {
    return width;
  }

  double height() {
    return height;
  }

  Mark at(double x, double y) {
    return new Mark.Group(x, y, marks);
  }

  private String colour(List<Integer> shape) {
    long area = Resolution.of(shape).area();
    int index = (int) bands.stream().filter(band -> band.area() > area).count();
    return COLOURS.get(index % COLOURS.size());
  }

  private void place() {
    List<Double> starts = starts();
    List<Double> firsts = new ArrayList<>();
    List<Picture> wholes = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      List<Double> tops = tops(c, starts);
      firsts.add(tops.getFirst());
      wholes.add(StackPainter.picture(columns.get(c).layers(), pictures.get(c), tops));
    }
    double x = annotations(starts);
    double rulesFrom = x;
    for (int c = 0; c < columns.size(); c++) {
      List<Words> head = head(columns.get(c));
      double half =
          head.stream().mapToDouble(w -> TextWidth.of(w.text(), w.size()) / 2).max().orElse(0);
      Picture whole = wholes.get(c);
      double axis = x + Math.max(half, whole.left());
      List<Mark> column = new ArrayList<>(head);
      boolean arrow = !Painter.beginsWithLine(columns.get(c).layers());
      column.add(Painter.vertical(0, HEAD - Painter.GAP, firsts.get(c), arrow));
      column.addAll(whole.marks());
      marks.add(new Mark.Group(axis, 0, column));
      x = axis + Math.max(half, whole.right()) + BETWEEN_COLUMNS;
      height = Math.max(height, whole.height());
    }
    width = x - BETWEEN_COLUMNS;
    rules(starts, rulesFrom);
  }

  /** Where each band begins. */
  private List<Double> starts() {
    List<Double> starts = new ArrayList<>();
    double y = HEAD;
    for (Resolution band : bands) {
      starts.add(y);
      double tallest = 0;
      for (int c = 0; c < columns.size(); c++) {
        tallest = Math.max(tallest, run(c, band));
      }
      y += tallest + BETWEEN_BANDS;
    }
    return starts;
  }

  /** Height of what column {@code c} has at one resolution. */
  private double run(int c, Resolution band) {
    List<Block> items = columns.get(c).layers().items();
    double gap = StackPainter.gap(columns.get(c).layers());
    double sum = -gap;
    for (int i = 0; i < items.size(); i++) {
      if (Resolution.of(items.get(i).output()).equals(band)) {
        sum += pictures.get(c).get(i).height() + gap;
      }
    }
    return Math.max(0, sum) + Math.max(0, gap - BETWEEN_BANDS);
  }

  private List<Double> tops(int c, List<Double> starts) {
    List<Double> tops = new ArrayList<>();
    List<Block> items = columns.get(c).layers().items();
    double y = 0;
    for (int i = 0; i < items.size(); i++) {
      double start = starts.get(bands.indexOf(Resolution.of(items.get(i).output())));
      y = Math.max(y, start);
      tops.add(y);
      y += pictures.get(c).get(i).height() + StackPainter.gap(columns.get(c).layers());
    }
    return tops;
  }

  /** Returns how wide they are. */
  private double annotations(List<Double> starts) {
    double widest = 0;
    for (Resolution band : bands) {
      widest = Math.max(widest, TextWidth.of(annotation(band), Painter.TEXT));
    }
    for (int b = 0; b < bands.size(); b++) {
      String text = annotation(bands.get(b));
      marks.add(new Words(widest, starts.get(b) + 14, Anchor.END, Painter.TEXT, false, text));
    }
    return widest + GUTTER;
  }

  private static String annotation(Resolution band) {
    return "output size: " + band;
  }

  private void rules(List<Double> starts, double from) {
    for (double start : starts.subList(1, starts.size())) {
      String path =
          "M %s %s H %s"
              .formatted(Painter.n(from), Painter.n(start - BETWEEN_BANDS / 2), Painter.n(width));
      marks.addFirst(new Mark.Rule(path));
    }
  }

  private static List<Words> head(Column c) {
    String input = c.input().stream().map(String::valueOf).collect(Collectors.joining("×"));
    String numbers =
        "%d layers, %s params, %s MAdds"
            .formatted(c.depth(), Amount.of(c.params()), Amount.of(c.madds()));
    return List.of(
        new Words(0, TITLE, Anchor.MIDDLE, TITLE, true, c.network()),
        new Words(0, TITLE + 13, Anchor.MIDDLE, Painter.SMALL, false, numbers),
        new Words(
            0, HEAD - Painter.GAP - 2, Anchor.MIDDLE, Painter.SMALL, false, "image " + input));
  }
}
