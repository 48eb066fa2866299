package convnet4j.render.diagram;

import java.util.List;

/** Something drawn, in pixels from its picture's origin, x to the right and y down. */
sealed interface Mark {
  /** Where a text stands relative to its x. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** A layer's box, its text in the middle. */
  record Cell(double x, double y, double width, double height, String fill, Block.Box box)
      implements Mark {}

  /** A ground behind other marks. */
  record Ground(double x, double y, double width, double height, String fill) implements Mark {}

  /** A line by the commands of SVG's paths. */
  record Line(String path, boolean dotted, boolean arrow) implements Mark {}

  /** A faint line across a figure. */
  record Rule(String path) implements Mark {}

  /** A small circle with a sign in it. */
  record Junction(double x, double y, double radius, String sign) implements Mark {}

  /** A line of text on the baseline y. */
  record Words(double x, double y, Anchor anchor, double size, boolean bold, String text)
      implements Mark {}

  /** Marks around another origin. */
  record Group(double x, double y, List<Mark> marks) implements Mark {
    public Group {
      marks = List.copyOf(marks);
    }
  }
}
