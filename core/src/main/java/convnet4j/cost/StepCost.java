package convnet4j.cost;

/**
 * What one step of a graph costs, for one image.
 *
 * @param params as PyTorch counts parameters: those that training leaves alone are among them,
 *     running statistics are not
 * @param madds multiply-accumulates of convolutions and fully connected layers, without biases
 * @param activationBytes size of the output as float32
 * @param receptiveField side, in pixels of the image, of the square that one output value depends
 *     on. It is not cut at the image's border. Of parallel branches the widest counts.
 */
public record StepCost(long params, long madds, long activationBytes, long receptiveField) {}
