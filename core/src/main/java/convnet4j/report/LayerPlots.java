package convnet4j.report;

import convnet4j.recipe.LayerLooks;
import convnet4j.render.plot.Plot;
import convnet4j.render.plot.Plot.Curve;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What was seen in the layers of a run by their depth, a curve for each of a few looks. */
final class LayerPlots {
  private LayerPlots() {}

  /** Those of which something may have been measured; some may be empty. */
  static List<Plot> of(LayerLooks looks) {
    return ByDepth.ALL.stream().map(seen -> plot(seen, looks)).toList();
  }

  /** The first look, the last, and of those between as many as have a colour. */
  static List<Long> steps(LayerLooks looks) {
    List<Long> steps = looks.steps();
    int curves = Math.min(steps.size(), Curve.COLOURS);
    float gap = curves < 2 ? 0 : (steps.size() - 1f) / (curves - 1);
    return IntStream.range(0, curves).mapToObj(i -> steps.get(Math.round(i * gap))).toList();
  }

  private static Plot plot(ByDepth seen, LayerLooks looks) {
    List<Long> steps = steps(looks);
    List<Curve> curves =
        IntStream.range(0, steps.size())
            .mapToObj(
                i -> {
                  String name = String.format(Locale.ROOT, "step %,d", steps.get(i));
                  return new Curve(name, i, false, seen.points(looks.at(steps.get(i))));
                })
            .toList();
    return new Plot(seen.title(), "depth", seen.unit(), seen.scale(), curves);
  }
}
