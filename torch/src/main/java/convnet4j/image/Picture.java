package convnet4j.image;

import convnet4j.net.Shape.FeatureMap;

/** Pixels of any size: H×W×C bytes. */
final class Picture {
  private final FeatureMap shape;
  private final byte[] pixels;

  Picture(FeatureMap shape, byte[] pixels) {
    this.shape = shape;
    this.pixels = pixels;
  }

  FeatureMap shape() {
    return shape;
  }

  /** The array itself. */
  byte[] pixels() {
    return pixels;
  }
}
