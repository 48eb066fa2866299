package convnet4j.eval;

/**
 * What a network said of one image.
 *
 * @param index the image's place in its split
 * @param label its class
 * @param predicted the class that ranked first
 * @param probability softmax of the predicted class
 */
public record Answer(int index, int label, int predicted, float probability) {}
