package convnet4j.study;

import convnet4j.recipe.Recipe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** How fast the recipes of a study are, by what was measured of them. */
public final class Pace {
  private final Map<Kind, Double> rates = new LinkedHashMap<>();

  /** What decides how fast a recipe is. */
  private record Kind(
      String network, Map<String, String> options, String data, Object step, Object precision) {
    static Kind of(Recipe recipe) {
      return new Kind(
          recipe.network(),
          recipe.options(),
          recipe.images().data(),
          recipe.step(),
          recipe.precision());
    }
  }

  /** Learns from a few steps. */
  public synchronized void measured(Recipe recipe, double imagesPerSecond) {
    rates.put(Kind.of(recipe), imagesPerSecond);
  }

  /** Learns from a whole run, whose starts and tests count as well. */
  public synchronized void finished(Recipe recipe, Work work, Outcome outcome) {
    if (outcome.state() == Outcome.State.FINISHED && outcome.seconds() > 0) {
      measured(recipe, work.images() / outcome.seconds());
    }
  }

  /**
   * Learns from a run that goes on.
   *
   * @param share of its work that was done in these seconds, tests included
   */
  public synchronized void reached(Recipe recipe, Work work, double share, double seconds) {
    measured(recipe, share * work.images() / seconds);
  }

  /** Images per second in training; empty where nothing is known. */
  public synchronized OptionalDouble rate(Recipe recipe) {
    Double rate = rates.get(Kind.of(recipe));
    return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }

  /** How long a run takes; NaN where nothing is known of its kind. */
  public double seconds(Recipe recipe, Work work) {
    return work.images() / rate(recipe).orElse(Double.NaN);
  }
}
