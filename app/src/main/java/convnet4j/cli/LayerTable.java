package convnet4j.cli;

import convnet4j.recipe.LayerLooks;
import convnet4j.recipe.LayerMeasure;
import convnet4j.recipe.LayerRow;
import convnet4j.recipe.LayersCsv;
import convnet4j.render.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code explain} says of the layers of a network.
 *
 * @param run as the user named it
 * @param network that was trained
 * @param step that is shown, one that was looked at
 * @param looks all of them
 */
record LayerTable(Path run, String network, long step, LayerLooks looks) {
  /** By depth; layers that are equally deep in the network's order. */
  private List<LayerRow> rows() {
    return looks.at(step).stream().sorted(Comparator.comparingInt(LayerRow::depth)).toList();
  }

  /** Those that some layer has. */
  private List<LayerMeasure> measures() {
    return Arrays.stream(LayerMeasure.values())
        .filter(measure -> looks.at(step).stream().anyMatch(row -> row.value(measure).isPresent()))
        .toList();
  }

  String text() {
    List<LayerMeasure> measures = measures();
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.right("depth"));
    columns.add(Table.left("layer"));
    columns.add(Table.left("kind"));
    measures.forEach(measure -> columns.add(Table.right(measure.label().replace('_', ' '))));
    Table table = new Table(columns.toArray(Table.Column[]::new));
    for (LayerRow row : rows()) {
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(row.depth()));
      cells.add(row.path());
      cells.add(row.kind());
      measures.forEach(measure -> cells.add(cell(measure, row.value(measure))));
      table.row(cells.toArray(String[]::new));
    }
    List<Long> steps = looks.steps();
    String others =
        Format.text(
            "%s from %d to %d were looked at",
            Format.count(steps.size(), "step"), steps.getFirst(), steps.getLast());
    return Format.text("%s, step %d (%s)%n%n%s", network, step, others, table.text());
  }

  /** Shares in percent, all else by its size: it spans many decades. */
  private static String cell(LayerMeasure measure, OptionalDouble value) {
    if (value.isEmpty()) {
      return "";
    }
    return switch (measure) {
      case ZEROS, SATURATED, DEAD -> Format.percent(100 * value.getAsDouble());
      case GRADIENT_NORM, UPDATE_RATIO -> Format.text("%.2e", value.getAsDouble());
      case WEIGHT_NORM, MEAN, STD, BRANCH_RATIO -> Format.text("%.3g", value.getAsDouble());
    };
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.toString());
    json.put("network", network);
    json.put("step", step);
    json.put("steps", looks.steps());
    json.put("layers", rows().stream().map(LayerTable::layer).toList());
    return json;
  }

  private static Map<String, Object> layer(LayerRow row) {
    Map<String, Object> layer = new LinkedHashMap<>();
    layer.put("path", row.path());
    layer.put("kind", row.kind());
    layer.put("depth", row.depth());
    for (LayerMeasure measure : LayerMeasure.values()) {
      OptionalDouble value = row.value(measure);
      layer.put(measure.label(), value.isEmpty() ? null : value.getAsDouble());
    }
    return layer;
  }

  /** The lines of the run's file that are of this step. */
  String csv() {
    return Stream.concat(Stream.of(LayersCsv.HEADER), looks.at(step).stream().map(LayersCsv::line))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
