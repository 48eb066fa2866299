package convnet4j.data;

/**
 * Mirrors an image left to right, sometimes.
 *
 * @param probability 0..1
 */
public record HorizontalFlip(double probability) implements Transform {
  static final double PROBABILITY = 0.5;

  public HorizontalFlip {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("expected probability 0..1, received " + probability);
    }
  }

  /** Whether to mirror this time. */
  public boolean flips(Draws draws) {
    return draws.chance(probability);
  }
}
