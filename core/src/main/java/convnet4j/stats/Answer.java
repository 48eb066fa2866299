package convnet4j.stats;

/**
 * What a network said of one image.
 *
 * @param index the image's place in its split, from 0
 * @param label its class, from 0
 * @param predicted the class that ranked first
 * @param probability softmax of the predicted class; NaN when the logits held one
 */
public record Answer(int index, int label, int predicted, float probability) {
  public Answer {
    if (index < 0 || label < 0 || predicted < 0) {
      throw new IllegalArgumentException(
          "expected indices of at least 0, received " + index + ", " + label + ", " + predicted);
    }
  }

  /** Whether the logits held a NaN: what ranked first then is no prediction. */
  public boolean undecided() {
    return Float.isNaN(probability);
  }

  /** Whether the label ranked first; never when the logits held a NaN, as in {@link Accuracy}. */
  public boolean right() {
    return predicted == label && !undecided();
  }
}
