package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.image.Census.Size;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CensusTest {
  private static BufferedImage halves(int width, int height, int left, int right) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, i % width < width / 2 ? left : right);
    }
    return image;
  }

  /** Red: images of means 51/255 and 102/255; the squares' means by hand. */
  @Test
  void everyImageWeighsTheSame() {
    byte[] small = Encoded.encode(halves(2, 1, 0x000000, 0x660000), "png");
    byte[] large = Encoded.encode(halves(40, 30, 0x660000, 0x660000), "png");
    Census census = Census.of(Encoded.split(List.of(small, large), () -> {}), 2, done -> {});
    double mean = (0.2 + 0.4) / 2;
    double square = ((0 + 0.16) / 2 + 0.16) / 2;
    Normalisation pixels = census.pixels().orElseThrow();
    assertThat(pixels.mean().get(0)).isCloseTo(mean, within(1e-9));
    assertThat(pixels.std().get(0)).isCloseTo(Math.sqrt(square - mean * mean), within(5e-5));
    assertThat(pixels.mean().subList(1, 3)).containsExactly(0.0, 0.0);
    assertThat(pixels.std().subList(1, 3)).as("never varies").containsExactly(1.0, 1.0);
    assertThat(census.sizes())
        .containsExactly(Map.entry(new Size(2, 1), 1), Map.entry(new Size(40, 30), 1));
  }

  @Test
  void ofImagesOfOneSizeItIsThatOfAllTheirPixels() {
    byte[] pixels = new byte[50 * 8 * 6 * 3];
    new Random(3).nextBytes(pixels);
    PixelSplit inMemory = new PixelSplit(3, 8, 6, pixels, new int[50]);
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      BufferedImage image = new BufferedImage(6, 8, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < 48; p++) {
        int at = (i * 48 + p) * 3;
        image.setRGB(
            p % 6,
            p / 6,
            Encoded.rgb(pixels[at] & 255, pixels[at + 1] & 255, pixels[at + 2] & 255));
      }
      files.add(Encoded.encode(image, "png"));
    }
    Normalisation expected = Normalisation.of(inMemory);
    assertThat(Census.of(inMemory, 2, done -> {}).pixels()).contains(expected);
    assertThat(Census.of(Encoded.split(files, () -> {}), 2, done -> {}).pixels())
        .contains(expected);
  }

  @Test
  void countsSizesAsTheyAreSeenAndWhatCannotBeRead() {
    byte[] wide = Encoded.encode(Encoded.gradient(30, 20), "jpg");
    byte[] turned = Encoded.withExif(wide, 6, new byte[0]);
    byte[] small = Encoded.encode(Encoded.gradient(10, 10), "png");
    Census census =
        Census.of(
            Encoded.split(List.of(wide, turned, turned, small, Arrays.copyOf(wide, 90)), () -> {}),
            3,
            done -> {});
    assertThat(census.images()).isEqualTo(4);
    assertThat(census.unreadable()).isEqualTo(1);
    assertThat(census.sizes())
        .containsExactly(
            Map.entry(new Size(10, 10), 1),
            Map.entry(new Size(20, 30), 2),
            Map.entry(new Size(30, 20), 1));
    assertThat(census.medianSize()).isEqualTo(new Size(20, 30));
  }

  @Test
  void ofNothingReadableThereIsNoMean() {
    Census census = Census.of(Encoded.split(List.of(new byte[0]), () -> {}), 1, done -> {});
    assertThat(census.pixels()).isEmpty();
    assertThat(census.unreadable()).isEqualTo(1);
  }
}
