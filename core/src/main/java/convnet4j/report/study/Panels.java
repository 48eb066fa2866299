package convnet4j.report.study;

import convnet4j.render.plot.Plot.Curve;
import convnet4j.render.plot.Plot.Point;
import convnet4j.study.Axis;
import convnet4j.study.Cell;
import convnet4j.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How cells share small plots.
 *
 * @param study whose cells they are
 * @param together whether the cells that differ in the last axis alone are in one plot, told apart
 *     by colour
 */
record Panels(Study study, boolean together) {
  /** In one plot, where there are colours enough. */
  static Panels of(Study study) {
    List<Axis> axes = study.axes();
    return new Panels(study, !axes.isEmpty() && axes.getLast().levels().size() <= Curve.COLOURS);
  }

  /** The cells of every plot, by its title. */
  Map<String, List<Cell>> of(List<Cell> cells) {
    return cells.stream()
        .collect(Collectors.groupingBy(this::title, LinkedHashMap::new, Collectors.toList()));
  }

  private String title(Cell cell) {
    List<String> labels = new ArrayList<>(cell.labels().values());
    if (together) {
      labels.removeLast();
    }
    return labels.isEmpty() ? study.title() : String.join(", ", labels);
  }

  /** What a cell's curve is called in its plot; empty where it is alone there. */
  String label(Cell cell) {
    return together ? cell.labels().get(study.axes().getLast().name()) : "";
  }

  /** Its colour among the cells of its plot. */
  int colour(Cell cell) {
    return together ? study.axes().getLast().labels().indexOf(label(cell)) : 0;
  }

  /** Where every seed has a point: a mean of some would jump where one ends. */
  static List<Point> mean(List<List<Point>> seeds) {
    Map<Double, List<Double>> at = new TreeMap<>();
    seeds.forEach(
        points ->
            points.forEach(
                point -> at.computeIfAbsent(point.x(), x -> new ArrayList<>()).add(point.y())));
    return at.entrySet().stream()
        .filter(entry -> entry.getValue().size() == seeds.size())
        .map(entry -> new Point(entry.getKey(), mean(entry)))
        .toList();
  }

  private static double mean(Map.Entry<Double, List<Double>> values) {
    return values.getValue().stream().mapToDouble(y -> y).average().orElseThrow();
  }
}
