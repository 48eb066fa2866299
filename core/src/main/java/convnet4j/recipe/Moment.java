package convnet4j.recipe;

import java.util.List;

/**
 * Where a run stands: all that a learning rate may depend on.
 *
 * @param step from 0
 * @param steps of the whole run
 * @param stepsPerEpoch batches in one pass
 * @param losses of the tests done so far, oldest first: on the images that are held out, else of
 *     the training batches
 */
public record Moment(long step, long steps, long stepsPerEpoch, List<Double> losses) {
  public Moment {
    losses = List.copyOf(losses);
  }

  /** How much of the run is done, in [0, 1). */
  double share() {
    return (double) step / steps;
  }
}
