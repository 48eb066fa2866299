package convnet4j.image;

import convnet4j.data.Expansion;
import convnet4j.data.Transform;
import convnet4j.errors.InputException;
import java.util.List;

/**
 * How one pass over a split is cut into batches. Of n images with {@link Expansion#views} views
 * each, entry i of the pass is view i / n of image i mod n.
 *
 * @param shuffled whether the order is drawn from seed and epoch, instead of that of the split
 * @param batchSize images in a batch; the last one has what is left
 * @param firstBatch the number of the batch to begin with, when a pass is resumed in its middle
 * @param transforms carried out on every image in this order, not on its copies
 * @param expansion the copies
 * @param seed of the order and of the transforms
 * @param epoch from 0; every epoch is drawn anew
 * @param workers threads that decode, at least 1; the batches do not depend on it
 */
public record LoadPlan(
    boolean shuffled,
    int batchSize,
    int firstBatch,
    List<Transform> transforms,
    Expansion expansion,
    long seed,
    int epoch,
    int workers) {
  private static final int MAX_ENTRIES = Integer.MAX_VALUE - 8;

  public LoadPlan {
    transforms = List.copyOf(transforms);
    if (batchSize < 1 || workers < 1 || firstBatch < 0 || epoch < 0) {
      throw new IllegalArgumentException(
          "expected batch size and workers >= 1, first batch and epoch >= 0, received "
              + List.of(batchSize, workers, firstBatch, epoch));
    }
  }

  /** A whole epoch of training on the images alone. */
  public static LoadPlan training(
      int batchSize, List<Transform> transforms, long seed, int epoch, int workers) {
    return training(batchSize, transforms, Expansion.NONE, seed, epoch, workers);
  }

  /** A whole epoch of training. */
  public static LoadPlan training(
      int batchSize,
      List<Transform> transforms,
      Expansion expansion,
      long seed,
      int epoch,
      int workers) {
    return new LoadPlan(true, batchSize, 0, transforms, expansion, seed, epoch, workers);
  }

  /** All images in order, as they are. */
  public static LoadPlan inOrder(int batchSize, int workers) {
    return new LoadPlan(false, batchSize, 0, List.of(), Expansion.NONE, 0, 0, workers);
  }

  /** The same from batch {@code number} on. */
  public LoadPlan startingAt(int number) {
    return new LoadPlan(shuffled, batchSize, number, transforms, expansion, seed, epoch, workers);
  }

  /**
   * How many entries the pass over {@code images} images has, copies included.
   *
   * @throws InputException when there are more than an array has places
   */
  public int entries(int images) {
    long entries = (long) images * expansion.views();
    if (entries > MAX_ENTRIES) {
      throw new InputException(
          "expand: expects at most "
              + (MAX_ENTRIES / images - 1)
              + " copies of "
              + images
              + " images, received "
              + expansion.copies().size());
    }
    return (int) entries;
  }

  /** How many batches the whole pass over {@code images} images has. */
  public int batches(int images) {
    return Math.ceilDiv(entries(images), batchSize);
  }

  /** What is carried out on a view: 0 is the image, k its copy k. */
  List<Transform> transforms(int view) {
    return view == 0 ? transforms : expansion.copies().get(view - 1);
  }
}
