package convnet4j.recipe;

import java.util.Optional;

/**
 * What is made of the weights of several steps.
 *
 * @param ema the average that is tested and saved
 * @param lookahead steps forward and one back; empty for forward alone
 */
public record Averaging(Ema ema, Optional<Lookahead> lookahead) {
  /** The weights as they are. */
  public static final Averaging NONE = new Averaging(Ema.NONE, Optional.empty());
}
