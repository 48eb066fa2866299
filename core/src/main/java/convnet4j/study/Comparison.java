package convnet4j.study;

import convnet4j.errors.InputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two groups of cells that a study promised to compare before it was run.
 *
 * @param name what it asks
 * @param a which cells are compared
 * @param b with which: the cell that differs from one of {@code a} as this says and in nothing else
 * @param where of all cells of {@code a}, the ones that count
 * @param measure what is compared of them
 */
public record Comparison(String name, Selection a, Selection b, Selection where, Measure measure) {
  /**
   * Checks that it compares no run with itself.
   *
   * @param ledger which run each cell's trials share
   * @throws InputException naming two cells whose recipes do not differ
   */
  public void requireApart(Ledger ledger) {
    for (Pair pair : pairs(ledger.entries().stream().map(Ledger.Entry::cell).distinct().toList())) {
      Set<String> runs = new HashSet<>(ledger.runs(pair.a()));
      if (ledger.runs(pair.b()).stream().anyMatch(runs::contains)) {
        throw new InputException(
            "comparison '"
                + name
                + "': "
                + pair.a()
                + " and "
                + pair.b()
                + " are one recipe on the same data here, which there is nothing to compare of;"
                + " let their levels differ, or leave the comparison out");
      }
    }
  }

  /** A cell and the one that it is compared with. */
  public record Pair(Cell a, Cell b) {}

  /** What can be compared among {@code cells}; nothing where a scale has dropped a side. */
  public List<Pair> pairs(List<Cell> cells) {
    Set<Cell> present = new HashSet<>(cells);
    Map<String, String> other = b.single();
    List<Pair> pairs = new ArrayList<>();
    for (Cell cell : cells) {
      Cell partner = cell.with(other);
      boolean counts = a.fits(cell) && where.fits(cell) && !partner.equals(cell);
      if (counts && present.contains(partner)) {
        pairs.add(new Pair(cell, partner));
      }
    }
    return pairs;
  }
}
