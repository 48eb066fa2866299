package convnet4j.data;

/**
 * Replaces a rectangle of every image by that of another of its batch, and the rectangle's share of
 * its label likewise: Yun, Han, Oh, Chun, Choe, Yoo 2019, "CutMix: Regularization Strategy to Train
 * Strong Classifiers with Localizable Features", arXiv 1905.04899.
 *
 * @param alpha of the Beta(α, α) that the share that is kept is drawn from once per batch, above 0
 */
public record CutMix(double alpha) implements BatchTransform {
  public CutMix {
    if (!(alpha > 0 && Double.isFinite(alpha))) {
      throw new IllegalArgumentException("expected alpha above 0, received " + alpha);
    }
  }

  /**
   * A rectangle of an image; it may be empty.
   *
   * @param top first row
   * @param left first column
   * @param height rows
   * @param width columns
   */
  public record Cut(int top, int left, int height, int width) {
    /** What is left of an image without it, 0..1: the label's share, exactly. */
    public double kept(int imageHeight, int imageWidth) {
      return 1 - (double) height * width / ((double) imageHeight * imageWidth);
    }
  }

  /**
   * Where every image of a batch shows its partner; draw the partners after it.
   *
   * <p>As in the authors' code: of the sides' √(1−λ), half, in whole pixels, on either side of a
   * centre that may be anywhere, and nothing beyond the border. What the border cuts off is kept,
   * which is why labels follow {@link Cut#kept} and not λ.
   */
  public Cut cut(int imageHeight, int imageWidth, Draws draws) {
    double side = Math.sqrt(1 - new Beta(alpha).draw(draws));
    int row = draws.below(imageHeight);
    int column = draws.below(imageWidth);
    int halfHeight = (int) (imageHeight * side) / 2;
    int halfWidth = (int) (imageWidth * side) / 2;
    int top = Math.max(row - halfHeight, 0);
    int left = Math.max(column - halfWidth, 0);
    int bottom = Math.min(row + halfHeight, imageHeight);
    int right = Math.min(column + halfWidth, imageWidth);
    return new Cut(top, left, bottom - top, right - left);
  }
}
