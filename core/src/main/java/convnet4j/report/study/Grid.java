package convnet4j.report.study;

import convnet4j.study.Axis;
import convnet4j.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the cells of a study stand in a table: a row each, or with the last axis across.
 *
 * @param across labels of the last axis; empty where every cell has a row
 * @param rows in the order of axes
 */
record Grid(List<String> across, List<Row> rows) {
  /** More columns than these do not fit on paper. */
  private static final int WIDEST = 5;

  /**
   * A row.
   *
   * @param labels of the axes that are not across
   * @param cells one, or one for each label across; empty where there is no such cell
   */
  record Row(List<String> labels, List<Optional<CellResult>> cells) {
    Row {
      labels = List.copyOf(labels);
      cells = List.copyOf(cells);
    }
  }

  static Grid of(Study study, List<CellResult> cells) {
    List<Axis> axes = study.axes();
    if (axes.size() < 2 || axes.getLast().levels().size() > WIDEST) {
      return new Grid(
          List.of(),
          cells.stream()
              .map(c -> new Row(List.copyOf(c.cell().labels().values()), List.of(Optional.of(c))))
              .toList());
    }
    String last = axes.getLast().name();
    List<String> across =
        axes.getLast().labels().stream()
            .filter(label -> cells.stream().anyMatch(c -> label(c, last).equals(label)))
            .toList();
    Map<List<String>, List<CellResult>> rows = new LinkedHashMap<>();
    for (CellResult cell : cells) {
      List<String> labels = new ArrayList<>(cell.cell().labels().values());
      labels.removeLast();
      rows.computeIfAbsent(labels, key -> new ArrayList<>()).add(cell);
    }
    return new Grid(
        across,
        rows.entrySet().stream()
            .map(
                row ->
                    new Row(
                        row.getKey(),
                        across.stream()
                            .map(
                                label ->
                                    row.getValue().stream()
                                        .filter(c -> label(c, last).equals(label))
                                        .findFirst())
                            .toList()))
            .toList());
  }

  boolean isAcross() {
    return !across.isEmpty();
  }

  private static String label(CellResult cell, String axis) {
    return cell.cell().labels().get(axis);
  }
}
