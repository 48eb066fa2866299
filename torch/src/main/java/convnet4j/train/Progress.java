package convnet4j.train;

import convnet4j.recipe.Score;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a run has come. Together with the tensors and the recipe it is all that the rest of the
 * run depends on: every random number is drawn from the seed and the place where it is used.
 *
 * @param epoch epochs that are done
 * @param batch batches of the current epoch that are done
 * @param step batches that are done in all
 * @param lossSum over the images of the current epoch
 * @param correct images of the current epoch whose label ranked first
 * @param images of the current epoch
 * @param skipped bad training images
 * @param seconds spent training and testing, over all sessions
 * @param history the epochs that are done
 */
record Progress(
    int epoch,
    int batch,
    long step,
    double lossSum,
    long correct,
    long images,
    int skipped,
    double seconds,
    List<Row> history) {

  static final Progress START = new Progress(0, 0, 0, 0, 0, 0, 0, 0, List.of());

  /**
   * An epoch that is done, or the part of one that ends the run.
   *
   * @param epoch from 1
   * @param step batches done by its end
   * @param lr learning rate of its last step
   * @param train over its batches, as they were trained on
   * @param validation over the images that are held out, afterwards; null where it was not tested
   * @param test over the test images, afterwards; null where it was not tested
   * @param seconds since the run began
   * @param imagesPerSecond of training
   * @param dataWait share of the epoch's training that went into waiting for batches, in percent
   */
  record Row(
      int epoch,
      long step,
      double lr,
      Score train,
      Score validation,
      Score test,
      double seconds,
      double imagesPerSecond,
      double dataWait) {}

  Progress {
    history = List.copyOf(history);
  }

  Progress afterBatch(double loss, int batchCorrect, int batchImages) {
    return new Progress(
        epoch,
        batch + 1,
        step + 1,
        batchImages == 0 ? lossSum : lossSum + loss * batchImages,
        correct + batchCorrect,
        images + batchImages,
        skipped,
        seconds,
        history);
  }

  Progress afterEpoch(Row row) {
    return new Progress(epoch + 1, 0, step, 0, 0, 0, skipped, seconds, with(row));
  }

  /** The run ends within an epoch, which is not counted. */
  Progress afterPart(Row row) {
    return new Progress(epoch, batch, step, lossSum, correct, images, skipped, seconds, with(row));
  }

  private List<Row> with(Row row) {
    List<Row> rows = new ArrayList<>(history);
    rows.add(row);
    return rows;
  }

  Progress withSkipped(int count) {
    return new Progress(
        epoch, batch, step, lossSum, correct, images, Math.max(skipped, count), seconds, history);
  }

  Progress withSeconds(double total) {
    return new Progress(epoch, batch, step, lossSum, correct, images, skipped, total, history);
  }

  /** Mean loss and accuracy of the current epoch's batches. */
  Score train() {
    return new Score(lossSum / images, 100.0 * correct / images, null);
  }

  /**
   * Epoch by epoch, what a schedule may look at.
   *
   * @param held whether that is the loss on images that are held out, instead of the training loss
   */
  List<Double> losses(boolean held) {
    return history.stream()
        .map(row -> held ? row.validation() : row.train())
        .filter(score -> score != null)
        .map(Score::loss)
        .toList();
  }
}
