package convnet4j.net;

/**
 * Layers whose weights and scales, all that they multiply by, stay as they start. Their biases and
 * shifts are trained.
 *
 * @param child the layers
 */
public record FixedWeights(Layer child) implements Layer {}
