package convnet4j.data;

import java.util.Objects;

/**
 * One change of an image whose strength is drawn already.
 *
 * @param amount what it means is said at each {@link Kind}
 */
public record Adjustment(Kind kind, double amount) {
  /**
   * Pillow's and torchvision's operations. Of a grey image, those of colour change nothing. Black
   * comes in from outside.
   */
  public enum Kind {
    /** Nothing. */
    IDENTITY,
    /** Row y moves left by amount × y pixels, so that the upper left corner stays. */
    SHEAR_X,
    /** Column x moves up by amount × x pixels, so that the upper left corner stays. */
    SHEAR_Y,
    /** The image moves right by amount pixels, rounded towards 0. */
    TRANSLATE_X,
    /** The image moves down by amount pixels, rounded towards 0. */
    TRANSLATE_Y,
    /** A turn about the centre by amount degrees, counter-clockwise. */
    ROTATE,
    /** 1 + amount times the image: away from black, or towards it. */
    BRIGHTNESS,
    /** 1 + amount times the distance from the image's mean grey. */
    CONTRAST,
    /** 1 + amount times the distance from each pixel's grey. */
    SATURATION,
    /** The hue is turned by amount full circles. */
    HUE,
    /** 1 + amount times the distance from the image smoothed by a 3×3 window. */
    SHARPNESS,
    /** Only amount bits of 8 are kept. */
    POSTERIZE,
    /** Values of amount and more are inverted. */
    SOLARIZE,
    /** Every channel is stretched to 0..255; the amount is unused. */
    AUTO_CONTRAST,
    /** Every channel's histogram is made flat; the amount is unused. */
    EQUALIZE
  }

  public Adjustment {
    Objects.requireNonNull(kind, "kind");
  }
}
