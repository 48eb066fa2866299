package convnet4j.stats;

import java.util.List;

/**
 * What the runs of a study say.
 *
 * @param outcomes one per comparison, in their order; at least one
 */
public record Evidence(List<Outcome> outcomes) {
  public Evidence {
    outcomes = List.copyOf(outcomes);
    if (outcomes.isEmpty()) {
      throw new IllegalArgumentException("expected an outcome of every comparison, received none");
    }
  }

  /** Whether comparisons share a variance, where all are of one measure; else of the first one. */
  public Pooling pooling() {
    return outcomes.getFirst().pooling();
  }

  /** How many comparisons could be tested; Holm's correction is for all of them all the same. */
  public long tested() {
    return outcomes.stream().filter(outcome -> outcome.estimate().isPresent()).count();
  }
}
