package convnet4j.data;

import java.util.Optional;

/**
 * Paints a box of random area, proportions and place with noise: Zhong, Zheng, Kang, Li, Yang 2017,
 * "Random Erasing Data Augmentation", arXiv 1708.04896, with 2% to 40% of the area, proportions
 * from 0.3, and a random value for every pixel and channel. The proportions are drawn as
 * torchvision does it, uniform in their logarithm. Always; the paper erases half of the images,
 * which is {@link Sometimes} with 0.5.
 *
 * @param minArea share of the image's area, above 0
 * @param maxArea share of the image's area, up to 1
 * @param ratio the least width over height; the greatest is its inverse
 */
public record RandomErasing(double minArea, double maxArea, double ratio) implements Transform {
  static final double MIN_AREA = 0.02;
  static final double MAX_AREA = 0.4;
  static final double RATIO = 0.3;

  public RandomErasing {
    Range.checkAreas(minArea, maxArea, ratio);
  }

  /** The paper's. */
  public RandomErasing() {
    this(MIN_AREA, MAX_AREA, RATIO);
  }

  /** What is painted this time in an image of that size; nothing where ten boxes did not fit. */
  public Optional<Box> box(int height, int width, Draws draws) {
    return Box.draw(height, width, minArea, maxArea, ratio, draws);
  }
}
