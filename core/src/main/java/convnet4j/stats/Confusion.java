package convnet4j.stats;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How often images of each class were taken for each class. Holds only what occurred, so that it is
 * never larger than the answers it counts. An image whose answer is {@linkplain Answer#undecided()
 * undecided} was taken for none: it counts among the images of its class and nowhere else.
 */
public final class Confusion {
  private final int classes;
  private final Map<Cell, Long> counts = new TreeMap<>();
  private final long[] labelled;
  private final long[] predicted;
  private final long[] correct;
  private long undecided;

  /**
   * A class taken for a class.
   *
   * @param label what the images show
   * @param predicted what they were taken for
   */
  public record Cell(int label, int predicted) implements Comparable<Cell> {
    private static final Comparator<Cell> ORDER =
        Comparator.comparingInt(Cell::label).thenComparingInt(Cell::predicted);

    @Override
    public int compareTo(Cell other) {
      return ORDER.compare(this, other);
    }
  }

  /** A cell and how many images are in it. */
  public record Entry(int label, int predicted, long images) {}

  private Confusion(int classes) {
    this.classes = classes;
    this.labelled = new long[classes];
    this.predicted = new long[classes];
    this.correct = new long[classes];
  }

  /**
   * Counts {@code answers}.
   *
   * @param classes how many there are, above every label and prediction
   */
  public static Confusion of(List<Answer> answers, int classes) {
    Confusion confusion = new Confusion(classes);
    for (Answer answer : answers) {
      if (answer.label() >= classes || answer.predicted() >= classes) {
        throw new IllegalArgumentException(
            "expected classes below " + classes + ", received " + answer);
      }
      confusion.add(answer);
    }
    return confusion;
  }

  private void add(Answer answer) {
    labelled[answer.label()]++;
    if (answer.undecided()) {
      undecided++;
      return;
    }
    counts.merge(new Cell(answer.label(), answer.predicted()), 1L, Long::sum);
    predicted[answer.predicted()]++;
    correct[answer.label()] += answer.right() ? 1 : 0;
  }

  /** How many classes there are. */
  public int classes() {
    return classes;
  }

  /** How many images of class {@code label} were taken for class {@code predicted}. */
  public long count(int label, int predicted) {
    return counts.getOrDefault(new Cell(label, predicted), 0L);
  }

  /** The cells that hold images, by label and then by prediction. */
  public List<Entry> entries() {
    return counts.entrySet().stream()
        .map(e -> new Entry(e.getKey().label(), e.getKey().predicted(), e.getValue()))
        .toList();
  }

  /** How many images show class {@code label}. */
  public long images(int label) {
    return labelled[label];
  }

  /** How many images were taken for class {@code c}, whatever they show. */
  public long predicted(int c) {
    return predicted[c];
  }

  /** How many images of class {@code label} were taken for what they are. */
  public long correct(int label) {
    return correct[label];
  }

  /** How many images were taken for nothing, because the logits held a NaN. */
  public long undecided() {
    return undecided;
  }

  /** The share of the images of class {@code label} that were recognised; empty without images. */
  public OptionalDouble recall(int label) {
    return share(correct[label], labelled[label]);
  }

  /** The share of what was taken for class {@code c} that is; empty when nothing was. */
  public OptionalDouble precision(int c) {
    return share(correct[c], predicted[c]);
  }

  /** What was taken for something else, the most frequent first; ties by label, then prediction. */
  public List<Entry> mistakes() {
    return entries().stream()
        .filter(e -> e.label() != e.predicted())
        .sorted(Comparator.comparingLong(Entry::images).reversed())
        .toList();
  }

  private static OptionalDouble share(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
