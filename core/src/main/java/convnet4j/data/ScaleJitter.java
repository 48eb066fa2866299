package convnet4j.data;

/**
 * Resizes an image so that its shorter side is a whole number S, uniform in a range, and cuts the
 * network's input out of it, at any place alike: Simonyan and Zisserman 2014, "Very Deep
 * Convolutional Networks for Large-Scale Image Recognition", arXiv 1409.1556, section 3.1 (256 to
 * 512); He, Zhang, Ren and Sun 2015, arXiv 1512.03385, section 3.4 (256 to 480). Only what is cut
 * is resized, so its borders are whole pixels of the image.
 *
 * @param min the least S, in pixels, from 1; no smaller than the sides of the network's input
 * @param max the greatest S, up to {@link Preprocessing#MOST}
 */
public record ScaleJitter(int min, int max) implements ResizedCrop {
  public ScaleJitter {
    Range.check("the least side", min, 1, Preprocessing.MOST);
    Range.check("the greatest side", max, min, Preprocessing.MOST);
  }

  /** {@inheritDoc} Each side is that of the input times shorter side / S, to the nearest pixel. */
  @Override
  public Box box(int height, int width, int inputHeight, int inputWidth, Draws draws) {
    if (min < Math.max(inputHeight, inputWidth)) {
      throw new IllegalArgumentException(
          String.format(
              "expected an input of at most %d×%d, received %d×%d",
              min, min, inputHeight, inputWidth));
    }
    double scale = (double) Math.min(height, width) / (min + draws.below(max - min + 1));
    int h = (int) Math.max(1, Math.rint(inputHeight * scale));
    int w = (int) Math.max(1, Math.rint(inputWidth * scale));
    int top = draws.below(height - h + 1);
    return new Box(top, draws.below(width - w + 1), h, w);
  }
}
