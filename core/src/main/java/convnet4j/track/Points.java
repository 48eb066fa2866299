package convnet4j.track;

import convnet4j.recipe.Score;
import convnet4j.recipe.TrainEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is plotted of a training, from its events. Epochs give {@code loss/train}, {@code top1/test}
 * and the like; steps are gathered to windows, at most 2,000 a run, that give {@code loss/batch},
 * {@code lr}, {@code images_per_second} and {@code gradient_norm}. Windows end at multiples of
 * their length, so that those of a resumed run fall on the same steps.
 */
final class Points {
  private static final int WINDOWS = 2000;

  private final long steps;
  private final long window;

  private double lossSum;
  private long images;
  private double normSum;
  private int norms;

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
    this.steps = started.steps();
    this.window = Math.max(1, Math.ceilDiv(steps, WINDOWS));
  }

  /** What {@code event} completes. */
  Optional<Point> after(TrainEvent event) {
    return switch (event) {
      case TrainEvent.Stepped e -> step(e);
      case TrainEvent.EpochEnded e -> Optional.of(epoch(e));
      case TrainEvent.Started e -> Optional.empty();
      case TrainEvent.Saved e -> Optional.empty();
      case TrainEvent.Finished e -> Optional.empty();
      case TrainEvent.Notice e -> Optional.empty();
    };
  }

  private Optional<Point> step(TrainEvent.Stepped e) {
    long done = e.step() + 1;
    lossSum += e.loss() * e.images();
    images += e.images();
    if (!Double.isNaN(e.gradientNorm())) {
      normSum += e.gradientNorm();
      norms++;
    }
    if (done % window != 0 && done != steps) {
      return Optional.empty();
    }
    Map<String, Double> values = new LinkedHashMap<>();
    if (images > 0) { // a last batch of one image may be left out
      values.put("loss/batch", lossSum / images);
    }
    values.put("lr", e.lr());
    values.put("images_per_second", e.imagesPerSecond());
    if (norms > 0) {
      values.put("gradient_norm", normSum / norms);
    }
    lossSum = 0;
    images = 0;
    normSum = 0;
    norms = 0;
    return Optional.of(new Point(done, values));
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
