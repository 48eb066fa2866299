package convnet4j.image;

import convnet4j.data.Transform;
import java.util.List;

/**
 * How one pass over a split is cut into batches.
 *
 * @param shuffled whether the order is drawn from seed and epoch, instead of that of the split
 * @param batchSize images in a batch; the last one has what is left
 * @param firstBatch the number of the batch to begin with, when a pass is resumed in its middle
 * @param transforms carried out on every image in this order
 * @param seed of the order and of the transforms
 * @param epoch from 0; every epoch is drawn anew
 * @param workers threads that decode, at least 1; the batches do not depend on it
 */
public record LoadPlan(
    boolean shuffled,
    int batchSize,
    int firstBatch,
    List<Transform> transforms,
    long seed,
    int epoch,
    int workers) {
  public LoadPlan {
    transforms = List.copyOf(transforms);
    if (batchSize < 1 || workers < 1 || firstBatch < 0 || epoch < 0) {
      throw new IllegalArgumentException(
          "expected batch size and workers >= 1, first batch and epoch >= 0, received "
              + List.of(batchSize, workers, firstBatch, epoch));
    }
  }

  /** A whole epoch of training. */
  public static LoadPlan training(
      int batchSize, List<Transform> transforms, long seed, int epoch, int workers) {
    return new LoadPlan(true, batchSize, 0, transforms, seed, epoch, workers);
  }

  /** All images in order, as they are. */
  public static LoadPlan inOrder(int batchSize, int workers) {
    return new LoadPlan(false, batchSize, 0, List.of(), 0, 0, workers);
  }

  /** The same from batch {@code number} on. */
  public LoadPlan startingAt(int number) {
    return new LoadPlan(shuffled, batchSize, number, transforms, seed, epoch, workers);
  }

  /** How many batches the whole pass over {@code images} images has. */
  public int batches(int images) {
    return Math.ceilDiv(images, batchSize);
  }
}
