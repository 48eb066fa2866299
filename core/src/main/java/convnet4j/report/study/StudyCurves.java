package convnet4j.report.study;

import convnet4j.render.plot.Plot;
import convnet4j.render.plot.Plot.Curve;
import convnet4j.render.plot.Plot.Look;
import convnet4j.render.plot.Plot.Point;
import convnet4j.render.plot.Plot.Scale;
import convnet4j.report.Columns;
import convnet4j.study.Cell;
import convnet4j.study.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a study's runs went, in small plots: one for each cell, or where the last axis has few levels
 * one for all cells that differ in it alone.
 */
final class StudyCurves {
  /** Below so many epochs there is no curve over epochs. */
  private static final int FEW = 3;

  private final StudyData data;
  private final Panels panels;

  private StudyCurves(StudyData data) {
    this.data = data;
    this.panels = Panels.of(data.study());
  }

  /** What there is to see of the runs that are over. */
  static List<PlotGroup> of(StudyData data) {
    StudyCurves curves = new StudyCurves(data);
    int epochs = data.runs().stream().mapToInt(run -> run.epochs().rows().size()).max().orElse(0);
    List<PlotGroup> groups = epochs >= FEW ? List.of(curves.byEpoch()) : curves.bySteps();
    return groups.stream().filter(group -> !group.plots().isEmpty()).toList();
  }

  private PlotGroup byEpoch() {
    Measure measure = data.study().measure();
    boolean loss = measure.unit().isEmpty();
    boolean error = !loss && !measure.higherIsBetter();
    boolean five = measure == Measure.TEST_TOP5 || measure == Measure.TEST_TOP5_ERROR;
    String share = error ? "error" : "accuracy";
    String what = loss ? "Loss" : five ? "Top-5 " + share : error ? "Error" : "Top-1 accuracy";
    String column = loss ? "loss" : five ? "top5" : "top1";
    Function<Double, Double> shown = error ? value -> 100 - value : value -> value;
    List<Kind> kinds =
        List.of(
            new Kind(
                "test", Look.PLAIN, run -> points(run.epochs(), "epoch", "test_" + column, shown)),
            new Kind(
                "training",
                Look.DASHED,
                run -> points(run.epochs(), "epoch", "train_" + column, shown)));
    return new PlotGroup(
        what + (loss ? "" : ", %") + ", by epoch",
        (five
                ? "Of test images. "
                : "Of test images, and dashed of training images as they were trained on: augmented,"
                    + " and while the weights change. ")
            + seeds(),
        plots("epoch", measure.unit(), Scale.BY_SPAN, kinds));
  }

  private List<PlotGroup> bySteps() {
    return List.of(
        steps("Training loss, by step", "loss"), steps("Gradient norm, by step", "gradient_norm"));
  }

  private PlotGroup steps(String title, String column) {
    Kind kind = new Kind("", Look.PLAIN, run -> points(run.steps(), "step", column, v -> v));
    return new PlotGroup(title, seeds(), plots("step", "", Scale.BY_SPAN, List.of(kind)));
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
    return panels.of(data.cells()).entrySet().stream()
        .map(
            panel -> {
              List<Curve> curves = new ArrayList<>();
              for (Kind kind : kinds) {
                panel.getValue().forEach(cell -> curves.add(curve(cell, kind)));
              }
              List<Curve> there = curves.stream().filter(c -> !c.points().isEmpty()).toList();
              return new Plot(panel.getKey(), x, unit, scale, there);
            })
        .toList();
  }

  private Curve curve(Cell cell, Kind kind) {
    List<List<Point>> seeds =
        data.runs(cell).stream().map(kind.points).filter(points -> !points.isEmpty()).toList();
    List<List<Point>> parts = seeds.size() > 1 ? seeds : List.of();
    int colour = panels.together() ? panels.colour(cell) : kind.look == Look.DASHED ? 1 : 0;
    String name =
        Stream.of(panels.label(cell), kind.name)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    return new Curve(name.isEmpty() ? "mean" : name, colour, kind.look, Panels.mean(seeds), parts);
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
