package convnet4j.data;

import convnet4j.data.Adjustment.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes brightness, contrast, saturation and hue, in a random order, as torchvision's {@code
 * ColorJitter}. Brightness, contrast and saturation are multiplied by a number drawn from max(0, 1
 * − strength)..1 + strength; the hue is turned by a share of the circle in −hue..hue. A grey image
 * has no saturation and no hue: the two leave it as it is. Howard 2013, "Some Improvements on Deep
 * Convolutional Neural Network Based Image Classification", arXiv 1312.5402, section 2.2 (without
 * hue); Szegedy et al. 2014, arXiv 1409.4842, section 6.
 *
 * @param brightness 0..10
 * @param contrast 0..10
 * @param saturation 0..10
 * @param hue 0..0.5
 */
public record ColourJitter(double brightness, double contrast, double saturation, double hue)
    implements Transform {
  private static final double MOST = 10;

  public ColourJitter {
    Range.check("brightness", brightness, 0, MOST);
    Range.check("contrast", contrast, 0, MOST);
    Range.check("saturation", saturation, 0, MOST);
    Range.check("hue", hue, 0, 0.5);
    if (brightness + contrast + saturation + hue == 0) {
      throw new IllegalArgumentException("expected a strength above 0, received none");
    }
  }

  /** The same for brightness, contrast and saturation; the hue stays. */
  public ColourJitter(double strength) {
    this(strength, strength, strength, 0);
  }

  /** What is done this time, in order; those of strength 0 are left out. */
  public List<Adjustment> draw(Draws draws) {
    List<Adjustment> all =
        new ArrayList<>(
            List.of(
                around(Kind.BRIGHTNESS, brightness, draws),
                around(Kind.CONTRAST, contrast, draws),
                around(Kind.SATURATION, saturation, draws),
                new Adjustment(Kind.HUE, draws.uniform(-hue, hue))));
    for (int i = all.size() - 1; i > 0; i--) {
      int j = draws.below(i + 1);
      Adjustment swapped = all.get(i);
      all.set(i, all.get(j));
      all.set(j, swapped);
    }
    all.removeIf(adjustment -> adjustment.amount() == 0);
    return all;
  }

  private static Adjustment around(Kind kind, double strength, Draws draws) {
    return new Adjustment(kind, draws.uniform(Math.max(-1, -strength), strength));
  }
}
