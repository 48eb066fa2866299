package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.Dataset;
import convnet4j.data.FileSplit;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.image.Verification.Exact;
import convnet4j.image.Verification.Misnamed;
import convnet4j.image.Verification.Near;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VerificationTest {
  /** A picture of its own for each number: overlapping discs in colours. */
  private static BufferedImage picture(int number) {
    Random random = new Random(number);
    BufferedImage image = new BufferedImage(96, 80, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 25; i++) {
      graphics.setColor(new java.awt.Color(random.nextInt(1 << 24)));
      int size = 8 + random.nextInt(60);
      graphics.fillOval(random.nextInt(96) - 20, random.nextInt(80) - 20, size, size);
    }
    graphics.dispose();
    return image;
  }

  private static BufferedImage scaled(BufferedImage image, int width, int height) {
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return scaled;
  }

  private static byte[] png(int number) {
    return Encoded.encode(picture(number), "png");
  }

  /** Labels are those of the places, modulo 2. */
  private static FileSplit split(Map<String, byte[]> files) {
    return Encoded.split(files);
  }

  private static Dataset dataset(Map<String, byte[]> train, Map<String, byte[]> test) {
    return new Dataset("d", List.of("a", "b"), split(train), split(test), Normalisation.IMAGENET);
  }

  private static Verification verify(Dataset dataset, int threads) {
    return Verification.of(dataset, 0.9, threads, (what, done, total) -> {});
  }

  private static Map<String, byte[]> files(int from, int to) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      files.put("a/" + i + ".png", png(i));
    }
    return files;
  }

  @Test
  void imagesThatAreAllDifferentAndWholeAreClean() {
    Verification found = verify(dataset(files(0, 150), files(150, 200)), 2);
    assertThat(found.clean()).isTrue();
    assertThat(found.near()).isEmpty();
  }

  @Test
  void findsTestImagesThatAreTrainedOnExactlyWhateverTheFile() {
    Map<String, byte[]> train = files(0, 20);
    train.put("again.bmp", Encoded.encode(picture(3), "bmp"));
    Map<String, byte[]> test = new LinkedHashMap<>();
    test.put("new.png", png(100));
    test.put("same.png", png(3));
    test.put("pixels.bmp", Encoded.encode(picture(5), "bmp"));
    Verification found = verify(dataset(train, test), 2);
    assertThat(found.exact()).containsExactly(new Exact(1, 3, 2, true), new Exact(2, 5, 1, false));
    assertThat(found.near()).as("what is exact is not near as well").isEmpty();
    assertThat(found.clean()).isFalse();
  }

  @Test
  void findsImagesThatWereRecompressedResizedOrMadeBrighter() {
    Map<String, byte[]> test = new LinkedHashMap<>();
    test.put("recompressed.jpg", Encoded.encode(picture(2), "jpg"));
    test.put("larger.png", Encoded.encode(scaled(picture(4), 288, 240), "png"));
    test.put("smaller.jpg", Encoded.encode(scaled(picture(6), 60, 50), "jpg"));
    BufferedImage brighter = picture(8);
    for (int i = 0; i < 96 * 80; i++) {
      java.awt.Color c = new java.awt.Color(brighter.getRGB(i % 96, i / 96));
      int rgb = Encoded.rgb(lighter(c.getRed()), lighter(c.getGreen()), lighter(c.getBlue()));
      brighter.setRGB(i % 96, i / 96, rgb);
    }
    test.put("brighter.png", Encoded.encode(brighter, "png"));
    test.put("other.png", png(101));
    Verification found = verify(dataset(files(0, 40), test), 2);
    assertThat(found.near()).extracting(Near::test).containsExactly(0, 1, 2, 3);
    assertThat(found.near()).extracting(Near::train).containsExactly(2, 4, 6, 8);
    assertThat(found.near())
        .allMatch(near -> near.bits() <= Verification.RADIUS && near.similarity() > 0.9);
    assertThat(found.exact()).isEmpty();
    assertThat(Verification.of(dataset(files(0, 40), test), 2, 1, (w, d, t) -> {}).near())
        .as("not asked for")
        .isEmpty();
  }

  private static int lighter(int value) {
    return 60 + value * 3 / 4;
  }

  @Test
  void namesBrokenFilesAndThoseOfAnotherFormat() {
    Map<String, byte[]> train = files(0, 5);
    train.put("a/cut.png", Arrays.copyOf(png(50), 400));
    train.put("a/empty.jpg", new byte[0]);
    train.put("a/really.JPG", png(51));
    train.put("a/none", png(52));
    Map<String, byte[]> test = files(60, 63);
    test.put("b/text.png", "not an image".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    test.put("b/jpeg.gif", Encoded.encode(picture(53), "jpg"));
    test.put("b/good.jpeg", Encoded.encode(picture(54), "jpg"));
    Verification found = verify(dataset(train, test), 2);
    assertThat(found.train().broken()).extracting(Verification.Broken::index).containsExactly(5, 6);
    assertThat(found.train().broken())
        .extracting(Verification.Broken::problem)
        .containsExactly(
            "a/cut.png: expected a whole PNG, received one cut short after 400 bytes; replace it",
            "a/empty.jpg: expected an image, received an empty file; replace it");
    assertThat(found.train().misnamed()).containsExactly(new Misnamed(7, "JPEG", "PNG"));
    assertThat(found.test().broken()).extracting(Verification.Broken::index).containsExactly(3);
    assertThat(found.test().misnamed()).containsExactly(new Misnamed(4, "GIF", "JPEG"));
    assertThat(found.clean()).isFalse();
  }

  @Test
  void findsTheSameWhateverTheNumberOfThreads() {
    Map<String, byte[]> test = files(10, 30);
    test.replaceAll((path, png) -> path.endsWith("5.png") ? png : jpegOf(path));
    Dataset dataset = dataset(files(0, 200), test);
    Verification one = verify(dataset, 1);
    assertThat(one.exact()).hasSize(2);
    assertThat(one.near()).hasSize(18);
    assertThat(verify(dataset, 5)).isEqualTo(one);
  }

  private static byte[] jpegOf(String path) {
    return Encoded.encode(picture(Integer.parseInt(path.replaceAll("\\D", ""))), "jpg");
  }

  @Test
  void comparesPixelsThatAreHeldInMemory() {
    byte[] train = new byte[3 * 40 * 40];
    new Random(1).nextBytes(train);
    byte[] test = new byte[2 * 40 * 40];
    System.arraycopy(train, 40 * 40, test, 0, 40 * 40);
    System.arraycopy(train, 2 * 40 * 40, test, 40 * 40, 40 * 40);
    test[40 * 40 + 7] ^= 1;
    Dataset dataset =
        new Dataset(
            "d",
            List.of("a", "b"),
            new PixelSplit(1, 40, 40, train, new int[3]),
            new PixelSplit(1, 40, 40, test, new int[2]),
            new Normalisation(List.of(0.0), List.of(1.0)));
    Verification found = verify(dataset, 2);
    assertThat(found.exact()).containsExactly(new Exact(0, 1, 1, false));
    assertThat(found.near()).hasSize(1);
    assertThat(found.near().getFirst().train()).isEqualTo(2);
    assertThat(found.near().getFirst().similarity()).isCloseTo(1, within(1e-3));
  }

  @Test
  void imagesOfOneColourAreNoNeighboursOfEachOther() {
    Map<String, byte[]> test = new LinkedHashMap<>();
    test.put("grey.png", flat(0x808080));
    Map<String, byte[]> train = new LinkedHashMap<>();
    train.put("red.png", flat(0xFF0000));
    train.put("grey.png", flat(0x818181));
    assertThat(verify(dataset(train, test), 1).clean()).isTrue();
  }

  private static byte[] flat(int rgb) {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1600; i++) {
      image.setRGB(i % 40, i / 40, rgb);
    }
    return Encoded.encode(image, "png");
  }

  /** (1,2,3,4) and (2,4,6,9): covariance 11.5, variances 5 and 26.75, by hand. */
  @Test
  void resemblanceIsPearsonsCorrelation() {
    assertThat(Resemblance.of(Encoded.bytes(1, 2, 3, 4), Encoded.bytes(2, 4, 6, 9)))
        .isCloseTo(11.5 / Math.sqrt(5 * 26.75), within(1e-12));
    assertThat(Resemblance.of(Encoded.bytes(0, 255), Encoded.bytes(255, 0))).isEqualTo(-1);
    assertThat(Resemblance.of(Encoded.bytes(7, 7), Encoded.bytes(0, 1))).isNaN();
  }

  @Test
  void tellsHowFarItIsToTheEnd() {
    List<String> heard = new ArrayList<>();
    Dataset dataset = dataset(files(0, 70), files(80, 90));
    Verification.of(
        dataset, 0.9, 1, (what, done, total) -> heard.add(what + " " + done + "/" + total));
    assertThat(heard)
        .containsExactly(
            "training images 64/70",
            "training images 70/70",
            "test images 10/10",
            "comparing 10/10");
  }
}
