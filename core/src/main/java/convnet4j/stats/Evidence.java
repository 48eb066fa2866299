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
}
