package convnet4j.net;

/**
 * A whole classifier as its author wrote it.
 *
 * @param name as the zoo lists it
 * @param input shape of one image
 * @param classes number of logits
 * @param layer from image to logits
 * @param init how its parameters start
 */
public record Network(
    String name, Shape.FeatureMap input, int classes, Layer layer, InitScheme init) {}
