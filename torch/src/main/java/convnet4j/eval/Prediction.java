package convnet4j.eval;

/**
 * A class that an image may show.
 *
 * @param label the class's name
 * @param probability softmax over all classes
 */
public record Prediction(String label, double probability) {}
