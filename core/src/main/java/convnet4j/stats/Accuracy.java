package convnet4j.stats;

import java.util.OptionalDouble;

/**
 * Adds up a classifier's answers: cross-entropy loss, top-1 and top-5 accuracy.
 *
 * <p>An image is a top-k hit when fewer than k classes rank before its label. Classes rank by their
 * logit; of equal logits the lower class index comes first, as it does for argmax, so that top-1 is
 * the share of images whose predicted class is the label. An image with a NaN among its logits is
 * wrong. Not thread-safe.
 */
public final class Accuracy {
  private static final int TOP = 5;

  private final int classes;
  private long images;
  private long top1Hits;
  private long top5Hits;
  private double lossSum;

  /**
   * @param classes number of logits per image, at least 1
   */
  public Accuracy(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("expected at least 1 class, received " + classes);
    }
    this.classes = classes;
  }

  /**
   * Adds one batch.
   *
   * @param logits {@code count}×classes values, image after image; what follows is ignored
   * @param labels class indices; those past {@code count} are ignored
   * @param count number of images
   */
  public void add(float[] logits, long[] labels, int count) {
    if (count < 0 || labels.length < count || logits.length < (long) count * classes) {
      throw new IllegalArgumentException(
          String.format(
              "expected %d labels and %d×%d logits, received %d and %d",
              count, count, classes, labels.length, logits.length));
    }
    for (int i = 0; i < count; i++) {
      int label = Math.toIntExact(labels[i]);
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "expected a label in 0.." + (classes - 1) + ", received " + label);
      }
      int rank = rank(logits, i * classes, label);
      top1Hits += rank < 1 ? 1 : 0;
      top5Hits += rank < TOP ? 1 : 0;
      lossSum += crossEntropy(logits, i * classes, label);
    }
    images += count;
  }

  /** Images added so far. */
  public long images() {
    return images;
  }

  /** Mean cross-entropy in nats, without label smoothing; NaN before the first image. */
  public double loss() {
    return lossSum / images;
  }

  /** Percent of images whose label ranks first; NaN before the first image. */
  public double top1() {
    return 100.0 * top1Hits / images;
  }

  /** Percent of images whose label ranks among the first five; empty when five classes are all. */
  public OptionalDouble top5() {
    return classes <= TOP ? OptionalDouble.empty() : OptionalDouble.of(100.0 * top5Hits / images);
  }

  /** Number of classes that rank before {@code label}; all of them when a logit is NaN. */
  private int rank(float[] logits, int from, int label) {
    float own = logits[from + label];
    int before = 0;
    for (int c = 0; c < classes; c++) {
      float other = logits[from + c];
      if (Float.isNaN(other)) {
        return Integer.MAX_VALUE;
      }
      if (other > own || (other == own && c < label)) {
        before++;
      }
    }
    return before;
  }

  /** −log softmax(logits)[label], with the largest logit taken out so that nothing overflows. */
  private double crossEntropy(float[] logits, int from, int label) {
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      max = Math.max(max, logits[from + c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(logits[from + c] - max);
    }
    return max + Math.log(sum) - logits[from + label];
  }
}
