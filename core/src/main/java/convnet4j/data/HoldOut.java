package convnet4j.data;

import java.util.Arrays;
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
    double[] rank = ranks(split);
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> rank[i]))
            .mapToInt(i -> i)
            .toArray();
    return new HoldOut(
        split.select(sorted(order, count, n)), split.select(sorted(order, 0, count)));
  }

  /**
   * Where an image stands in its class, in (0, 1), in an order that is drawn for the whole split.
   */
  private static double[] ranks(Split split) {
    int n = split.size();
    int classes = 1 + IntStream.range(0, n).map(split::label).max().orElse(0);
    int[] sizes = new int[classes];
    for (int i = 0; i < n; i++) {
      sizes[split.label(i)]++;
    }
    int[] seen = new int[classes];
    double[] rank = new double[n];
    for (int i : Draws.permutation(SEED, EPOCH, n)) {
      int label = split.label(i);
      rank[i] = (seen[label]++ + 0.5) / sizes[label];
    }
    return rank;
  }

  private static int[] sorted(int[] order, int from, int to) {
    int[] part = Arrays.copyOfRange(order, from, to);
    Arrays.sort(part);
    return part;
  }
}
