package convnet4j.net;

/**
 * Layers whose weights start in another way than the network's. Biases and batch norms start as
 * everywhere.
 *
 * @param init of the weights of convolutions and fully connected layers
 * @param child the layers
 */
public record InitialWeights(Initialisation init, Layer child) implements Layer {}
