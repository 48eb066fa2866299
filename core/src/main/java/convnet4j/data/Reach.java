package convnet4j.data;

import convnet4j.data.Adjustment.Kind;
import java.util.List;

/**
 * How far the fourteen operations of RandAugment and TrivialAugment go at their strongest, in 31
 * steps from nothing, as torchvision has both.
 *
 * @param shear pixels sideways per pixel
 * @param translateX pixels
 * @param translateY pixels
 * @param degrees of a turn
 * @param colour of brightness, contrast, saturation and sharpness
 * @param bits that posterizing takes away
 */
record Reach(
    double shear, double translateX, double translateY, double degrees, double colour, int bits) {
  /** The strongest of the steps 0..30. */
  static final int STRONGEST = 30;

  private static final List<Kind> KINDS =
      List.of(
          Kind.IDENTITY,
          Kind.SHEAR_X,
          Kind.SHEAR_Y,
          Kind.TRANSLATE_X,
          Kind.TRANSLATE_Y,
          Kind.ROTATE,
          Kind.BRIGHTNESS,
          Kind.SATURATION,
          Kind.CONTRAST,
          Kind.SHARPNESS,
          Kind.POSTERIZE,
          Kind.SOLARIZE,
          Kind.AUTO_CONTRAST,
          Kind.EQUALIZE);

  /** One of the operations, all alike, at a strength of 0..30, in one of its two directions. */
  Adjustment draw(int strength, Draws draws) {
    Kind kind = KINDS.get(draws.below(KINDS.size()));
    boolean backwards = draws.chance(0.5);
    return of(kind, strength, backwards);
  }

  Adjustment of(Kind kind, int strength, boolean backwards) {
    double share = (double) strength / STRONGEST;
    double sign = backwards ? -1 : 1;
    double amount =
        switch (kind) {
          case SHEAR_X, SHEAR_Y -> sign * shear * share;
          case TRANSLATE_X -> sign * translateX * share;
          case TRANSLATE_Y -> sign * translateY * share;
          case ROTATE -> sign * degrees * share;
          case BRIGHTNESS, CONTRAST, SATURATION, SHARPNESS -> sign * colour * share;
          case POSTERIZE -> 8 - Math.rint(bits * share);
          case SOLARIZE -> 255 * (1 - share);
          case IDENTITY, AUTO_CONTRAST, EQUALIZE -> 0;
          case HUE -> throw new IllegalArgumentException("neither has a turn of the hue");
        };
    return new Adjustment(kind, amount);
  }
}
