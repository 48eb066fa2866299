package convnet4j.stats;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of a comparison.
 *
 * @param comparison what was compared
 * @param seeds how many seeds have a value in all of its cells
 * @param difference the mean of a less the mean of b over these seeds; empty when there are none
 * @param pooling whether comparisons of this one's measure share a variance
 * @param estimate the difference with its error; empty when it could not be tested
 * @param adjusted its p-value by Holm over all comparisons; empty when it could not be tested
 * @param verdict what may be said
 */
public record Outcome(
    Comparison comparison,
    int seeds,
    OptionalDouble difference,
    Pooling pooling,
    Optional<Estimate> estimate,
    OptionalDouble adjusted,
    Verdict verdict) {
  public Outcome {
    if (estimate.isPresent() != adjusted.isPresent() || difference.isPresent() != seeds > 0) {
      throw new IllegalArgumentException("expected a whole outcome of " + comparison.name());
    }
  }
}
