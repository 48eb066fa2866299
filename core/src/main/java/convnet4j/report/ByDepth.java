package convnet4j.report;

import convnet4j.recipe.LayerMeasure;
import convnet4j.recipe.LayerRow;
import convnet4j.render.plot.Plot.Point;
import convnet4j.render.plot.Plot.Scale;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Something that is seen of layers by their depth. Layers that are equally deep, such as parallel
 * branches, are one point, their mean.
 *
 * @param title of its plot
 * @param kinds of layers that have it
 * @param measure what it is
 * @param share whether values are shares, shown in percent; others are sizes, of which only those
 *     above 0 have a logarithm
 */
public record ByDepth(String title, Set<String> kinds, LayerMeasure measure, boolean share) {
  private static final Set<String> WEIGHTED = Set.of("Conv", "Linear");
  private static final Set<String> ACTIVATIONS = Set.of("Activation");
  private static final Set<String> SUMS = Set.of("SUM");

  /** All that pages show. */
  public static final List<ByDepth> ALL =
      List.of(
          new ByDepth("Gradient norm per layer", WEIGHTED, LayerMeasure.GRADIENT_NORM, false),
          new ByDepth("Update ratio per layer", WEIGHTED, LayerMeasure.UPDATE_RATIO, false),
          new ByDepth("Residual branch, ‖F(x)‖ / ‖x‖", SUMS, LayerMeasure.BRANCH_RATIO, false),
          new ByDepth("Dead channels", ACTIVATIONS, LayerMeasure.DEAD, true),
          new ByDepth("Saturated outputs", ACTIVATIONS, LayerMeasure.SATURATED, true));

  /** A point for every depth at which a layer of {@code rows} has it; a size of 0 is a gap. */
  public List<Point> points(List<LayerRow> rows) {
    return rows.stream()
        .filter(row -> kinds.contains(row.kind()) && row.value(measure).isPresent())
        .collect(
            Collectors.groupingBy(
                LayerRow::depth,
                TreeMap::new,
                Collectors.averagingDouble(row -> row.value(measure).orElseThrow())))
        .entrySet()
        .stream()
        .map(e -> new Point(e.getKey(), shown(e.getValue())))
        .toList();
  }

  /** {@code %} or nothing. */
  public String unit() {
    return share ? "%" : "";
  }

  /** How its values lie on their axis. */
  public Scale scale() {
    return share ? Scale.FROM_ZERO : Scale.BY_SPAN;
  }

  private double shown(double value) {
    return share ? 100 * value : value > 0 ? value : Double.NaN;
  }
}
