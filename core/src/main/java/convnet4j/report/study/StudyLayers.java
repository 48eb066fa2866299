package convnet4j.report.study;

import convnet4j.recipe.LayerLooks;
import convnet4j.recipe.LayerMeasure;
import convnet4j.recipe.LayerRow;
import convnet4j.render.plot.Plot;
import convnet4j.render.plot.Plot.Curve;
import convnet4j.render.plot.Plot.Look;
import convnet4j.render.plot.Plot.Point;
import convnet4j.report.ByDepth;
import convnet4j.study.Cell;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What happened in the layers of a study's networks, by their depth: a plot for each cell with
 * three looks at it, or where these would be too many the last look alone, and in one plot the
 * cells that differ in the last axis alone.
 */
final class StudyLayers {
  /** More cells than these are not looked at one by one. */
  private static final int ONE_BY_ONE = 12;

  private static final String ONE_BATCH =
      "A line is of one step's batch, of each seed: the next may lie far off.";

  private static final List<String> LOOKS = List.of("at the beginning", "halfway", "at the end");

  private final StudyData data;
  private final Map<StudyRun, List<List<LayerRow>>> looks = new IdentityHashMap<>();
  private final boolean each;
  private final Panels panels;

  private StudyLayers(StudyData data) {
    this.data = data;
    data.runs().forEach(run -> looks.put(run, shown(run.layers())));
    this.each = data.cells().size() <= ONE_BY_ONE;
    this.panels = each ? new Panels(data.study(), false) : Panels.of(data.study());
  }

  /** None where no run was looked at. */
  static List<PlotGroup> of(StudyData data) {
    StudyLayers layers = new StudyLayers(data);
    return ByDepth.ALL.stream()
        .map(layers::group)
        .filter(group -> !group.plots().isEmpty())
        .toList();
  }

  private PlotGroup group(ByDepth seen) {
    List<Plot> plots =
        panels.of(data.cells()).entrySet().stream()
            .map(
                p ->
                    new Plot(
                        p.getKey(), "depth", seen.unit(), seen.scale(), curves(seen, p.getValue())))
            .toList();
    String when = (each ? " " : " Of the last step that was looked at. ") + ONE_BATCH;
    String title = seen.title() + (seen.unit().isEmpty() ? "" : ", " + seen.unit());
    return new PlotGroup(title + ", by depth", meaning(seen.measure()) + when, plots);
  }

  private List<Curve> curves(ByDepth seen, List<Cell> cells) {
    List<Curve> curves = new ArrayList<>();
    for (Cell cell : cells) {
      if (each) {
        for (int i = 0; i < LOOKS.size(); i++) {
          curves.add(curve(LOOKS.get(i), i, seen, cell, i));
        }
      } else {
        String name = panels.label(cell).isEmpty() ? LOOKS.getLast() : panels.label(cell);
        curves.add(curve(name, panels.colour(cell), seen, cell, LOOKS.size() - 1));
      }
    }
    return curves.stream().filter(curve -> !curve.points().isEmpty()).toList();
  }

  /**
   * A curve.
   *
   * @param look its place in {@link #LOOKS}
   */
  private Curve curve(String name, int colour, ByDepth seen, Cell cell, int look) {
    List<List<Point>> seeds =
        data.runs(cell).stream()
            .map(looks::get)
            .filter(of -> !of.isEmpty())
            .map(of -> seen.points(of.get(look)))
            .toList();
    return new Curve(name, colour, Look.PLAIN, Panels.mean(seeds), List.of());
  }

  /** Of all looks at a run those of {@link #LOOKS}: a long run has more than fit into memory. */
  private static List<List<LayerRow>> shown(LayerLooks all) {
    List<Long> steps = all.steps();
    int last = steps.size() - 1;
    return steps.isEmpty()
        ? List.of()
        : Stream.of(0, Math.round(last / 2f), last).map(i -> all.at(steps.get(i))).toList();
  }

  private static String meaning(LayerMeasure measure) {
    return switch (measure) {
      case GRADIENT_NORM ->
          "L2 norm of the loss's gradient by each layer's weight. Depth counts"
              + " convolutions and fully connected layers from the image on.";
      case UPDATE_RATIO -> "What a step changes a weight by, over the weight, both L2 norms.";
      case BRANCH_RATIO -> "What a residual block adds, over what it is added to, both L2 norms.";
      case DEAD -> "Share of channels that are 0 at every place of every image of the batch.";
      case SATURATED ->
          "Share of outputs where the activation's slope is below a tenth of its" + " steepest.";
      case WEIGHT_NORM -> "L2 norm of each layer's weight.";
      case MEAN, STD, ZEROS -> "Of each layer's outputs.";
    };
  }
}
