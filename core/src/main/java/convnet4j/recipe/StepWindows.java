package convnet4j.recipe;

import convnet4j.recipe.TrainEvent.Stepped;
import java.util.Optional;

/**
 * Gathers the steps of a run to windows, at most about 2,000. They end at multiples of their
 * length, so that those of a resumed run fall on the same steps, and with the run's last step.
 */
public final class StepWindows {
  private static final int MOST = 2000;

  private final long steps;
  private final long length;
  private double lossSum;
  private long images;
  private double normSum;
  private int norms;

  /**
   * What the steps of a window came to.
   *
   * @param step batches that were done by its end
   * @param loss mean over its images; NaN if it had none
   * @param lr of its last step
   * @param imagesPerSecond at its end
   * @param gradientNorm mean of those measured; NaN if none was
   */
  public record Window(
      long step, double loss, double lr, double imagesPerSecond, double gradientNorm) {}

  /**
   * Windows of a run.
   *
   * @param steps of the whole run
   */
  public StepWindows(long steps) {
    this.steps = steps;
    this.length = Math.max(1, Math.ceilDiv(steps, MOST));
  }

  /** Whether a window ends with {@code step}, from 0. */
  public boolean endsWith(long step) {
    return (step + 1) % length == 0 || step + 1 == steps;
  }

  /** The window that {@code step} completes. */
  public Optional<Window> after(Stepped step) {
    lossSum += step.loss() * step.images();
    images += step.images();
    if (!Double.isNaN(step.gradientNorm())) {
      normSum += step.gradientNorm();
      norms++;
    }
    if (!endsWith(step.step())) {
      return Optional.empty();
    }
    // Of nothing the mean is NaN: a batch of one image may be left out.
    Window window =
        new Window(
            step.step() + 1, lossSum / images, step.lr(), step.imagesPerSecond(), normSum / norms);
    lossSum = 0;
    images = 0;
    normSum = 0;
    norms = 0;
    return Optional.of(window);
  }
}
