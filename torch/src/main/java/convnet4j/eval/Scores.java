package convnet4j.eval;

import convnet4j.data.View;
import convnet4j.data.Views.Average;
import convnet4j.errors.InputException;
import java.util.Arrays;
import java.util.List;

/**
 * What a network, or several, said of a set of images: for each its place, its label and one number
 * per class, whose softmax are the probabilities. Where a network saw one view these are its
 * logits; where probabilities were averaged, their logarithms.
 */
public final class Scores {
  private final int classes;
  private final int[] indices;
  private final int[] labels;
  private final float[] logits;
  private int images;

  /**
   * Room for some images.
   *
   * @throws InputException when it would take more than 2³¹ numbers
   */
  Scores(int classes, int capacity) {
    long numbers = (long) classes * capacity;
    if (numbers > Integer.MAX_VALUE) {
      throw new InputException(
          "expected at most "
              + Integer.MAX_VALUE / classes
              + " images of "
              + classes
              + " classes, received "
              + capacity
              + "; evaluate them in parts");
    }
    this.classes = classes;
    this.indices = new int[capacity];
    this.labels = new int[capacity];
    this.logits = new float[(int) numbers];
  }

  /** How many images there are. */
  public int images() {
    return images;
  }

  /** How many classes there are. */
  public int classes() {
    return classes;
  }

  /** The place of image {@code i} in its split. */
  public int index(int i) {
    return indices[i];
  }

  /** The class of image {@code i}. */
  public int label(int i) {
    return labels[i];
  }

  /** A copy of what was said of image {@code i}: one number per class. */
  public float[] logits(int i) {
    return Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
  }

  /** The probability of each class for image {@code i}. */
  public double[] probabilities(int i) {
    return Softmax.of(logits, i * classes, classes);
  }

  /**
   * Adds an image.
   *
   * @param said of its views, view after view, from {@code offset}
   */
  void add(int index, int label, float[] said, int offset, List<View> views, Average average) {
    indices[images] = index;
    labels[images] = label;
    double[] weights = views.stream().mapToDouble(View::weight).toArray();
    average(average, said, offset, weights, images);
    images++;
  }

  /**
   * The mean of several networks' probabilities, each image by image: an ensemble.
   *
   * @param networks of the same images and classes
   */
  static Scores mean(List<Scores> networks) {
    Scores first = networks.getFirst();
    Scores mean = new Scores(first.classes, first.images);
    double[] weights = new double[networks.size()];
    Arrays.fill(weights, 1.0 / weights.length);
    float[] said = new float[weights.length * first.classes];
    for (int i = 0; i < first.images; i++) {
      for (int n = 0; n < weights.length; n++) {
        Scores network = networks.get(n);
        System.arraycopy(network.logits, i * first.classes, said, n * first.classes, first.classes);
      }
      mean.indices[i] = first.indices[i];
      mean.labels[i] = first.labels[i];
      mean.average(Average.PROBABILITIES, said, 0, weights, i);
      mean.images++;
    }
    return mean;
  }

  /** Whether both are of the same images and classes, in the same order. */
  boolean fits(Scores other) {
    return classes == other.classes
        && images == other.images
        && Arrays.equals(indices, other.indices)
        && Arrays.equals(labels, other.labels);
  }

  private void average(Average average, float[] said, int offset, double[] weights, int image) {
    if (weights.length == 1) {
      System.arraycopy(said, offset, logits, image * classes, classes);
      return;
    }
    switch (average) {
      case LOGITS -> averageLogits(said, offset, weights, image);
      case PROBABILITIES -> averageProbabilities(said, offset, weights, image);
    }
  }

  private void averageLogits(float[] said, int offset, double[] weights, int image) {
    for (int c = 0; c < classes; c++) {
      double sum = 0;
      for (int v = 0; v < weights.length; v++) {
        sum += weights[v] * said[offset + v * classes + c];
      }
      logits[image * classes + c] = (float) sum;
    }
  }

  /** The logarithm of the mean, with the largest term taken out so that nothing underflows. */
  private void averageProbabilities(float[] said, int offset, double[] weights, int image) {
    double[] shift = new double[weights.length];
    for (int v = 0; v < weights.length; v++) {
      shift[v] = Math.log(weights[v]) - Softmax.logSum(said, offset + v * classes, classes);
    }
    double[] terms = new double[weights.length];
    for (int c = 0; c < classes; c++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int v = 0; v < terms.length; v++) {
        terms[v] = said[offset + v * classes + c] + shift[v];
        max = Math.max(max, terms[v]);
      }
      double sum = 0;
      for (double term : terms) {
        sum += Math.exp(term - max);
      }
      logits[image * classes + c] = (float) (max + Math.log(sum));
    }
  }
}
