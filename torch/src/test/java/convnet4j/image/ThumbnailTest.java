package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.FileSplit;
import convnet4j.data.PixelSplit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PNG files are read by the JDK: independent of OpenCV. */
class ThumbnailTest {
  private static BufferedImage read(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aSmallImageIsShownPixelForPixel(int channels) throws IOException {
    byte[] pixels = new byte[2 * 3 * 5 * channels]; // two images, three rows of five
    new Random(4).nextBytes(pixels);
    PixelSplit split = new PixelSplit(channels, 3, 5, pixels.clone(), new int[2]);
    BufferedImage image = read(Thumbnail.png(split, 1, 112));
    assertThat(image.getWidth()).isEqualTo(5);
    assertThat(image.getHeight()).isEqualTo(3);
    for (int i = 0; i < 15; i++) {
      for (int c = 0; c < channels; c++) {
        assertThat(image.getRaster().getSample(i % 5, i / 5, c))
            .isEqualTo(pixels[(15 + i) * channels + c] & 0xFF);
      }
    }
  }

  @Test
  void aPhotographIsShrunkWholeAndKeepsItsColours() throws IOException {
    BufferedImage gradient = Encoded.gradient(300, 150);
    FileSplit split = Encoded.split(List.of(Encoded.encode(gradient, "png")), () -> {});
    BufferedImage image = read(Thumbnail.png(split, 0, 100));
    assertThat(image.getWidth()).isEqualTo(100);
    assertThat(image.getHeight()).isEqualTo(50);
    // Each pixel is the mean of three by three, the middle one's colour but for rounding.
    for (int[] at : new int[][] {{0, 0}, {10, 40}, {99, 49}}) {
      for (int c = 0; c < 3; c++) {
        assertThat(image.getRaster().getSample(at[0], at[1], c))
            .isCloseTo(gradient.getRaster().getSample(3 * at[0] + 1, 3 * at[1] + 1, c), within(2));
      }
    }
  }
}
