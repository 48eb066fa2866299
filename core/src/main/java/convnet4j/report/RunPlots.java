package convnet4j.report;

import convnet4j.render.plot.Plot;
import convnet4j.render.plot.Plot.Curve;
import convnet4j.render.plot.Plot.Point;
import convnet4j.render.plot.Plot.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The curves of a run. */
final class RunPlots {
  private static final String STEP = "step";
  private static final List<String> SPLITS = List.of("train", "val", "test");
  private static final List<String> NAMES = List.of("train", "validation", "test");

  private RunPlots() {}

  /** Those of which something may have been measured; some may be empty. */
  static List<Plot> of(RunData data) {
    Columns steps = data.steps();
    Columns fine = steps.has("loss") ? steps : data.epochs();
    List<Curve> losses = new ArrayList<>();
    if (steps.has("loss")) {
      losses.add(new Curve("train, batches", 0, true, points(steps, "loss")));
    }
    losses.addAll(bySplit(data.epochs(), "_loss"));
    return List.of(
        new Plot("Loss", STEP, "", Scale.BY_SPAN, losses),
        new Plot("Top-1 accuracy", STEP, "%", Scale.LINEAR, bySplit(data.epochs(), "_top1")),
        alone("Learning rate", Scale.FROM_ZERO, fine, "lr"),
        alone("Gradient norm", Scale.BY_SPAN, steps, "gradient_norm"),
        alone("Images per second", Scale.FROM_ZERO, fine, "images_per_second"));
  }

  private static List<Curve> bySplit(Columns epochs, String what) {
    return IntStream.range(0, SPLITS.size())
        .filter(i -> epochs.has(SPLITS.get(i) + what))
        .mapToObj(i -> new Curve(NAMES.get(i), i, false, points(epochs, SPLITS.get(i) + what)))
        .toList();
  }

  private static Plot alone(String title, Scale scale, Columns columns, String name) {
    Curve curve = new Curve(title.toLowerCase(Locale.ROOT), 3, false, points(columns, name));
    return new Plot(title, STEP, "", scale, List.of(curve));
  }

  /** Rows where nothing was measured are passed over: norms are measured now and then. */
  private static List<Point> points(Columns columns, String name) {
    List<Double> x = columns.of(STEP);
    List<Double> y = columns.of(name);
    return IntStream.range(0, x.size())
        .filter(i -> !y.get(i).isNaN())
        .mapToObj(i -> new Point(x.get(i), y.get(i)))
        .toList();
  }
}
