package convnet4j.stats;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;

/**
 * A difference between cells, as weights that add up to 0: what every cell gains from a seed
 * cancels.
 *
 * @param weights one per cell of the responses
 */
public record Contrast(List<Double> weights) {
  /** Spread below this share of the values is what rounding leaves. */
  private static final double ROUNDING = 1e-12;

  public Contrast {
    weights = List.copyOf(weights);
    double sum = 0;
    double size = 0;
    for (double weight : weights) {
      sum += weight;
      size += Math.abs(weight);
    }
    if (!(size > 0) || !(Math.abs(sum) <= 1e-9 * size)) {
      throw new IllegalArgumentException("expected weights that add up to 0, received " + weights);
    }
  }

  /**
   * The mean of cells {@code a} less the mean of cells {@code b}.
   *
   * @param cells how many cells the responses have
   * @param a places of cells; one that stands twice counts twice
   * @param b places of cells, none of them of {@code a}
   */
  public static Contrast between(int cells, Collection<Integer> a, Collection<Integer> b) {
    List<Double> weights = new ArrayList<>();
    for (int cell = 0; cell < cells; cell++) {
      int ofA = Collections.frequency(a, cell);
      int ofB = Collections.frequency(b, cell);
      if (ofA > 0 && ofB > 0) {
        throw new IllegalArgumentException("expected cell " + cell + " on one side only");
      }
      weights.add((double) ofA / a.size() - (double) ofB / b.size());
    }
    return new Contrast(weights);
  }

  /** The cells that have a weight. */
  public List<Integer> cells() {
    return IntStream.range(0, weights.size()).filter(c -> weights.get(c) != 0).boxed().toList();
  }

  /** The difference at every seed at which all of its cells have a value, in the seeds' order. */
  public double[] differences(Responses responses) {
    List<Integer> cells = cells();
    return IntStream.range(0, responses.seeds())
        .filter(seed -> cells.stream().allMatch(cell -> responses.has(cell, seed)))
        .mapToDouble(seed -> sum(responses, cells, seed))
        .toArray();
  }

  /**
   * The difference over seeds, its variance that of the differences at single seeds, with one
   * degree of freedom less than there are seeds: the paired t-test.
   *
   * @return empty when fewer than two seeds can be used, or when nothing varies: a difference
   *     without spread has nothing to be measured against
   */
  public Optional<Estimate> paired(Responses responses) {
    double[] differences = differences(responses);
    return differences.length < 2
        ? Optional.empty()
        : estimate(
            responses, differences, StatUtils.variance(differences), differences.length - 1, false);
  }

  /**
   * The same, its variance that of all cells of {@code blocks}, with their degrees of freedom.
   *
   * @return empty when {@code blocks} lack one of the cells, or when nothing varies
   */
  public Optional<Estimate> pooled(Responses responses, RandomisedBlocks blocks) {
    if (!blocks.covers(cells())) {
      return Optional.empty();
    }
    double squares = weights.stream().mapToDouble(weight -> weight * weight).sum();
    return estimate(
        responses,
        differences(responses),
        blocks.meanSquare() * squares,
        blocks.degreesOfFreedom(),
        true);
  }

  private Optional<Estimate> estimate(
      Responses responses, double[] differences, double variance, int freedom, boolean pooled) {
    if (!(Math.sqrt(variance) > ROUNDING * largest(responses))) {
      return Optional.empty();
    }
    int seeds = differences.length;
    double error = Math.sqrt(variance / seeds);
    return Optional.of(new Estimate(StatUtils.mean(differences), error, freedom, seeds, pooled));
  }

  private double sum(Responses responses, List<Integer> cells, int seed) {
    double sum = 0;
    for (int cell : cells) {
      sum += weights.get(cell) * responses.value(cell, seed);
    }
    return sum;
  }

  private double largest(Responses responses) {
    double largest = 0;
    for (int cell : cells()) {
      for (int seed = 0; seed < responses.seeds(); seed++) {
        if (responses.has(cell, seed)) {
          largest = Math.max(largest, Math.abs(responses.value(cell, seed)));
        }
      }
    }
    return largest;
  }
}
