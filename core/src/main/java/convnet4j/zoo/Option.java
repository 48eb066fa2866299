package convnet4j.zoo;

import java.util.List;

/**
 * Something that a user may set about a network, {@code --set key=value}.
 *
 * @param key its name
 * @param initial the value in force when it is not set
 * @param values the values it accepts; empty if {@code form} describes them
 * @param form the values in words, for people
 */
public record Option(String key, String initial, List<String> values, String form) {
  public Option {
    values = List.copyOf(values);
  }

  static Option choice(String key, String initial, List<String> values) {
    return new Option(key, initial, values, String.join("|", values));
  }

  /** Off unless it is set. */
  static Option flag(String key) {
    return choice(key, "false", List.of("false", "true"));
  }

  /** The probability of the last block in the rule of {@link LinearDecay}; 0 unless it is set. */
  static Option stochasticDepth() {
    return free(Settings.STOCHASTIC_DEPTH, "0", Settings.STOCHASTIC_DEPTH_FORM);
  }

  static Option free(String key, String initial, String form) {
    return new Option(key, initial, List.of(), form);
  }
}
