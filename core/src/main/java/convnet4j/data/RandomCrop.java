package convnet4j.data;

import convnet4j.errors.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Pads an image on all sides and cuts its own size out again, anywhere.
 *
 * @param padding pixels on each side, 1..{@value #MAX_PADDING}
 * @param border what they are
 */
public record RandomCrop(int padding, Border border) implements Transform {
  static final int MAX_PADDING = 512;

  /** What an image is continued by. */
  public enum Border {
    BLACK,
    /**
     * Its mirror image, without the border twice, as PyTorch's {@code pad} has it. Where that ends,
     * the image itself follows, and so on, as in numpy's.
     */
    REFLECT;

    /** The spelling of texts and files. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Border parse(String text) {
      List<String> labels = Arrays.stream(values()).map(Border::label).toList();
      if (!labels.contains(text)) {
        String near = Nearest.of(text, labels).map(n -> ", did you mean '" + n + "'?").orElse("");
        throw new IllegalArgumentException(
            "expected border " + String.join(" or ", labels) + ", received '" + text + "'" + near);
      }
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  public RandomCrop {
    if (padding < 1 || padding > MAX_PADDING) {
      throw new IllegalArgumentException(
          "expected padding 1.." + MAX_PADDING + ", received " + padding);
    }
  }

  /** With black around the image. */
  public RandomCrop(int padding) {
    this(padding, Border.BLACK);
  }

  /**
   * By how many pixels the cut is moved along one axis, in -padding..padding; draw it for rows
   * first, then for columns. Positive moves the window down or right.
   */
  public int shift(Draws draws) {
    return draws.below(2 * padding + 1) - padding;
  }
}
