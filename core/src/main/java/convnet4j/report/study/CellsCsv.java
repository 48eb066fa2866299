package convnet4j.report.study;

import convnet4j.io.Csv;
import convnet4j.report.study.CellResult.Beside;
import convnet4j.study.Axis;
import convnet4j.study.Outcome.State;
import convnet4j.study.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** {@code cells.csv}: a row for every cell of a study; what is not known is empty. */
final class CellsCsv {
  private static final List<String> COLUMNS =
      List.of(
          "measure",
          "n",
          "diverged",
          "mean",
          "deviation",
          "low",
          "high",
          "published",
          "difference",
          "params",
          "madds",
          "seconds_per_epoch",
          "images_per_second");

  private CellsCsv() {}

  static String of(Study study, List<CellResult> cells) {
    List<String> names = new ArrayList<>(study.axes().stream().map(Axis::name).toList());
    names.addAll(COLUMNS);
    StringBuilder text = new StringBuilder(line(names));
    for (CellResult cell : cells) {
      List<String> fields = new ArrayList<>(cell.cell().labels().values());
      fields.addAll(fields(cell));
      text.append(line(fields));
    }
    return text.toString();
  }

  /** Of several published figures, the first one of the study's own measure. */
  private static List<String> fields(CellResult cell) {
    Optional<Beside> published =
        cell.published().stream().filter(b -> b.measure() == cell.measure()).findFirst();
    return List.of(
        cell.measure().label(),
        Integer.toString(cell.values().size()),
        Long.toString(cell.count(State.DIVERGED)),
        number(cell.mean()),
        number(cell.deviation()),
        cell.interval().map(i -> number(i.low())).orElse(""),
        cell.interval().map(i -> number(i.high())).orElse(""),
        published.map(b -> number(b.value())).orElse(""),
        published.map(b -> number(b.difference())).orElse(""),
        Long.toString(cell.params()),
        Long.toString(cell.madds()),
        number(cell.secondsPerEpoch()),
        number(cell.imagesPerSecond()));
  }

  private static String line(List<String> fields) {
    return fields.stream().map(Csv::field).collect(Collectors.joining(",")) + "\n";
  }

  private static String number(OptionalDouble value) {
    return value.isEmpty() ? "" : number(value.getAsDouble());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
