package convnet4j.render;

import static convnet4j.render.Table.count;
import static convnet4j.render.Table.left;
import static convnet4j.render.Table.right;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The list of networks for people. */
public final class ModelsText {
  private ModelsText() {}

  /** A table with a section per family, then what the options accept; ended by a line feed. */
  public static String of(List<ModelRow> rows) {
    Table table =
        new Table(
            left("network"),
            right("input"),
            right("classes"),
            right("params"),
            right("MAdds"),
            left("options"));
    String family = null;
    for (ModelRow row : rows) {
      if (!row.family().equals(family)) {
        family = row.family();
        table.section(family);
      }
      table.row(
          row.network(),
          SummaryText.shape(row.input()),
          Integer.toString(row.classes()),
          count(row.params()),
          count(row.madds()),
          ownOptions(row, rows));
    }
    return table.text() + "\nOptions, --set key=value:\n\n" + optionTable(rows);
  }

  /** The options that not every network has, with the value in force. */
  private static String ownOptions(ModelRow row, List<ModelRow> rows) {
    return row.options().entrySet().stream()
        .filter(o -> !rows.stream().allMatch(r -> r.options().containsKey(o.getKey())))
        .map(o -> o.getKey() + "=" + o.getValue().initial())
        .collect(Collectors.joining(" "));
  }

  private static String optionTable(List<ModelRow> rows) {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    rows.forEach(row -> row.options().forEach((key, o) -> values.putIfAbsent(key, o.values())));
    Table table = new Table(left("key"), left("values"));
    for (Map.Entry<String, String> option : values.entrySet()) {
      table.row(option.getKey(), option.getValue());
    }
    return table.text();
  }
}
