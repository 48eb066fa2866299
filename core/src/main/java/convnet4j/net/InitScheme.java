package convnet4j.net;

/**
 * How a network's parameters start. Batch norm starts as the identity everywhere (scale 1, shift 0,
 * mean 0, variance 1).
 *
 * @param conv weights of convolutions
 * @param linear weights of fully connected layers
 * @param bias biases of both
 */
public record InitScheme(Initialisation conv, Initialisation linear, Initialisation bias) {
  /** The same for biases, and {@code weights} for all weights. */
  InitScheme withWeights(Initialisation weights) {
    return new InitScheme(weights, weights, bias);
  }
}
