package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Shape.FeatureMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of every kind that people have, against what Pillow sees in them: kinds/make.py. */
class KindsOfImagesTest {
  private static byte[] resource(String name) throws IOException {
    try (InputStream in = KindsOfImagesTest.class.getResourceAsStream("kinds/" + name)) {
      return in.readAllBytes();
    }
  }

  private record Seen(int width, int height, byte[] pixels) {
    static Seen of(String name) throws IOException {
      String[] line =
          new String(resource("pixels.txt"), StandardCharsets.US_ASCII)
              .lines()
              .map(l -> l.split(" "))
              .filter(l -> l[0].equals(name))
              .findFirst()
              .orElseThrow();
      return new Seen(
          Integer.parseInt(line[1]), Integer.parseInt(line[2]), HexFormat.of().parseHex(line[3]));
    }

    FeatureMap shape() {
      return new FeatureMap(3, height, width);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cmyk-adobe.jpg, 3",
    "cmyk.jpg, 3",
    "cmyk.tif, 1",
    "grey.jpg, 0",
    "bits.png, 0",
    "grey-alpha.png, 0",
    "alpha.webp, 0",
    "alpha.tif, 1",
    "palette-alpha.png, 0",
    "turned.png, 0",
    "turned.webp, 0",
    "turned.tif, 0",
    "animated.gif, 0",
    "animated.webp, 0",
    "animated.png, 0",
    "pages.tif, 0",
    "deep.tif, 1",
    "deep.png, 0"
  })
  void isSeenAsPillowSeesIt(String name, int tolerance) throws IOException {
    Seen seen = Seen.of(name);
    byte[] pixels = Sized.decode(name, resource(name), seen.shape());
    assertThat(Encoded.distance(pixels, seen.pixels())).isLessThanOrEqualTo(tolerance);
  }
}
