package convnet4j.data;

/**
 * Mirrors an image left to right in every second epoch: in the first epoch half of the images, then
 * the others, and so on, so that two epochs in a row show both sides of every image. Jordan 2024,
 * "94% on CIFAR-10 in 3.29 Seconds on a Single GPU", arXiv 2404.00498, section 3.6.
 */
public record AlternatingFlip() implements Transform {
  /** Whether to mirror in the epoch that the numbers are drawn for. */
  public boolean flips(Draws draws) {
    boolean first = draws.inAllEpochs().chance(0.5);
    return first == (draws.epoch() % 2 == 0);
  }
}
