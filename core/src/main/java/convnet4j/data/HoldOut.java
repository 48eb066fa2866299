package convnet4j.data;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A split in two: images to train on, and images that are held out to choose by. Each class gives
 * its share, to within one image. Which of its images are held out depends on their places in the
 * split alone, not on a run's seed, so that runs of several seeds are chosen by the same images.
 *
 * @param train what is left, in the order of the split
 * @param held what is held out, in the order of the split
 */
public record HoldOut(Split train, Split held) {
  private static final long SEED = 0;

  /** The epoch of no run: its order is not one that images are trained in. */
  private static final int EPOCH = Integer.MIN_VALUE;

  /**
   * Holds out {@code count} images of {@code split}.
   *
   * @param count from 0 to one less than the images of the split
   */
  public static HoldOut of(Split split, int count) {
    int n = split.size();
    if (count < 0 || count >= n) {
      throw new IllegalArgumentException(
          "expected to hold out 0 to " + (n - 1) + " images, received " + count);
    }
    int[] left = quotas(split, count);
    boolean[] held = new boolean[n];
    for (int i : Draws.permutation(SEED, EPOCH, n)) {
      held[i] = left[split.label(i)]-- > 0;
    }
    return new HoldOut(
        split.select(IntStream.range(0, n).filter(i -> !held[i]).toArray()),
        split.select(IntStream.range(0, n).filter(i -> held[i]).toArray()));
  }

  /** How many images of each class: its share rounded down, and one more where that lost most. */
  private static int[] quotas(Split split, int count) {
    int n = split.size();
    int classes = 1 + IntStream.range(0, n).map(split::label).max().orElse(0);
    long[] shares = new long[classes]; // in n-ths of an image
    for (int i = 0; i < n; i++) {
      shares[split.label(i)] += count;
    }
    int[] quotas = new int[classes];
    int rest = count;
    for (int label = 0; label < classes; label++) {
      quotas[label] = (int) (shares[label] / n);
      rest -= quotas[label];
    }
    IntStream.range(0, classes)
        .boxed()
        .sorted(Comparator.comparingLong(label -> -(shares[label] % n)))
        .limit(rest)
        .forEach(label -> quotas[label]++);
    return quotas;
  }
}
