package convnet4j.data;

/**
 * One operation of fourteen at a random strength: Müller, Hutter 2021, "TrivialAugment: Tuning-free
 * Yet State-of-the-Art Data Augmentation", arXiv 2103.10158, with the wide strengths of its table,
 * as torchvision's {@code TrivialAugmentWide}; images are turned, slanted and moved with bilinear
 * interpolation.
 */
public record TrivialAugment() implements Transform {
  static final Reach WIDE = new Reach(0.99, 32, 32, 135, 0.99, 6);

  /** What is done this time. */
  public Adjustment draw(Draws draws) {
    return WIDE.draw(draws.below(Reach.STRONGEST + 1), draws);
  }
}
