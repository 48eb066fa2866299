package convnet4j.image;

import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.net.Shape.FeatureMap;
import java.util.List;

/** Images brought to a size as networks are trained on them. */
final class Sized {
  private Sized() {}

  static byte[] decode(String name, byte[] encoded, FeatureMap size) {
    return Decoder.decode(name, encoded, size, covering(size));
  }

  static byte[] fit(byte[] pixels, FeatureMap from, FeatureMap to) {
    return Resizer.crop(pixels, from, to, covering(to));
  }

  private static Preprocessing covering(FeatureMap size) {
    Normalisation none = new Normalisation(List.of(0.0), List.of(1.0));
    return Preprocessing.cover(Math.min(size.height(), size.width()), none);
  }
}
