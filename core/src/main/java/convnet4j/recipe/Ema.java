package convnet4j.recipe;

/**
 * An exponential moving average of the weights (Polyak and Juditsky 1992, in the form that
 * Inception's authors use): a ← d·a + (1 − d)·w after every step. It is what is then tested and
 * saved.
 *
 * @param decay d, in [0, 1); with 0 the average is the weights themselves
 */
public record Ema(double decay) {
  /** No average. */
  public static final Ema NONE = new Ema(0);

  public Ema {
    Checks.that(decay >= 0 && decay < 1, "ema", "a number in [0, 1)", decay);
  }

  /**
   * The decay in force: smaller at first, so that the drawn weights are soon forgotten. It is
   * min(d, (1 + t) / (10 + t)), as TensorFlow's {@code ExponentialMovingAverage} has it.
   *
   * @param updates t, how many went before
   */
  public double decayAfter(long updates) {
    return Math.min(decay, (1.0 + updates) / (10.0 + updates));
  }
}
