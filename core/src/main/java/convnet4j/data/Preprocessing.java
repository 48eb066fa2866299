package convnet4j.data;

import java.util.Objects;

/**
 * What becomes of an image before a network sees it: resized, cut around its centre to the
 * network's input, or surrounded with black where it is smaller, scaled to 0..1 and normalised. It
 * belongs to the weights, because accuracies depend on it.
 *
 * @param resize pixels that the shorter side of an image is resized to before the centre crop; for
 *     an input that is not square, beside the input's shorter side. Less than that side makes a
 *     margin of black, as torchvision's {@code CenterCrop} does
 * @param interpolation how it is resized
 * @param normalisation of the channels
 */
public record Preprocessing(int resize, Interpolation interpolation, Normalisation normalisation) {
  /** Far above any use, and low enough that no count overflows. */
  public static final int MOST = 1 << 14;

  /** An input whose shorter side is below this is not of ImageNet's size. */
  public static final int IMAGENET_SIDE = 128;

  public Preprocessing {
    Objects.requireNonNull(interpolation, "interpolation");
    Objects.requireNonNull(normalisation, "normalisation");
    if (resize < 1 || resize > MOST) {
      throw new IllegalArgumentException(
          "expected to resize to 1 to " + MOST + " pixels, received " + resize);
    }
  }

  /**
   * What networks are trained with here: the input is covered as closely as possible, so that only
   * the margins of an image's longer side are cut off, by {@link Interpolation#AREA}.
   *
   * @param side the shorter side of the network's input
   */
  public static Preprocessing cover(int side, Normalisation normalisation) {
    return new Preprocessing(side, Interpolation.AREA, normalisation);
  }

  /**
   * What networks are trained with here on images that are all of one size. An image that misses
   * the input by a few pixels is padded with black, equally on opposite sides, rather than enlarged
   * by as little, which only blurs it: MNIST's 28×28 for an input of 32×32, as LeCun et al. 1998
   * did. So it is where each side has at least three quarters of the input's and lacks an even
   * number of pixels; any other image is made to {@link #cover} the input.
   *
   * @param height of the images
   * @param width of the images
   * @param inputHeight of the network's input
   * @param inputWidth of the network's input
   */
  public static Preprocessing fit(
      int height, int width, int inputHeight, int inputWidth, Normalisation normalisation) {
    boolean padded = fills(height, inputHeight) && fills(width, inputWidth);
    int side = padded ? Math.min(height, width) : Math.min(inputHeight, inputWidth);
    return cover(side, normalisation);
  }

  private static boolean fills(int image, int input) {
    return image <= input && 4 * image >= 3 * input && (input - image) % 2 == 0;
  }

  /**
   * What torchvision tests its {@code IMAGENET1K_V1} weights with: 8/7 of the input (256 for 224,
   * 342 for 299), bilinear, {@link Normalisation#IMAGENET}. Its googlenet is an exception to the
   * last: {@code transform_input} amounts to {@link Normalisation#HALF}.
   *
   * @param side the shorter side of the network's input
   */
  public static Preprocessing torchvision(int side) {
    return new Preprocessing(
        Math.round(side * 256f / 224), Interpolation.BILINEAR, Normalisation.IMAGENET);
  }

  /**
   * What images of an unknown origin's network are taken to be prepared with: as torchvision does
   * it for a network of ImageNet's size, as in training here for a smaller one.
   *
   * @param side the shorter side of the network's input
   */
  public static Preprocessing usual(int side, Normalisation normalisation) {
    return side >= IMAGENET_SIDE
        ? torchvision(side).with(normalisation)
        : cover(side, normalisation);
  }

  /** The same with another normalisation. */
  public Preprocessing with(Normalisation other) {
    return new Preprocessing(resize, interpolation, other);
  }

  /**
   * The same for a network that sees larger or smaller images than it was made for.
   *
   * @param from the shorter side of the input that it was made for
   * @param to the shorter side of the input that it sees
   */
  public Preprocessing scaled(int from, int to) {
    return resizedTo(Math.round(resize * (float) to / from));
  }

  /** The same with the shorter side resized to {@code pixels}. */
  public Preprocessing resizedTo(int pixels) {
    return new Preprocessing(pixels, interpolation, normalisation);
  }
}
