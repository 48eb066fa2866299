package convnet4j.data;

import java.util.List;
import java.util.Objects;

/**
 * What an epoch has beside the original images: of every one of them, one changed copy per entry.
 * With two copies, an epoch of 50,000 images is one of 150,000, in one order drawn over all.
 *
 * @param copies the transforms of each copy, in order; none of its own for an equal copy
 * @param redraw when copies are drawn
 */
public record Expansion(List<List<Transform>> copies, Redraw redraw) {
  /** The original images alone. */
  public static final Expansion NONE = new Expansion(List.of(), Redraw.EPOCH);

  /** When the copies of an image are drawn. */
  public enum Redraw {
    /** Anew in every epoch, as data sets that are chained and transformed while they are read. */
    EPOCH,
    /** Once for the run, as copies that are made beforehand and stored. */
    ONCE
  }

  public Expansion {
    copies = copies.stream().map(List::copyOf).toList();
    Objects.requireNonNull(redraw, "redraw");
  }

  /** How many images an epoch has for every original one: view 0 is the original, k its copy k. */
  public int views() {
    return 1 + copies.size();
  }

  /** The epoch that a view is drawn for: always the first where copies are drawn once. */
  public int epochOf(int view, int epoch) {
    return view > 0 && redraw == Redraw.ONCE ? 0 : epoch;
  }
}
