package convnet4j.image;

import static convnet4j.image.Encoded.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Interpolation;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.data.Preprocessing;
import convnet4j.data.Views;
import convnet4j.net.Shape.FeatureMap;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images that are smaller than the input lie in the middle of black. */
class PaddingTest {
  private static final Normalisation GREY = new Normalisation(List.of(0.0), List.of(1.0));

  private static byte[] surrounded(byte[] image, int side, int input) {
    byte[] expected = new byte[input * input];
    int margin = (input - side) / 2;
    for (int y = 0; y < side; y++) {
      System.arraycopy(image, y * side, expected, (y + margin) * input + margin, side);
    }
    return expected;
  }

  @ParameterizedTest
  @EnumSource
  void pixelsOfMnistsSizeAreLeftAsTheyAreWithinAMargin(Interpolation interpolation) {
    byte[] pixels = new byte[28 * 28];
    new Random(5).nextBytes(pixels);
    Preprocessing how = new Preprocessing(28, interpolation, GREY);
    byte[] expected = surrounded(pixels, 28, 32);
    FeatureMap input = new FeatureMap(1, 32, 32);
    assertThat(Resizer.crop(pixels, new FeatureMap(1, 28, 28), input, how)).isEqualTo(expected);
    PixelSplit split = new PixelSplit(1, 28, 28, pixels, new int[1]);
    byte[] read = new byte[32 * 32];
    ImageSource.of(split, input, how, new Views.Center(), false).read(0, read);
    assertThat(read).isEqualTo(expected);
  }

  /** A digit that somebody saved as a file is seen as those of the data set were. */
  @Test
  void aFileIsBroughtToTheSameSizeAndMargin() {
    byte[] pixels = new byte[28 * 28];
    new Random(6).nextBytes(pixels);
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < pixels.length; i++) {
      int v = pixels[i] & 255;
      image.setRGB(i % 28, i / 28, Encoded.rgb(v, v, v));
    }
    Preprocessing how = Preprocessing.fit(28, 28, 32, 32, GREY);
    FeatureMap input = new FeatureMap(1, 32, 32);
    assertThat(Decoder.decode("digit.png", Encoded.encode(image, "png"), input, how))
        .isEqualTo(surrounded(pixels, 28, 32));
  }

  /** 8×4 for an input of 4×4 at a shorter side of 2: 4×2 of averages, rows above and below. */
  @Test
  void whatIsResizedKeepsItsLongerSideAsFarAsItFits() {
    byte[] pixels =
        bytes(
            10, 10, 20, 20, 30, 30, 40, 40, //
            10, 10, 20, 20, 30, 30, 40, 40, //
            50, 50, 60, 60, 70, 70, 80, 80, //
            50, 50, 60, 60, 70, 70, 80, 80);
    Preprocessing how = new Preprocessing(2, Interpolation.AREA, GREY);
    assertThat(Resizer.crop(pixels, new FeatureMap(1, 4, 8), new FeatureMap(1, 4, 4), how))
        .isEqualTo(bytes(0, 0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 0, 0, 0, 0));
  }
}
