package convnet4j.report;

import convnet4j.errors.InputException;
import convnet4j.io.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of numbers in named columns.
 *
 * @param names of the columns
 * @param rows of numbers, NaN where nothing was measured; each as long as {@code names}
 */
public record Columns(List<String> names, List<List<Double>> rows) {
  public static final Columns NONE = new Columns(List.of(), List.of());

  public Columns {
    names = List.copyOf(names);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /**
   * What {@code file} holds; {@link #NONE} when there is no such file.
   *
   * @throws InputException when it is not a table of numbers
   */
  public static Columns read(Path file) {
    if (!Files.exists(file)) {
      return NONE;
    }
    try {
      List<Csv.Row> lines = Csv.read(file.toString(), Files.readAllBytes(file));
      if (lines.isEmpty()) {
        return NONE;
      }
      List<String> names = lines.getFirst().fields();
      return new Columns(
          names, lines.stream().skip(1).map(line -> numbers(file, line, names.size())).toList());
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e + ")", e);
    }
  }

  private static List<Double> numbers(Path file, Csv.Row line, int count) {
    try {
      if (line.fields().size() == count) {
        return line.fields().stream()
            .map(text -> text.isEmpty() ? Double.NaN : Double.parseDouble(text))
            .toList();
      }
    } catch (NumberFormatException e) {
      // told below, like a row of another length
    }
    throw new InputException(
        file
            + " line "
            + line.line()
            + ": expected "
            + count
            + " numbers, received "
            + String.join(",", line.fields()));
  }

  /** The numbers of a column; NaN for each row where there is no such column. */
  public List<Double> of(String name) {
    int column = names.indexOf(name);
    return rows.stream().map(row -> column < 0 ? Double.NaN : row.get(column)).toList();
  }

  /** Whether anything was measured of {@code name}. */
  public boolean has(String name) {
    return of(name).stream().anyMatch(value -> !value.isNaN());
  }

  /** The number in the last row; NaN where there is none. */
  public double last(String name) {
    return rows.isEmpty() ? Double.NaN : of(name).getLast();
  }
}
