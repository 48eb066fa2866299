package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Interpolation;
import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.net.Shape.FeatureMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what Pillow made of the same images: {@code pillow/make.py} in the test resources. */
class ResamplerTest {
  static List<String> resized() throws IOException {
    return lines("resize.txt");
  }

  static List<String> photos() throws IOException {
    return lines("photo.txt").stream().skip(1).toList();
  }

  private static List<String> lines(String name) throws IOException {
    return new String(resource(name), StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ResamplerTest.class.getResourceAsStream("pillow/" + name)) {
      return in.readAllBytes();
    }
  }

  private static Interpolation interpolation(String name) {
    return Interpolation.valueOf(name.toUpperCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("resized")
  void everyByteIsPillows(String line) {
    String[] fields = line.split(" ", -1);
    int[] sizes = Arrays.stream(fields).limit(5).mapToInt(Integer::parseInt).toArray();
    FeatureMap from = new FeatureMap(sizes[0], sizes[1], sizes[2]);
    byte[] input = HexFormat.of().parseHex(fields[6]);
    byte[] expected = HexFormat.of().parseHex(fields[7]);
    Interpolation kind = interpolation(fields[5]);
    Region all = Region.all(sizes[3], sizes[4]);
    assertThat(Resampler.resize(input, from, sizes[3], sizes[4], kind, all)).isEqualTo(expected);
  }

  /** Decoding, torchvision's Resize and its CenterCrop, with black where the image is too small. */
  @ParameterizedTest
  @MethodSource("photos")
  void aJpegIsPreparedAsTorchvisionDoes(String line) throws IOException {
    String[] fields = line.split(" ", -1);
    int crop = Integer.parseInt(fields[1]);
    Preprocessing how =
        new Preprocessing(
            Integer.parseInt(fields[0]), interpolation(fields[2]), Normalisation.IMAGENET);
    byte[] prepared =
        Decoder.decode("photo", resource("photo.jpg"), new FeatureMap(3, crop, crop), how);
    assertThat(prepared).isEqualTo(HexFormat.of().parseHex(fields[3]));
  }

  @Test
  void aJpegDecodesToPillowsPixels() throws IOException {
    String pixels = lines("photo.txt").getFirst().split(" ", -1)[3];
    assertThat(Sized.decode("photo", resource("photo.jpg"), new FeatureMap(3, 43, 59)))
        .isEqualTo(HexFormat.of().parseHex(pixels));
  }

  @Property(tries = 200)
  void constantImagesStayConstant(
      @ForAll byte value,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int newHeight,
      @ForAll @IntRange(min = 1, max = 40) int newWidth,
      @ForAll boolean cubic) {
    byte[] pixels = new byte[height * width * 3];
    Arrays.fill(pixels, value);
    byte[] resized =
        Resampler.resize(
            pixels,
            new FeatureMap(3, height, width),
            newHeight,
            newWidth,
            cubic ? Interpolation.BICUBIC : Interpolation.BILINEAR,
            Region.all(newHeight, newWidth));
    assertThat(resized).hasSize(newHeight * newWidth * 3).containsOnly(value);
  }

  @Property(tries = 200)
  void anImageOfTheWantedSizeStaysAsItIs(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll boolean cubic) {
    byte[] pixels = new byte[height * width];
    new Random(seed).nextBytes(pixels);
    assertThat(
            Resampler.resize(
                pixels,
                new FeatureMap(1, height, width),
                height,
                width,
                cubic ? Interpolation.BICUBIC : Interpolation.BILINEAR,
                Region.all(height, width)))
        .isEqualTo(pixels);
  }

  /** A region is that part of the whole; bilinear stays within what the image holds. */
  @Property(tries = 200)
  void aRegionIsAPartOfTheWhole(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int newHeight,
      @ForAll @IntRange(min = 1, max = 30) int newWidth) {
    Random random = new Random(seed);
    FeatureMap from = new FeatureMap(3, 1 + random.nextInt(30), 1 + random.nextInt(30));
    byte[] pixels = new byte[(int) from.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (50 + random.nextInt(100));
    }
    byte[] whole =
        Resampler.resize(
            pixels,
            from,
            newHeight,
            newWidth,
            Interpolation.BILINEAR,
            Region.all(newHeight, newWidth));
    for (byte value : whole) {
      assertThat(value & 0xFF).isBetween(50, 149);
    }
    int top = random.nextInt(newHeight);
    int left = random.nextInt(newWidth);
    int height = 1 + random.nextInt(newHeight - top);
    int width = 1 + random.nextInt(newWidth - left);
    byte[] part =
        Resampler.resize(
            pixels,
            from,
            newHeight,
            newWidth,
            Interpolation.BILINEAR,
            new Region(top, left, height, width));
    for (int y = 0; y < height; y++) {
      int start = ((top + y) * newWidth + left) * 3;
      assertThat(Arrays.copyOfRange(part, y * width * 3, (y + 1) * width * 3))
          .isEqualTo(Arrays.copyOfRange(whole, start, start + width * 3));
    }
  }

  /** Python rounds halves to even: int(round(0.5)) = 0, int(round(1.5)) = 2. */
  @ParameterizedTest
  @CsvSource({"256,224,16", "225,224,0", "227,224,2", "229,224,2", "10,13,-1", "10,14,-2"})
  void theCentreIsTorchvisions(int image, int crop, int offset) {
    assertThat(Region.centre(image, 9, crop, 9)).isEqualTo(new Region(offset, 0, crop, 9));
    assertThat(Region.centre(9, image, 9, crop)).isEqualTo(new Region(0, offset, 9, crop));
  }
}
