package convnet4j.recipe;

import convnet4j.errors.InputException;
import convnet4j.io.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code layers.csv}: a line per layer and look. A cell is empty where a value is not for such a
 * layer; {@code NaN} and {@code Infinity} are values.
 */
public final class LayersCsv {
  private static final List<LayerMeasure> MEASURES = List.of(LayerMeasure.values());

  /** The columns. */
  public static final String HEADER =
      Stream.concat(
              Stream.of("step", "path", "kind", "depth"),
              MEASURES.stream().map(LayerMeasure::label))
          .collect(Collectors.joining(","));

  private static final int COLUMNS = HEADER.split(",").length;
  private static final int MEASURED_FROM = COLUMNS - MEASURES.size();

  private LayersCsv() {}

  /** The line of a row, without its end. Six digits are more than anyone compares. */
  public static String line(LayerRow row) {
    String measured =
        MEASURES.stream()
            .map(row::value)
            .map(v -> v.isEmpty() ? "" : String.format(Locale.ROOT, "%.6g", v.getAsDouble()))
            .collect(Collectors.joining(","));
    return row.step() + "," + row.path() + "," + row.kind() + "," + row.depth() + "," + measured;
  }

  /**
   * What {@code file} holds; {@link LayerLooks#NONE} when there is no such file.
   *
   * @throws InputException naming the line that is none of ours
   */
  public static LayerLooks read(Path file) {
    if (!Files.exists(file)) {
      return LayerLooks.NONE;
    }
    try {
      List<Csv.Row> lines = Csv.read(file.toString(), Files.readAllBytes(file));
      if (lines.isEmpty() || !String.join(",", lines.getFirst().fields()).equals(HEADER)) {
        throw new InputException(
            file
                + ": expects the columns "
                + HEADER
                + ", received "
                + (lines.isEmpty() ? "none" : String.join(",", lines.getFirst().fields())));
      }
      return new LayerLooks(lines.stream().skip(1).map(line -> row(file, line)).toList());
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e + ")", e);
    }
  }

  private static LayerRow row(Path file, Csv.Row line) {
    List<String> cells = line.fields();
    try {
      if (cells.size() == COLUMNS) {
        Map<LayerMeasure, Double> values = new EnumMap<>(LayerMeasure.class);
        for (LayerMeasure measure : MEASURES) {
          String cell = cells.get(MEASURED_FROM + measure.ordinal());
          if (!cell.isEmpty()) {
            values.put(measure, Double.parseDouble(cell));
          }
        }
        long step = Long.parseLong(cells.get(0));
        return new LayerRow(
            step, cells.get(1), cells.get(2), Integer.parseInt(cells.get(3)), values);
      }
    } catch (NumberFormatException e) {
      // told below, like a row of another length
    }
    throw new InputException(
        file
            + " line "
            + line.line()
            + ": expects a path, a kind, and numbers, "
            + COLUMNS
            + " in all, received "
            + String.join(",", cells));
  }
}
