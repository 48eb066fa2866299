package convnet4j.stats;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.hipparchus.stat.StatUtils;

/**
 * The comparisons of a study, named in advance and judged together: the chance that any of them is
 * called real though there is no difference is held at {@link #LEVEL}. How well it is held in few
 * seeds, and where cells vary differently, is in docs/statistics.md.
 *
 * <p>Holm's correction counts all comparisons, also those that cannot be tested (one seed, a
 * diverged or missing run): they were named to be looked at. That can only make verdicts more
 * cautious.
 *
 * @param comparisons at least one
 * @param smallest the smallest difference of interest, above 0, in the measure's unit: where less
 *     was seen, seeds are counted for this one
 */
public record Family(List<Comparison> comparisons, double smallest) {
  /** The chance of an error in the family. */
  public static final double LEVEL = 0.05;

  /** Half a point of accuracy. */
  public static final double HALF_A_POINT = 0.5;

  public Family {
    comparisons = List.copyOf(comparisons);
    if (comparisons.isEmpty() || !(smallest > 0) || !Double.isFinite(smallest)) {
      throw new IllegalArgumentException(
          "expected comparisons and a difference above 0, received "
              + comparisons.size()
              + ", "
              + smallest);
    }
  }

  /** For accuracies and errors in percent. */
  public Family(List<Comparison> comparisons) {
    this(comparisons, HALF_A_POINT);
  }

  /**
   * Judges every comparison by one measure.
   *
   * @throws IllegalArgumentException when the responses lack a cell that a comparison names
   */
  public Evidence judge(Responses responses) {
    return judge(comparison -> responses);
  }

  /**
   * Judges every comparison by its own measure, and corrects them together whatever that is.
   *
   * @param measures what was measured for a comparison; the same object for all that share a
   *     measure, and so may share a variance
   * @throws IllegalArgumentException when the responses lack a cell that a comparison names
   */
  public Evidence judge(Function<Comparison, Responses> measures) {
    List<Responses> responses = comparisons.stream().map(measures).toList();
    Map<Responses, Optional<RandomisedBlocks>> blocks = new IdentityHashMap<>();
    responses.forEach(r -> blocks.computeIfAbsent(r, RandomisedBlocks::of));
    List<Optional<Estimate>> estimates = new ArrayList<>();
    for (int i = 0; i < comparisons.size(); i++) {
      Optional<RandomisedBlocks> shared =
          blocks.get(responses.get(i)).filter(b -> b.pooling().pooled());
      estimates.add(estimate(comparisons.get(i), responses.get(i), shared));
    }
    double[] adjusted =
        Holm.adjusted(
            estimates.stream().mapToDouble(e -> e.map(Estimate::p).orElse(1.0)).toArray());
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      Responses measured = responses.get(i);
      Pooling pooling =
          blocks.get(measured).map(RandomisedBlocks::pooling).orElseGet(Pooling.Impossible::new);
      outcomes.add(outcome(comparisons.get(i), measured, pooling, estimates.get(i), adjusted[i]));
    }
    return new Evidence(outcomes);
  }

  /**
   * The shared variance lends a comparison its degrees of freedom but never a smaller error: where
   * the comparison's own differences vary more, they decide. A few noisy cells among calm ones
   * would otherwise be judged by the calm ones.
   *
   * <p>Seeds at which a cell has diverged are not left out: the rest would be the lucky ones.
   */
  private static Optional<Estimate> estimate(
      Comparison comparison, Responses responses, Optional<RandomisedBlocks> pool) {
    Contrast contrast = comparison.contrast(responses);
    if (contrast.cells().stream().anyMatch(responses::diverged)) {
      return Optional.empty();
    }
    Optional<Estimate> own = contrast.paired(responses);
    double ownError = own.map(Estimate::standardError).orElse(0.0);
    return pool.flatMap(blocks -> contrast.pooled(responses, blocks))
        .filter(shared -> shared.standardError() >= ownError)
        .or(() -> own);
  }

  private Outcome outcome(
      Comparison comparison,
      Responses responses,
      Pooling pooling,
      Optional<Estimate> estimate,
      double adjusted) {
    double[] differences = comparison.contrast(responses).differences(responses);
    int seeds = differences.length;
    return new Outcome(
        comparison,
        seeds,
        seeds == 0 ? OptionalDouble.empty() : OptionalDouble.of(StatUtils.mean(differences)),
        pooling,
        estimate,
        estimate.isPresent() ? OptionalDouble.of(adjusted) : OptionalDouble.empty(),
        estimate
            .map(e -> tested(e, adjusted))
            .orElseGet(() -> untested(comparison, responses, seeds)));
  }

  private Verdict tested(Estimate estimate, double adjusted) {
    if (adjusted <= LEVEL) {
      return new Verdict.Real();
    }
    double seen = Math.abs(estimate.difference());
    SampleSize size =
        new SampleSize(
            Math.max(seen, smallest),
            estimate.deviation(),
            LEVEL / comparisons.size(),
            estimate.freedomPerSeed());
    return new Verdict.NotDistinguishable(size, estimate.seeds(), seen >= smallest);
  }

  private static Verdict untested(Comparison comparison, Responses responses, int seeds) {
    List<Integer> cells = comparison.contrast(responses).cells();
    List<String> diverged =
        cells.stream().filter(responses::diverged).map(responses.cells()::get).toList();
    if (!diverged.isEmpty()) {
      return new Verdict.Diverged(diverged);
    }
    if (seeds == 0) {
      return missing(cells, responses);
    }
    return seeds == 1 ? new Verdict.OneSeed() : new Verdict.NoSpread();
  }

  /** The cells that have no run at all, or, where all have some, those that lack any. */
  private static Verdict missing(List<Integer> cells, Responses responses) {
    List<Integer> lacking =
        cells.stream().anyMatch(responses::empty)
            ? cells.stream().filter(responses::empty).toList()
            : cells.stream().filter(cell -> !responses.complete(cell)).toList();
    return new Verdict.Missing(lacking.stream().map(responses.cells()::get).toList());
  }
}
