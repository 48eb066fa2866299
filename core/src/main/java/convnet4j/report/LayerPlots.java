package convnet4j.report;

import convnet4j.recipe.LayerLooks;
import convnet4j.recipe.LayerMeasure;
import convnet4j.recipe.LayerRow;
import convnet4j.render.plot.Plot;
import convnet4j.render.plot.Plot.Curve;
import convnet4j.render.plot.Plot.Point;
import convnet4j.render.plot.Plot.Scale;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What was seen in the layers by their depth, a curve for each of a few looks. Layers that are
 * equally deep, such as parallel branches, are one point, their mean.
 */
final class LayerPlots {
  private static final Set<String> WEIGHTED = Set.of("Conv", "Linear");
  private static final Set<String> ACTIVATIONS = Set.of("Activation");
  private static final Set<String> SUMS = Set.of("SUM");

  private static final List<Shown> ALL =
      List.of(
          new Shown("Gradient norm per layer", WEIGHTED, LayerMeasure.GRADIENT_NORM, false),
          new Shown("Update ratio per layer", WEIGHTED, LayerMeasure.UPDATE_RATIO, false),
          new Shown("Residual branch, ‖F(x)‖ / ‖x‖", SUMS, LayerMeasure.BRANCH_RATIO, false),
          new Shown("Dead channels", ACTIVATIONS, LayerMeasure.DEAD, true),
          new Shown("Saturated outputs", ACTIVATIONS, LayerMeasure.SATURATED, true));

  private LayerPlots() {}

  /** Those of which something may have been measured; some may be empty. */
  static List<Plot> of(LayerLooks looks) {
    return ALL.stream().map(shown -> shown.plot(looks)).toList();
  }

  /** The first look, the last, and of those between as many as have a colour. */
  static List<Long> steps(LayerLooks looks) {
    List<Long> steps = looks.steps();
    int curves = Math.min(steps.size(), Curve.COLOURS);
    float gap = curves < 2 ? 0 : (steps.size() - 1f) / (curves - 1);
    return IntStream.range(0, curves).mapToObj(i -> steps.get(Math.round(i * gap))).toList();
  }

  /**
   * A plot.
   *
   * @param share whether values are shares, from 0 to 1; others are sizes, of which only those
   *     above 0 have a logarithm
   */
  private record Shown(String title, Set<String> kinds, LayerMeasure measure, boolean share) {
    Plot plot(LayerLooks looks) {
      List<Long> steps = steps(looks);
      List<Curve> curves =
          IntStream.range(0, steps.size())
              .mapToObj(
                  i -> {
                    String name = String.format(Locale.ROOT, "step %,d", steps.get(i));
                    return new Curve(name, i, false, points(looks.at(steps.get(i))));
                  })
              .toList();
      Scale scale = share ? Scale.FROM_ZERO : Scale.BY_SPAN;
      return new Plot(title, "depth", share ? "%" : "", scale, curves);
    }

    private List<Point> points(List<LayerRow> rows) {
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

    private double shown(double value) {
      return share ? 100 * value : value > 0 ? value : Double.NaN;
    }
  }
}
