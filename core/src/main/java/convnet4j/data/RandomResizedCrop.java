package convnet4j.data;

/**
 * Cuts a part of random area and proportions out of the whole image, and resizes it to what the
 * network takes: Szegedy, Liu, Jia et al. 2014, "Going Deeper with Convolutions", arXiv 1409.4842,
 * section 6 (8% to 100% of the area, proportions of 3:4 to 4:3). As torchvision's {@code
 * RandomResizedCrop}, it takes the largest centred part of allowed proportions where ten draws do
 * not fit.
 *
 * @param minArea share of the image's area, above 0
 * @param maxArea share of the image's area, up to 1
 * @param ratio the least width over height; the greatest is its inverse
 */
public record RandomResizedCrop(double minArea, double maxArea, double ratio)
    implements ResizedCrop {
  static final double MIN_AREA = 0.08;
  static final double MAX_AREA = 1;
  static final double RATIO = 0.75;

  public RandomResizedCrop {
    Range.checkAreas(minArea, maxArea, ratio);
  }

  /** The paper's. */
  public RandomResizedCrop() {
    this(MIN_AREA, MAX_AREA, RATIO);
  }

  /** What is cut this time out of an image of that size. */
  public Box box(int height, int width, Draws draws) {
    return Box.draw(height, width, minArea, maxArea, ratio, draws)
        .orElseGet(() -> centre(height, width));
  }

  /** {@inheritDoc} The network's input plays no part. */
  @Override
  public Box box(int height, int width, int inputHeight, int inputWidth, Draws draws) {
    return box(height, width, draws);
  }

  private Box centre(int height, int width) {
    int h = (int) Math.clamp(Math.rint(width / ratio), 1, height);
    int w = (int) Math.clamp(Math.rint(height / ratio), 1, width);
    return new Box((height - h) / 2, (width - w) / 2, h, w);
  }
}
