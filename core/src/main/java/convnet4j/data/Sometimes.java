package convnet4j.data;

import java.util.Objects;

/**
 * Carries out another transform with a probability, and leaves the image as it is else.
 *
 * @param probability 0..1
 * @param transform neither this nor a {@link HorizontalFlip}, which have probabilities of their
 *     own, nor a {@link ScaleJitter}, which draws a scale for every image
 */
public record Sometimes(double probability, Transform transform) implements Transform {
  public Sometimes {
    Objects.requireNonNull(transform, "transform");
    if (transform instanceof Sometimes || transform instanceof HorizontalFlip) {
      throw new IllegalArgumentException(
          "expected a transform without a probability of its own, received " + transform);
    }
    if (transform instanceof ScaleJitter) { // else images would come at the scale of no S
      throw new IllegalArgumentException(
          "expected a transform that may be left out, received " + transform);
    }
    Range.check("probability", probability, 0, 1);
  }

  /** Whether to carry it out this time; what it draws itself follows. */
  public boolean happens(Draws draws) {
    return draws.chance(probability);
  }
}
