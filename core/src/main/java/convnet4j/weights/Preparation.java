package convnet4j.weights;

import convnet4j.data.Normalisation;

/**
 * How images were made ready for published weights, whose accuracy depends on it.
 *
 * @param resize what the shorter side is scaled to before the centre is cut out, in pixels
 * @param interpolation of the scaling, antialiased as Pillow does it
 * @param normalisation of the pixels
 */
public record Preparation(int resize, Interpolation interpolation, Normalisation normalisation) {
  /** How pixels between pixels are found. */
  public enum Interpolation {
    BILINEAR,
    BICUBIC
  }

  public Preparation {
    if (resize < 1) {
      throw new IllegalArgumentException("expected a side of at least 1, received " + resize);
    }
  }
}
