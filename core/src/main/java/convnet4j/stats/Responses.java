package convnet4j.stats;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One measure, such as top-1 accuracy in percent, of every cell of a study at every seed. A cell is
 * a recipe but for its seed. A run that has no value is missing, or has diverged.
 */
public final class Responses {
  private final List<String> cells;
  private final int seeds;
  private final double[][] values;
  private final Set<Place> diverged;

  /**
   * A run.
   *
   * @param cell the place of its cell, from 0
   * @param seed the place of its seed, from 0
   */
  public record Place(int cell, int seed) {}

  private Responses(List<String> cells, int seeds, double[][] values, Set<Place> diverged) {
    this.cells = cells;
    this.seeds = seeds;
    this.values = values;
    this.diverged = diverged;
  }

  /** No run has diverged; the rest as below. */
  public static Responses of(List<String> cells, double[][] values) {
    return of(cells, values, Set.of());
  }

  /**
   * Copies what it is given.
   *
   * @param cells their names, no two alike
   * @param values cells×seeds, NaN where a run has none; the same seed in the same column
   * @param diverged runs whose loss became infinite or no number; they have no value
   * @throws IllegalArgumentException when these do not fit each other
   */
  public static Responses of(List<String> cells, double[][] values, Set<Place> diverged) {
    if (cells.isEmpty() || new HashSet<>(cells).size() != cells.size()) {
      throw new IllegalArgumentException("expected cells of different names, received " + cells);
    }
    if (values.length != cells.size()) {
      throw new IllegalArgumentException(
          "expected " + cells.size() + " rows of values, received " + values.length);
    }
    int seeds = values[0].length;
    double[][] copy = new double[values.length][];
    for (int cell = 0; cell < values.length; cell++) {
      copy[cell] = values[cell].clone();
      if (seeds < 1 || copy[cell].length != seeds) {
        throw new IllegalArgumentException(
            "expected the same seeds, at least one, in every row, received "
                + copy[cell].length
                + " for "
                + cells.get(cell));
      }
      for (double value : copy[cell]) {
        if (Double.isInfinite(value)) {
          throw new IllegalArgumentException("expected a finite value for " + cells.get(cell));
        }
      }
    }
    for (Place place : diverged) {
      if (!Double.isNaN(copy[place.cell()][place.seed()])) {
        throw new IllegalArgumentException("expected no value of a diverged run: " + place);
      }
    }
    return new Responses(List.copyOf(cells), seeds, copy, Set.copyOf(diverged));
  }

  /** The cells' names. */
  public List<String> cells() {
    return cells;
  }

  /** How many seeds there are, at least 1. */
  public int seeds() {
    return seeds;
  }

  /**
   * The place of a cell, from 0.
   *
   * @throws IllegalArgumentException when no cell has that name
   */
  public int cell(String name) {
    int cell = cells.indexOf(name);
    if (cell < 0) {
      throw new IllegalArgumentException("expected one of " + cells + ", received " + name);
    }
    return cell;
  }

  /** What was measured; NaN when nothing was. */
  public double value(int cell, int seed) {
    return values[cell][seed];
  }

  /** Whether a cell has a value at a seed. */
  public boolean has(int cell, int seed) {
    return !Double.isNaN(values[cell][seed]);
  }

  /** Whether a cell has a value at every seed. */
  public boolean complete(int cell) {
    return IntStream.range(0, seeds).allMatch(seed -> has(cell, seed));
  }

  /** Whether a cell has a value at no seed. */
  public boolean empty(int cell) {
    return IntStream.range(0, seeds).noneMatch(seed -> has(cell, seed));
  }

  /** Whether a run of a cell has diverged. */
  public boolean diverged(int cell) {
    return diverged.stream().anyMatch(place -> place.cell() == cell);
  }
}
