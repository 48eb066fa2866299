package convnet4j.track;

import convnet4j.recipe.Score;
import convnet4j.recipe.StepWindows;
import convnet4j.recipe.TrainEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is plotted of a training, from its events. Epochs give {@code loss/train}, {@code top1/test}
 * and the like; {@link StepWindows} give {@code loss/batch}, {@code lr}, {@code images_per_second}
 * and {@code gradient_norm}.
 */
final class Points {
  private final StepWindows windows;

  /**
   * Values at one place of the run.
   *
   * @param step batches that were done by then
   * @param values by name, in a fixed order
   */
  record Point(long step, Map<String, Double> values) {
    Point {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  Points(TrainEvent.Started started) {
    this.windows = new StepWindows(started.steps());
  }

  /** What {@code event} completes. */
  Optional<Point> after(TrainEvent event) {
    return switch (event) {
      case TrainEvent.Stepped e -> windows.after(e).map(Points::steps);
      case TrainEvent.EpochEnded e -> Optional.of(epoch(e));
      case TrainEvent.Started e -> Optional.empty();
      case TrainEvent.Saved e -> Optional.empty();
      case TrainEvent.Finished e -> Optional.empty();
      case TrainEvent.Notice e -> Optional.empty();
    };
  }

  private static Point steps(StepWindows.Window window) {
    Map<String, Double> values = new LinkedHashMap<>();
    if (!Double.isNaN(window.loss())) {
      values.put("loss/batch", window.loss());
    }
    values.put("lr", window.lr());
    values.put("images_per_second", window.imagesPerSecond());
    if (!Double.isNaN(window.gradientNorm())) {
      values.put("gradient_norm", window.gradientNorm());
    }
    return new Point(window.step(), values);
  }

  private static Point epoch(TrainEvent.EpochEnded e) {
    Map<String, Double> values = new LinkedHashMap<>();
    put(values, "train", e.train());
    put(values, "validation", e.validation());
    put(values, "test", e.test());
    return new Point(e.step(), values);
  }

  private static void put(Map<String, Double> values, String split, Score score) {
    if (score == null) {
      return;
    }
    values.put("loss/" + split, score.loss());
    values.put("top1/" + split, score.top1());
    if (score.top5() != null) {
      values.put("top5/" + split, score.top5());
    }
  }
}
