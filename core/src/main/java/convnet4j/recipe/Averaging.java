package convnet4j.recipe;

import java.util.Optional;

/**
 * What is made of the weights of several steps.
 *
 * @param ema how much of the moving average of the weights stays at each step, in [0, 1); what is
 *     tested and saved are then the averaged weights; 0 where none is kept
 * @param lookahead steps forward and one back
 */
public record Averaging(double ema, Optional<Lookahead> lookahead) {
  /** The weights as they are. */
  public static final Averaging NONE = new Averaging(0, Optional.empty());

  public Averaging {
    Checks.that(ema >= 0 && ema < 1, "ema", "a number in [0, 1), such as 0.999", ema);
  }
}
