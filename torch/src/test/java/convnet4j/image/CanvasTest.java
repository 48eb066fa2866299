package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Draws;
import convnet4j.data.HorizontalFlip;
import convnet4j.data.RandomCrop;
import convnet4j.data.Transform;
import convnet4j.net.Shape.FeatureMap;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CanvasTest {
  private static byte[] random(FeatureMap size, long seed) {
    byte[] image = new byte[(int) size.elements()];
    new Random(seed).nextBytes(image);
    return image;
  }

  private static byte[] apply(FeatureMap size, byte[] image, List<Transform> list, Draws draws) {
    Canvas canvas = new Canvas(size);
    System.arraycopy(image, 0, canvas.pixels(), 0, image.length);
    canvas.apply(list, draws);
    return canvas.pixels();
  }

  /** Pixel by pixel, after the definition: pad with zeros, then cut out. */
  private static byte[] cropReference(FeatureMap size, byte[] image, int down, int right) {
    byte[] out = new byte[image.length];
    int c = size.channels();
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int row = y + down;
        int column = x + right;
        if (row >= 0 && row < size.height() && column >= 0 && column < size.width()) {
          for (int k = 0; k < c; k++) {
            out[(y * size.width() + x) * c + k] = image[(row * size.width() + column) * c + k];
          }
        }
      }
    }
    return out;
  }

  private static byte[] flipReference(FeatureMap size, byte[] image) {
    byte[] out = new byte[image.length];
    int c = size.channels();
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        for (int k = 0; k < c; k++) {
          int mirrored = size.width() - 1 - x;
          out[(y * size.width() + x) * c + k] = image[(y * size.width() + mirrored) * c + k];
        }
      }
    }
    return out;
  }

  @Property(tries = 300)
  void cropIsPaddingAndCutting(
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 12) int padding,
      @ForAll long seed) {
    FeatureMap size = new FeatureMap(channels, height, width);
    byte[] image = random(size, seed);
    RandomCrop crop = new RandomCrop(padding);
    Draws same = Draws.of(seed, 1, 2, 0);
    int down = crop.shift(same);
    int right = crop.shift(same);
    assertThat(apply(size, image, List.of(crop), Draws.of(seed, 1, 2, 0)))
        .isEqualTo(cropReference(size, image, down, right));
  }

  /** Back and forth between the first and the last, as often as it takes. */
  private static int bounced(int i, int size) {
    int at = 0;
    int step = 1;
    for (int k = 0; k < Math.abs(i); k++) {
      if (size == 1) {
        return 0;
      }
      if (at + step < 0 || at + step >= size) {
        step = -step;
      }
      at += step;
    }
    return at;
  }

  /** Padding may be wider than the image, where numpy's reflect goes on and PyTorch's refuses. */
  @Property(tries = 300)
  void aCropWithAReflectedBorderSeesTheImageBackAndForth(
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 30) int padding,
      @ForAll long seed) {
    FeatureMap size = new FeatureMap(channels, height, width);
    byte[] image = random(size, seed);
    RandomCrop crop = new RandomCrop(padding, RandomCrop.Border.REFLECT);
    Draws same = Draws.of(seed, 1, 2, 0);
    int down = crop.shift(same);
    int right = crop.shift(same);
    byte[] expected = new byte[image.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = bounced(y + down, height) * width + bounced(x + right, width);
        System.arraycopy(image, from * channels, expected, (y * width + x) * channels, channels);
      }
    }
    assertThat(apply(size, image, List.of(crop), Draws.of(seed, 1, 2, 0))).isEqualTo(expected);
  }

  @Property(tries = 100)
  void flipMirrorsColumnsAndKeepsChannels(
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll long seed) {
    FeatureMap size = new FeatureMap(channels, 3, width);
    byte[] image = random(size, seed);
    List<Transform> always = List.of(new HorizontalFlip(1));
    assertThat(apply(size, image, always, Draws.of(seed, 0, 0, 0)))
        .isEqualTo(flipReference(size, image));
  }

  @Property(tries = 50)
  void flipOfProbabilityZeroAndNoTransformsLeaveTheImage(@ForAll long seed) {
    FeatureMap size = new FeatureMap(3, 4, 5);
    byte[] image = random(size, seed);
    List<Transform> never = List.of(new HorizontalFlip(0));
    assertThat(apply(size, image, never, Draws.of(seed, 0, 0, 0))).isEqualTo(image);
    assertThat(apply(size, image, List.of(), Draws.of(seed, 0, 0, 0))).isEqualTo(image);
  }

  @Test
  void transformsFollowOneAnotherAndShareOneStreamOfDraws() {
    FeatureMap size = new FeatureMap(3, 6, 6);
    byte[] image = random(size, 1);
    RandomCrop crop = new RandomCrop(2);
    HorizontalFlip flip = new HorizontalFlip(0.5);
    int flipped = 0;
    for (int index = 0; index < 40; index++) {
      Draws same = Draws.of(7, 0, index, 0);
      int down = crop.shift(same);
      byte[] expected = cropReference(size, image, down, crop.shift(same));
      if (flip.flips(same)) {
        expected = flipReference(size, expected);
        flipped++;
      }
      assertThat(apply(size, image, List.of(crop, flip), Draws.of(7, 0, index, 0)))
          .isEqualTo(expected);
    }
    assertThat(flipped).isBetween(5, 35);
  }
}
