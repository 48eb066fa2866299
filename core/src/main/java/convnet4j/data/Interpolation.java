package convnet4j.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an image is brought to another size. */
public enum Interpolation {
  /**
   * OpenCV's: areas are averaged when shrinking; enlarging is bilinear, in the form that gives the
   * same bits on every CPU. JPEGs may be decoded at a reduced size first. Fast, and what networks
   * are trained with here.
   */
  AREA,

  /**
   * Pillow's antialiased bilinear, bit for bit: a triangle of two pixels' width, widened by the
   * scale when shrinking. What most of torchvision's weights were tested with.
   */
  BILINEAR,

  /** Pillow's antialiased bicubic (Keys's kernel with a = −1/2), bit for bit. */
  BICUBIC;

  /** Its name in files and in JSON: {@code bilinear}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of that {@link #label}; empty if there is none. */
  public static Optional<Interpolation> of(String label) {
    return Arrays.stream(values()).filter(i -> i.label().equals(label)).findFirst();
  }
}
