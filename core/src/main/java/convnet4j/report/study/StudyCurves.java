package convnet4j.report.study;

import convnet4j.render.plot.Plot;
import convnet4j.render.plot.Plot.Curve;
import convnet4j.render.plot.Plot.Look;
import convnet4j.render.plot.Plot.Point;
import convnet4j.render.plot.Plot.Scale;
import convnet4j.report.Columns;
import convnet4j.study.Axis;
import convnet4j.study.Cell;
import convnet4j.study.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a study's runs went, in small plots: one for each cell, or where the last axis has few levels
 * one for all cells that differ in it alone.
 */
final class StudyCurves {
  /** Below so many epochs there is no curve over epochs. */
  private static final int FEW = 3;

  private final StudyData data;
  private final boolean together;

  /**
   * Plots that are read against each other.
   *
   * @param note what they show
   */
  record Group(String title, String note, List<Plot> plots) {}

  private StudyCurves(StudyData data) {
    this.data = data;
    List<Axis> axes = data.study().axes();
    this.together = !axes.isEmpty() && axes.getLast().levels().size() <= Curve.COLOURS;
  }

  /** What there is to see of the runs that are over. */
  static List<Group> of(StudyData data) {
    StudyCurves curves = new StudyCurves(data);
    int epochs = data.runs().stream().mapToInt(run -> run.epochs().rows().size()).max().orElse(0);
    List<Group> groups = epochs >= FEW ? List.of(curves.byEpoch()) : curves.bySteps();
    return groups.stream().filter(g -> g.plots().stream().anyMatch(p -> !p.isEmpty())).toList();
  }

  private Group byEpoch() {
    Measure measure = data.study().measure();
    boolean loss = measure.unit().isEmpty();
    boolean error = measure == Measure.TEST_ERROR || measure == Measure.TRAIN_ERROR;
    String what = loss ? "Loss" : error ? "Error" : "Top-1 accuracy";
    String column = loss ? "loss" : "top1";
    Function<Double, Double> shown = error ? value -> 100 - value : value -> value;
    List<Kind> kinds =
        List.of(
            new Kind(
                "test", Look.PLAIN, run -> points(run.epochs(), "epoch", "test_" + column, shown)),
            new Kind(
                "training",
                Look.DASHED,
                run -> points(run.epochs(), "epoch", "train_" + column, shown)));
    return new Group(
        what + (loss ? "" : ", %") + ", by epoch",
        "Of test images, and dashed of training images as they were trained on: augmented, and while"
            + " the weights change. "
            + seeds(),
        plots("epoch", measure.unit(), Scale.BY_SPAN, kinds));
  }

  private List<Group> bySteps() {
    return List.of(
        steps("Training loss, by step", "loss"), steps("Gradient norm, by step", "gradient_norm"));
  }

  private Group steps(String title, String column) {
    Kind kind = new Kind("", Look.PLAIN, run -> points(run.steps(), "step", column, v -> v));
    return new Group(title, seeds(), plots("step", "", Scale.BY_SPAN, List.of(kind)));
  }

  private String seeds() {
    boolean several = data.study().seeds(data.scale()).size() > 1;
    return several
        ? "Seeds are faint, their mean is bold. All plots have the same axes."
        : "All plots have the same axes.";
  }

  /**
   * A curve of every cell.
   *
   * @param name what it is of; empty where there is one kind only
   */
  private record Kind(String name, Look look, Function<StudyRun, List<Point>> points) {}

  private List<Plot> plots(String x, String unit, Scale scale, List<Kind> kinds) {
    return panels().entrySet().stream()
        .map(
            panel -> {
              List<Curve> curves = new ArrayList<>();
              for (Kind kind : kinds) {
                panel.getValue().forEach(cell -> curves.add(curve(cell, kind)));
              }
              List<Curve> there = curves.stream().filter(c -> !c.points().isEmpty()).toList();
              return new Plot(panel.getKey(), x, unit, scale, there);
            })
        .filter(plot -> !plot.isEmpty())
        .toList();
  }

  /** The cells of every plot, by its title. */
  private Map<String, List<Cell>> panels() {
    return data.cells().stream()
        .collect(Collectors.groupingBy(this::panel, LinkedHashMap::new, Collectors.toList()));
  }

  private String panel(Cell cell) {
    List<String> labels = new ArrayList<>(cell.labels().values());
    if (together) {
      labels.removeLast();
    }
    return labels.isEmpty() ? data.study().title() : String.join(", ", labels);
  }

  private Curve curve(Cell cell, Kind kind) {
    List<List<Point>> seeds =
        data.runs(cell).stream().map(kind.points).filter(points -> !points.isEmpty()).toList();
    List<List<Point>> parts = seeds.size() > 1 ? seeds : List.of();
    if (!together) {
      int colour = kind.look == Look.DASHED ? 1 : 0;
      String name = kind.name.isEmpty() ? "mean" : kind.name;
      return new Curve(name, colour, kind.look, mean(seeds), parts);
    }
    Axis last = data.study().axes().getLast();
    String label = cell.labels().get(last.name());
    String name = label + (kind.name.isEmpty() ? "" : ", " + kind.name);
    return new Curve(name, last.labels().indexOf(label), kind.look, mean(seeds), parts);
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
        .map(
            entry ->
                new Point(
                    entry.getKey(),
                    entry.getValue().stream().mapToDouble(y -> y).average().orElseThrow()))
        .toList();
  }

  /** Rows where nothing was measured are passed over: tests are made now and then. */
  private static List<Point> points(
      Columns columns, String across, String name, Function<Double, Double> shown) {
    List<Double> x = columns.of(across);
    List<Double> y = columns.of(name);
    return IntStream.range(0, x.size())
        .filter(i -> !y.get(i).isNaN())
        .mapToObj(i -> new Point(x.get(i), shown.apply(y.get(i))))
        .toList();
  }
}
