package convnet4j.stats;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;

/**
 * The additive model of a study, y = μ(cell) + σ(seed) + ε: a seed (the initial weights, the order
 * of the images) may favour all cells alike, and what is left varies by chance. Seeds are the
 * blocks of a randomised block design: Fisher, "The design of experiments" (1935), chapter 4;
 * Montgomery, "Design and analysis of experiments", chapter 4.
 *
 * <p>Only cells with a value at every seed take part.
 */
public final class RandomisedBlocks {
  private static final int TELLING_SEEDS = 3;
  static final double PRELIMINARY_LEVEL = 0.25;

  private final List<Integer> cells;
  private final int seeds;
  private final double[][] residuals;

  private RandomisedBlocks(List<Integer> cells, double[][] residuals) {
    this.cells = cells;
    this.seeds = residuals[0].length;
    this.residuals = residuals;
  }

  /** The model of {@code responses}; empty when fewer than two cells or two seeds are complete. */
  public static Optional<RandomisedBlocks> of(Responses responses) {
    List<Integer> cells =
        IntStream.range(0, responses.cells().size()).filter(responses::complete).boxed().toList();
    int seeds = responses.seeds();
    if (cells.size() < 2 || seeds < 2) {
      return Optional.empty();
    }
    double[] means = new double[cells.size()];
    double[] ofSeeds = new double[seeds];
    for (int row = 0; row < means.length; row++) {
      for (int seed = 0; seed < seeds; seed++) {
        double value = responses.value(cells.get(row), seed);
        means[row] += value / seeds;
        ofSeeds[seed] += value / means.length;
      }
    }
    double grand = StatUtils.mean(means);
    double[][] residuals = new double[means.length][seeds];
    for (int row = 0; row < means.length; row++) {
      for (int seed = 0; seed < seeds; seed++) {
        double value = responses.value(cells.get(row), seed);
        residuals[row][seed] = value - means[row] - ofSeeds[seed] + grand;
      }
    }
    return Optional.of(new RandomisedBlocks(cells, residuals));
  }

  /** The cells that take part, as places in the responses. */
  public List<Integer> cells() {
    return cells;
  }

  /** (cells − 1)·(seeds − 1). */
  public int degreesOfFreedom() {
    return (cells.size() - 1) * (seeds - 1);
  }

  /** The residual mean square: the variance of ε, were it the same in every cell. */
  public double meanSquare() {
    double sum = 0;
    for (double[] row : residuals) {
      sum += StatUtils.sumSq(row);
    }
    return sum / degreesOfFreedom();
  }

  /** Whether all of {@code wanted} take part. */
  boolean covers(Collection<Integer> wanted) {
    return cells.containsAll(wanted);
  }

  /**
   * Whether one variance may stand for all cells: not when Brown and Forsythe's test on the
   * residuals finds that they differ, at 25 %, nor from two seeds, which cannot tell.
   *
   * <p>A test that decides which test comes next must not be a strict one: at 5 % it finds nothing
   * in few seeds, and what follows is wrong more often than it says. Bancroft, "Analysis and
   * inference for incompletely specified models involving the use of preliminary test(s) of
   * significance", Biometrics 20 (1964) 427–442, advises 25 %.
   */
  public Pooling pooling() {
    if (seeds < TELLING_SEEDS) {
      return new Pooling.Untold(cells.size());
    }
    double p = BrownForsythe.p(List.of(residuals));
    return p < PRELIMINARY_LEVEL
        ? new Pooling.Refused(cells.size(), p)
        : new Pooling.Justified(cells.size(), p);
  }
}
