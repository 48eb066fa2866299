package convnet4j.recipe;

import java.nio.file.Path;

/** What a training run tells those who watch, in the order in which it happens. */
public sealed interface TrainEvent {
  /**
   * The run begins, or goes on.
   *
   * @param run its folder
   * @param params trained values
   * @param steps of the whole run
   * @param stepsPerEpoch batches in one pass
   * @param precision chosen: never AUTO
   * @param resumedAtStep steps that were done before, 0 for a new run
   */
  record Started(
      Path run,
      long params,
      long steps,
      long stepsPerEpoch,
      Precision precision,
      long resumedAtStep)
      implements TrainEvent {}

  /**
   * A batch has changed the weights.
   *
   * @param step from 0
   * @param epoch from 0
   * @param loss mean over the batch
   * @param correct images whose label ranked first
   * @param images in the batch
   * @param lr learning rate of the step
   * @param imagesPerSecond over the last steps
   * @param gradientNorm L2 norm of all gradients together, before clipping; NaN on steps where it
   *     was not measured
   */
  record Stepped(
      long step,
      int epoch,
      double loss,
      int correct,
      int images,
      double lr,
      double imagesPerSecond,
      double gradientNorm)
      implements TrainEvent {}

  /**
   * All training images and their copies have been seen once more, or the run's last step is done.
   *
   * @param epoch from 0
   * @param step batches done in all
   * @param lr learning rate of the last step
   * @param train over the batches of the epoch, as they were trained on; without top-5
   * @param validation over the training images that are held out, afterwards; null where none are
   * @param test over the test images, afterwards; null when they were not looked at
   * @param seconds that the epoch took, without validation and test
   * @param imagesPerSecond in training
   */
  record EpochEnded(
      int epoch,
      long step,
      double lr,
      Score train,
      Score validation,
      Score test,
      double seconds,
      double imagesPerSecond)
      implements TrainEvent {}

  /**
   * A checkpoint is on disk.
   *
   * @param path of its weights
   * @param step steps done
   */
  record Saved(Path path, long step) implements TrainEvent {}

  /** The run is over. */
  record Finished(RunResult result) implements TrainEvent {}

  /** One line that the user should see though nothing is wrong. */
  record Notice(String text) implements TrainEvent {}
}
