package convnet4j.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A few operations of fourteen, one after the other, all of the same strength: Cubuk, Zoph, Shlens,
 * Le 2019, "RandAugment: Practical Automated Data Augmentation with a Reduced Search Space", arXiv
 * 1909.13719. Operations and strengths are those of torchvision's {@code RandAugment} with 31
 * steps; images are turned, slanted and moved with bilinear interpolation.
 *
 * @param operations how many, 1..14; each is drawn from all fourteen
 * @param magnitude the strength, 0..30
 */
public record RandAugment(int operations, int magnitude) implements Transform {
  static final int OPERATIONS = 2;
  static final int MAGNITUDE = 9;

  private static final double SHEAR = 0.3;
  private static final double DEGREES = 30;
  private static final double COLOUR = 0.9;
  private static final int BITS = 4;

  /** AutoAugment moved images of 331 pixels by up to 150. */
  private static final double TRANSLATION = 150.0 / 331;

  public RandAugment {
    Range.check("operations", operations, 1, 14);
    Range.check("magnitude", magnitude, 0, Reach.STRONGEST);
  }

  /** What is done this time to an image of that size, in order. */
  public List<Adjustment> draw(int height, int width, Draws draws) {
    Reach reach = reach(height, width);
    List<Adjustment> drawn = new ArrayList<>();
    for (int i = 0; i < operations; i++) {
      drawn.add(reach.draw(magnitude, draws));
    }
    return drawn;
  }

  static Reach reach(int height, int width) {
    return new Reach(SHEAR, TRANSLATION * width, TRANSLATION * height, DEGREES, COLOUR, BITS);
  }
}
