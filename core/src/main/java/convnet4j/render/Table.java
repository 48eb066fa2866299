package convnet4j.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text table whose columns are as wide as their widest cell. */
public final class Table {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<Line> lines = new ArrayList<>();

  /** A title and the side on which the column's cells stand. */
  public record Column(String title, boolean right) {}

  private sealed interface Line {}

  private record Row(List<String> cells) implements Line {}

  private record Section(String title) implements Line {}

  private record Rule() implements Line {}

  public Table(Column... columns) {
    this.columns = List.of(columns);
  }

  /** A column of words. */
  public static Column left(String title) {
    return new Column(title, false);
  }

  /** A column of numbers. */
  public static Column right(String title) {
    return new Column(title, true);
  }

  /** {@code value} with a comma every three digits, whatever the machine's language. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Adds a row with one cell per column. */
  public Table row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row has " + columns.size() + " cells, received " + cells.length);
    }
    lines.add(new Row(List.of(cells)));
    return this;
  }

  /** Adds an empty line and a line with {@code title} alone, above the rows that belong to it. */
  public Table section(String title) {
    lines.add(new Section(title));
    return this;
  }

  /** Adds a line across the table, as above totals. */
  public Table rule() {
    lines.add(new Rule());
    return this;
  }

  /** The titles and all lines, each ended by a line feed, without spaces at their ends. */
  public String text() {
    List<Integer> widths = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      int width = length(columns.get(c).title());
      for (Line line : lines) {
        if (line instanceof Row row) {
          width = Math.max(width, length(row.cells.get(c)));
        }
      }
      widths.add(width);
    }
    StringBuilder text = new StringBuilder();
    text.append(aligned(columns.stream().map(Column::title).toList(), widths)).append('\n');
    for (Line line : lines) {
      text.append(
              switch (line) {
                case Row row -> aligned(row.cells, widths);
                case Section section -> "\n" + section.title;
                case Rule rule -> "─".repeat(total(widths));
              })
          .append('\n');
    }
    return text.toString();
  }

  private String aligned(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      String space = " ".repeat(widths.get(c) - length(cells.get(c)));
      line.append(c == 0 ? "" : GAP)
          .append(columns.get(c).right() ? space + cells.get(c) : cells.get(c) + space);
    }
    return line.toString().stripTrailing();
  }

  private static int total(List<Integer> widths) {
    return widths.stream().mapToInt(w -> w).sum() + GAP.length() * (widths.size() - 1);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
