package convnet4j.stats;

import java.util.List;

/**
 * What the runs of a study say.
 *
 * @param pooling whether the comparisons share a variance
 * @param outcomes one per comparison, in their order
 */
public record Evidence(Pooling pooling, List<Outcome> outcomes) {
  public Evidence {
    outcomes = List.copyOf(outcomes);
  }

  /** How many comparisons could be tested; Holm's correction is for all of them all the same. */
  public long tested() {
    return outcomes.stream().filter(outcome -> outcome.estimate().isPresent()).count();
  }
}
