package convnet4j.render.diagram;

import convnet4j.render.Svg;
import convnet4j.render.TextWidth;
import convnet4j.render.diagram.Block.Box;
import convnet4j.render.diagram.Block.Branches;
import convnet4j.render.diagram.Block.Mesh;
import convnet4j.render.diagram.Block.Repeat;
import convnet4j.render.diagram.Block.Residual;
import convnet4j.render.diagram.Block.Shortcut;
import convnet4j.render.diagram.Block.Stack;
import convnet4j.render.diagram.Mark.Anchor;
import convnet4j.render.diagram.Mark.Cell;
import convnet4j.render.diagram.Mark.Ground;
import convnet4j.render.diagram.Mark.Junction;
import convnet4j.render.diagram.Mark.Line;
import convnet4j.render.diagram.Mark.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lays blocks out. */
final class Painter {
  static final double TEXT = 11;
  static final double SMALL = 9;
  static final double GAP = 13;
  static final double RADIUS = 8;
  private static final double BOX = 20;
  private static final double PADDING = 9;

  /** Above and below a body, where its shortcuts leave and return. */
  private static final double STUB = 8;

  private static final double BULGE = 24;
  private static final double SHEET = 3;
  private static final double FAN = 24;
  private static final double BESIDE = 14;
  private static final String PAPER = "#ffffff";

  private final Function<List<Integer>, String> colours;

  /**
   * @param colours of layers by the shape that they yield
   */
  Painter(Function<List<Integer>, String> colours) {
    this.colours = colours;
  }

  /**
   * {@code block} laid out.
   *
   * @param width of the boxes on its main line; see {@link #narrowest}
   */
  Picture picture(Block block, double width) {
    return switch (block) {
      case Box b -> box(b, width);
      case Stack s -> stack(s, width);
      case Residual r -> residual(r, width);
      case Branches b -> branches(b, width);
      case Mesh m -> new MeshPainter(this).picture(m);
      case Repeat r -> repeat(r, width);
    };
  }

  /** {@code block} as narrow as its texts allow. */
  Picture picture(Block block) {
    return picture(block, narrowest(block));
  }

  /** The least width at which no text of the main line leaves its box. */
  static double narrowest(Block block) {
    return switch (block) {
      case Box b -> TextWidth.of(b.text(), TEXT) + 2 * PADDING;
      case Stack s -> s.items().stream().mapToDouble(Painter::narrowest).max().orElse(0);
      case Residual r -> narrowest(r.body());
      case Branches b -> b.join().kind() == Block.Kind.CONCAT ? narrowest(b.join()) : 0;
      case Mesh m -> 0;
      case Repeat r -> narrowest(r.of());
    };
  }

  /** Whether the line from above goes on into {@code block}. */
  static boolean beginsWithLine(Block block) {
    return switch (block) {
      case Residual r -> true;
      case Branches b -> true;
      case Stack s -> !s.items().isEmpty() && beginsWithLine(s.items().getFirst());
      case Box b -> false;
      case Mesh m -> false;
      case Repeat r -> false;
    };
  }

  private Picture box(Box box, double width) {
    if (box.kind() == Block.Kind.JUNCTION) {
      Mark circle = new Junction(0, RADIUS, RADIUS, box.text());
      return Picture.of(RADIUS, RADIUS, 2 * RADIUS, List.of(circle));
    }
    Mark cell = new Cell(-width / 2, 0, width, BOX, fill(box), box);
    return Picture.of(width / 2, width / 2, BOX, List.of(cell));
  }

  private String fill(Box box) {
    return switch (box.kind()) {
      case CONV, DEPTHWISE -> colours.apply(box.output());
      case LINEAR -> "#e6e6e6";
      case POOL, OTHER, CONCAT, JUNCTION -> PAPER;
    };
  }

  private Picture stack(Stack stack, double width) {
    if (stack.items().isEmpty()) {
      return Picture.of(RADIUS, RADIUS, 0, List.of());
    }
    List<Picture> pictures = stack.items().stream().map(item -> picture(item, width)).toList();
    List<Double> tops = new ArrayList<>();
    double y = 0;
    for (Picture picture : pictures) {
      tops.add(y);
      y += picture.height() + StackPainter.gap(stack);
    }
    return StackPainter.picture(stack, pictures, tops);
  }

  private Picture residual(Residual r, double width) {
    Picture body = inside(r).picture(r.body(), width);
    double height = body.height() + 2 * STUB;
    List<Mark> marks = new ArrayList<>();
    marks.add(vertical(0, 0, STUB, true));
    marks.add(body.at(0, STUB));
    marks.add(vertical(0, height - STUB, height, false));
    double left = body.left();
    double right = body.right();
    for (int i = 0; i < r.shortcuts().size(); i++) {
      Shortcut shortcut = r.shortcuts().get(i);
      boolean onRight = i % 2 == 0;
      double side = onRight ? 1 : -1;
      double edge = side * (onRight ? right : left);
      marks.add(new Line(arc(edge, side, height), !shortcut.sameShape(), true));
      double reach = BULGE;
      if (!shortcut.text().isEmpty()) {
        Anchor anchor = onRight ? Anchor.START : Anchor.END;
        double x = edge + side * reach;
        marks.add(new Words(x, height / 2 + 3, anchor, SMALL, false, shortcut.text()));
        reach += TextWidth.of(shortcut.text(), SMALL);
      }
      right += onRight ? reach : 0;
      left += onRight ? 0 : reach;
    }
    if (!r.join().equals("+")) {
      marks.add(new Junction(0, height - STUB / 2, RADIUS, r.join()));
    }
    return Picture.of(left, right, height, marks);
  }

  /** From the line above a body around it, back to the line below. */
  private static String arc(double edge, double side, double height) {
    double from = 2;
    double to = height - STUB / 2;
    double bend = edge + side * BULGE;
    return "M 0 %s H %s C %s %s %s %s %s %s H %s"
        .formatted(n(from), n(edge), n(bend), n(from), n(bend), n(to), n(edge), n(to), n(side));
  }

  /** One block, one colour: where in it the stride is differs between implementations. */
  private Painter inside(Block block) {
    return new Painter(shape -> colours.apply(block.output()));
  }

  private Picture branches(Branches b, double width) {
    List<Picture> pictures = b.branches().stream().map(inside(b)::picture).toList();
    List<Double> xs = sideBySide(pictures);
    Picture join = picture(b.join(), Math.max(width, narrowest(b.join())));
    double tallest = pictures.stream().mapToDouble(Picture::height).max().orElseThrow();
    double end = FAN + tallest + FAN;
    double spread = b.join().kind() == Block.Kind.CONCAT ? join.right() * 1.6 : RADIUS;
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < xs.size(); i++) {
      double x = xs.get(i);
      Picture picture = pictures.get(i);
      double landing = spread * ((i + 0.5) / xs.size() - 0.5);
      boolean arrow = picture.height() > 0 && !beginsWithLine(b.branches().get(i));
      marks.add(curve(0, 0, x, FAN, arrow));
      marks.add(picture.at(x, FAN));
      marks.add(vertical(x, FAN + picture.height(), FAN + tallest, false));
      marks.add(curve(x, FAN + tallest, landing, end, true));
    }
    marks.add(join.at(0, end));
    double left = Math.max(join.left(), pictures.getFirst().left() - xs.getFirst());
    double right = Math.max(join.right(), pictures.getLast().right() + xs.getLast());
    return Picture.of(left, right, end + join.height(), marks);
  }

  /** Origins of pictures in a row around 0. */
  private static List<Double> sideBySide(List<Picture> pictures) {
    double total = -BESIDE;
    for (Picture p : pictures) {
      total += p.left() + p.right() + BESIDE;
    }
    List<Double> xs = new ArrayList<>();
    double x = -total / 2;
    for (Picture p : pictures) {
      xs.add(x + p.left());
      x += p.left() + p.right() + BESIDE;
    }
    return xs;
  }

  private Picture repeat(Repeat r, double width) {
    Picture one = picture(r.of(), width);
    boolean single = r.of() instanceof Box;
    double margin = single ? 0 : PADDING;
    double top = single ? 0 : STUB;
    String ground = r.of() instanceof Box b ? fill(b) : PAPER;
    double left = one.left() + margin;
    double right = one.right() + margin;
    double height = one.height() + 2 * top;
    List<Mark> marks = new ArrayList<>();
    for (int sheet = 2; sheet >= (single ? 1 : 0); sheet--) {
      double shift = sheet * SHEET;
      marks.add(new Ground(shift - left, shift, left + right, height, ground));
    }
    if (!single) {
      one.entries().forEach(x -> marks.add(vertical(x, 0, top, false)));
      marks.add(vertical(0, height - top, height, false));
    }
    marks.add(one.at(0, top));
    String times = "× " + r.times();
    double x = right + 2 * SHEET + 6;
    marks.add(new Words(x, height / 2 + 5, Anchor.START, TEXT + 2, true, times));
    double extent = x + TextWidth.of(times, TEXT + 2);
    return new Picture(left, extent, height + 2 * SHEET, one.entries(), marks);
  }

  static Mark vertical(double x, double from, double to, boolean arrow) {
    return new Line("M %s %s V %s".formatted(n(x), n(from), n(to)), false, arrow);
  }

  /** Down from one point to another, vertical at both ends. */
  static Mark curve(double x0, double y0, double x1, double y1, boolean arrow) {
    if (x0 == x1) {
      return vertical(x0, y0, y1, arrow);
    }
    double middle = (y0 + y1) / 2;
    String path =
        "M %s %s C %s %s %s %s %s %s"
            .formatted(n(x0), n(y0), n(x0), n(middle), n(x1), n(middle), n(x1), n(y1));
    return new Line(path, false, arrow);
  }

  static String n(double value) {
    return Svg.number(value);
  }
}
