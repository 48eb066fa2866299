package convnet4j.stats;

import java.util.List;

/**
 * How two classifiers, A and B, did on the same images.
 *
 * @param bothRight images that both classified right
 * @param onlyA images that A alone classified right
 * @param onlyB images that B alone classified right
 * @param bothWrong images that neither classified right
 */
public record PairedTable(long bothRight, long onlyA, long onlyB, long bothWrong) {
  public PairedTable {
    if (bothRight < 0 || onlyA < 0 || onlyB < 0 || bothWrong < 0) {
      throw new IllegalArgumentException("expected counts of at least 0");
    }
    if (bothRight + onlyA + onlyB + bothWrong < 1) {
      throw new IllegalArgumentException("expected at least one image, received none");
    }
  }

  /**
   * Counts the answers of A and B, which are of the same images in the same order.
   *
   * @throws IllegalArgumentException when they are not
   */
  public static PairedTable of(List<Answer> a, List<Answer> b) {
    if (a.size() != b.size()) {
      throw new IllegalArgumentException("expected answers to the same images");
    }
    long[] counts = new long[4];
    for (int i = 0; i < a.size(); i++) {
      Answer ofA = a.get(i);
      Answer ofB = b.get(i);
      if (ofA.index() != ofB.index() || ofA.label() != ofB.label()) {
        throw new IllegalArgumentException("expected answers to the same images");
      }
      counts[(ofA.right() ? 0 : 2) + (ofB.right() ? 0 : 1)]++;
    }
    return new PairedTable(counts[0], counts[1], counts[2], counts[3]);
  }

  /** How many images there are, at least 1. */
  public long images() {
    return bothRight + onlyA + onlyB + bothWrong;
  }

  /** The accuracy of A. */
  public Proportion a() {
    return new Proportion(bothRight + onlyA, images());
  }

  /** The accuracy of B. */
  public Proportion b() {
    return new Proportion(bothRight + onlyB, images());
  }

  /** The accuracy of A less that of B, −1 to 1. */
  public double difference() {
    return (double) (onlyA - onlyB) / images();
  }
}
