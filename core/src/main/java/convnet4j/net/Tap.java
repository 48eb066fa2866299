package convnet4j.net;

/**
 * An auxiliary classifier: the identity on the main path, and in training a second output with a
 * loss of its own (Szegedy et al. 2014, arXiv 1409.4842, section 5). Inference leaves it out.
 *
 * @param name one path segment, without dots
 * @param head from the features at this place to as many logits as the network has classes
 * @param weight of its loss beside the network's own, above 0
 */
public record Tap(String name, Layer head, double weight) implements Layer {
  public Tap {
    Scope.requireSegment(name);
    if (!(weight > 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException("a loss's weight is above 0, received " + weight);
    }
  }
}
