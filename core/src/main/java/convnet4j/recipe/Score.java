package convnet4j.recipe;

import convnet4j.stats.Accuracy;

/**
 * How well a network does on a set of images.
 *
 * @param loss mean cross-entropy in nats
 * @param top1 percent
 * @param top5 percent; null when there are no more than five classes
 */
public record Score(double loss, double top1, Double top5) {
  /** What {@code accuracy} has counted. */
  public static Score of(Accuracy accuracy) {
    var top5 = accuracy.top5();
    return new Score(
        accuracy.loss(), accuracy.top1(), top5.isPresent() ? top5.getAsDouble() : null);
  }
}
