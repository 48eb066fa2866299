package convnet4j.image;

import static convnet4j.image.Encoded.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
  private static final BufferedImage GRADIENT = Encoded.gradient(40, 24);

  private static byte[] decode(byte[] encoded, int channels, int height, int width) {
    return Sized.decode("x", encoded, new FeatureMap(channels, height, width));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void givesTheVeryPixelsOfALosslessImageOfTheWantedSize(String format) {
    assertThat(decode(Encoded.encode(GRADIENT, format), 3, 24, 40))
        .isEqualTo(Encoded.pixels(GRADIENT));
  }

  @Test
  void agreesWithTheJdkOnJpegs() {
    for (byte[] jpeg :
        new byte[][] {Encoded.encode(GRADIENT, "jpg"), Encoded.progressiveJpeg(GRADIENT)}) {
      assertThat(Encoded.distance(decode(jpeg, 3, 24, 40), Encoded.reference(jpeg)))
          .isLessThanOrEqualTo(
              8); // inverse cosine transforms and chroma upsampling differ a little
    }
  }

  @Test
  void agreesWithTheJdkOnGifs() {
    byte[] gif = Encoded.encode(GRADIENT, "gif");
    assertThat(decode(gif, 3, 24, 40)).isEqualTo(Encoded.reference(gif));
  }

  @Test
  void readsLosslessWebp() {
    byte[] pixels = Encoded.pixels(GRADIENT);
    byte[] webp = webp(pixels, 24, 40);
    assertThat(decode(webp, 3, 24, 40)).isEqualTo(pixels);
  }

  private static byte[] webp(byte[] pixels, int height, int width) {
    byte[] bgr = pixels.clone();
    for (int i = 0; i < bgr.length; i += 3) {
      bgr[i] = pixels[i + 2];
      bgr[i + 2] = pixels[i];
    }
    Sized.fit(new byte[3], new FeatureMap(3, 1, 1), new FeatureMap(1, 1, 1)); // loads OpenCV
    try (PointerScope scope = new PointerScope()) {
      Mat image = new Mat(height, width, opencv_core.CV_8UC3, new BytePointer(bgr));
      BytePointer out = new BytePointer();
      opencv_imgcodecs.imencode(".webp", image, out);
      byte[] encoded = new byte[(int) out.limit()];
      out.get(encoded);
      return encoded;
    }
  }

  @Test
  void spreadsGreyOverThreeChannels() {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 7);
    grey.getRaster().setSample(1, 0, 0, 250);
    assertThat(decode(Encoded.encode(grey, "png"), 3, 1, 2))
        .isEqualTo(bytes(7, 7, 7, 250, 250, 250));
    assertThat(decode(Encoded.encode(grey, "png"), 1, 1, 2)).isEqualTo(bytes(7, 250));
  }

  @Test
  void weighsColoursIntoGrey() {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xFF0000);
    image.setRGB(1, 0, 0x00FF00);
    image.setRGB(2, 0, 0x0000FF);
    image.setRGB(3, 0, 0xFFFFFF);
    // 255 × 0.299, 0.587, 0.114
    assertThat(decode(Encoded.encode(image, "png"), 1, 1, 4)).isEqualTo(bytes(76, 150, 29, 255));
  }

  @Test
  void takesTheUpperEightOfSixteenBits() {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    int[] values = {0x0000, 0x0180, 0x7FFF, 0xFFFF};
    for (int x = 0; x < 4; x++) {
      image.getRaster().setSample(x, 0, 0, values[x]);
    }
    assertThat(decode(Encoded.encode(image, "png"), 1, 1, 4)).isEqualTo(bytes(0, 1, 0x7F, 0xFF));
  }

  @Test
  void looksUpPalettes() {
    byte[] red = bytes(10, 200);
    byte[] green = bytes(20, 100);
    byte[] blue = bytes(30, 0);
    IndexColorModel palette = new IndexColorModel(1, 2, red, green, blue);
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setSample(1, 0, 0, 1);
    assertThat(decode(Encoded.encode(image, "png"), 3, 1, 2))
        .isEqualTo(bytes(10, 20, 30, 200, 100, 0));
  }

  @Test
  void dropsAlphaAndKeepsTheColourBeneath() {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);
    image.setRGB(1, 0, 0x80102030);
    image.setRGB(2, 0, 0xFF102030);
    byte[] colour = bytes(0x10, 0x20, 0x30, 0x10, 0x20, 0x30, 0x10, 0x20, 0x30);
    assertThat(decode(Encoded.encode(image, "png"), 3, 1, 3)).isEqualTo(colour);
  }

  /** The turn that each value of the tag asks for, by its definition in the EXIF standard. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void turnsAJpegAsExifSays(int orientation) {
    byte[] jpeg = Encoded.encode(GRADIENT, "jpg");
    boolean sideways = orientation >= 5;
    int height = sideways ? 40 : 24;
    int width = sideways ? 24 : 40;
    byte[] stored = decode(jpeg, 3, 24, 40);
    byte[] expected = new byte[stored.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int fromRight = width - 1 - x;
        int fromBelow = height - 1 - y;
        int row =
            switch (orientation) {
              case 1, 2 -> y;
              case 3, 4 -> fromBelow;
              case 5, 8 -> x;
              default -> fromRight;
            };
        int column =
            switch (orientation) {
              case 1, 4 -> x;
              case 2, 3 -> fromRight;
              case 5, 6 -> y;
              default -> fromBelow;
            };
        System.arraycopy(stored, (row * 40 + column) * 3, expected, (y * width + x) * 3, 3);
      }
    }
    byte[] turned = decode(Encoded.withExif(jpeg, orientation, new byte[0]), 3, height, width);
    assertThat(turned).isEqualTo(expected);
  }

  @Test
  void shrinksByAveragingAreas() {
    // By three, because halving is the same for bilinear interpolation, which would alias here.
    byte[] pixels = bytes(0, 0, 0, 18, 0, 0, 0, 90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(Sized.fit(pixels, new FeatureMap(1, 3, 6), new FeatureMap(1, 1, 2)))
        .isEqualTo(bytes(10, 2));
  }

  @Test
  void enlargesBilinearly() {
    // Centres of the new pixels lie at -1/4, 1/4, 3/4 and 5/4 of the old ones.
    byte[] pixels = bytes(0, 100, 0, 100);
    assertThat(Sized.fit(pixels, new FeatureMap(1, 2, 2), new FeatureMap(1, 4, 4)))
        .startsWith(0, 25, 75, 100)
        .endsWith(0, 25, 75, 100);
  }

  @Test
  void cutsTheMarginsOfTheLongerSide() {
    byte[] wide = bytes(9, 1, 2, 9, 9, 3, 4, 9);
    assertThat(Sized.fit(wide, new FeatureMap(1, 2, 4), new FeatureMap(1, 2, 2)))
        .isEqualTo(bytes(1, 2, 3, 4));
    byte[] high = bytes(9, 9, 1, 2, 3, 4, 9, 9);
    assertThat(Sized.fit(high, new FeatureMap(1, 4, 2), new FeatureMap(1, 2, 2)))
        .isEqualTo(bytes(1, 2, 3, 4));
  }

  @Test
  void staysWithinTheImageForAnyProportions() {
    for (int[] sizes : new int[][] {{1, 1, 7, 3}, {1, 50, 3, 3}, {50, 1, 8, 5}, {3, 5, 5, 3}}) {
      byte[] white = new byte[sizes[0] * sizes[1]];
      Arrays.fill(white, (byte) 255);
      byte[] fitted =
          Sized.fit(
              white, new FeatureMap(1, sizes[0], sizes[1]), new FeatureMap(1, sizes[2], sizes[3]));
      assertThat(fitted).hasSize(sizes[2] * sizes[3]).containsOnly(255);
    }
  }

  @Test
  void decodesLargeJpegsAtAReducedSizeWithoutALookOfIt() {
    byte[] jpeg = Encoded.encode(Encoded.gradient(800, 640), "jpg");
    byte[] whole = Encoded.reference(jpeg);
    byte[] expected = Sized.fit(whole, new FeatureMap(3, 640, 800), new FeatureMap(3, 32, 32));
    assertThat(Encoded.distance(decode(jpeg, 3, 32, 32), expected)).isLessThanOrEqualTo(4);
  }

  @Test
  void refusesABombBeforeItGoesOff() {
    byte[] png = Encoded.encode(GRADIENT, "png");
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    assertThatThrownBy(() -> Sized.decode("cats/bomb.png", png, new FeatureMap(3, 8, 8)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cats/bomb.png")
        .hasMessageContaining("at most 134217728 pixels, received 60000×60000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "bmp", "tiff"})
  void refusesWhatOnlyTheDecoderSees(String format) {
    byte[] whole = Encoded.encode(GRADIENT, format);
    byte[] cut = Arrays.copyOf(whole, whole.length - 50);
    assertThatThrownBy(() -> Sized.decode("cats/1", cut, new FeatureMap(3, 8, 8)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("cats/1: expected a whole " + format.toUpperCase(Locale.ROOT))
        .hasMessageEndingWith("; replace it");
  }

  @Test
  void readsPortableMapsAndSeesWhenTheyAreCut() {
    byte[] pixels = Encoded.pixels(GRADIENT);
    byte[] head = "P6 40 24 255\n".getBytes(StandardCharsets.US_ASCII);
    byte[] ppm = ByteBuffer.allocate(head.length + pixels.length).put(head).put(pixels).array();
    assertThat(decode(ppm, 3, 24, 40)).isEqualTo(pixels);
    byte[] cut = Arrays.copyOf(ppm, ppm.length - 1);
    assertThatThrownBy(() -> decode(cut, 3, 24, 40)).isInstanceOf(InputException.class);
  }

  @Test
  void leavesNothingToTheGarbageCollector() {
    byte[] jpeg = Encoded.encode(GRADIENT, "jpg");
    byte[] broken = Arrays.copyOf(Encoded.encode(GRADIENT, "bmp"), 1000);
    decode(jpeg, 3, 8, 8);
    long before = Pointer.totalBytes();
    for (int i = 0; i < 50; i++) {
      decode(jpeg, 3, 8, 8);
      assertThatThrownBy(() -> decode(broken, 3, 8, 8)).isInstanceOf(InputException.class);
    }
    assertThat(Pointer.totalBytes()).isEqualTo(before);
  }
}
