package convnet4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Adjustment;
import convnet4j.data.Adjustment.Kind;
import convnet4j.data.Draws;
import convnet4j.data.Elastic;
import convnet4j.data.Grayscale;
import convnet4j.data.RandomCrop;
import convnet4j.net.Shape.FeatureMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transforms against Pillow's and torchvision's values, which transforms/reference.py wrote. */
class TransformValuesTest {
  private static final int HEIGHT = 23;
  private static final int WIDTH = 25;

  /** Single precision on one side, another order of rounding on the other. */
  private static final int ROUNDED = 1;

  /** OpenCV takes places to 1/32 of a pixel: between white and the black outside, 255/32. */
  private static final int INTERPOLATED = 8;

  /** On average of all pixels, where neighbours differ by up to 13. */
  private static final double INTERPOLATED_MEAN = 0.3;

  @FunctionalInterface
  private interface Formula {
    int at(int y, int x, int c);
  }

  private static int rough(int y, int x, int c) {
    return (x * 37 + y * 101 + c * 53 + x * y * 7) % 256;
  }

  private static int dim(int y, int x, int c) {
    return 40 + rough(y, x, c) * 3 / 5;
  }

  private static int smooth(int y, int x, int c) {
    return Math.abs(((7 + 3 * c) * x + (5 + 2 * c) * y + 40 * c) % 510 - 255);
  }

  private static byte[] draw(Formula formula, int channels) {
    byte[] pixels = new byte[HEIGHT * WIDTH * channels];
    int i = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < channels; c++) {
          pixels[i++] = (byte) formula.at(y, x, c);
        }
      }
    }
    return pixels;
  }

  private static byte[] after(Formula formula, int channels, Consumer<Canvas> change) {
    try (Canvas canvas = new Canvas(new FeatureMap(channels, HEIGHT, WIDTH))) {
      byte[] drawn = draw(formula, channels);
      System.arraycopy(drawn, 0, canvas.pixels(), 0, drawn.length);
      change.accept(canvas);
      return canvas.pixels().clone();
    }
  }

  static Stream<String> lines() throws IOException {
    try (InputStream in = TransformValuesTest.class.getResourceAsStream("transforms/values.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    }
  }

  @ParameterizedTest(name = "{argumentsWithNames}")
  @MethodSource("lines")
  void valuesAreThoseOfPillowAndTorchvision(String line) {
    String[] words = line.substring(0, line.indexOf(':')).split(" ");
    byte[] expected = HexFormat.of().parseHex(line.substring(line.indexOf(':') + 2));
    byte[] actual = actual(words, expected.length / (HEIGHT * WIDTH));
    int allowed =
        switch (words[0]) {
          case "hue", "blur" -> ROUNDED;
          case "rotate", "shear", "shear-x", "shear-y", "elastic" -> INTERPOLATED;
          default -> 0;
        };
    assertThat(Encoded.distance(actual, expected)).isLessThanOrEqualTo(allowed);
    if (allowed == INTERPOLATED) {
      assertThat(mean(actual, expected)).isLessThanOrEqualTo(INTERPOLATED_MEAN);
    }
    assertThat(actual).isNotEqualTo(draw(formula(words[0]), expected.length / (HEIGHT * WIDTH)));
  }

  private static double mean(byte[] a, byte[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
    }
    return sum / a.length;
  }

  private static Formula formula(String name) {
    return switch (name) {
      case "autocontrast", "equalize" -> TransformValuesTest::dim;
      case "rotate", "shear", "shear-x", "shear-y", "translate-x", "translate-y", "elastic" ->
          TransformValuesTest::smooth;
      default -> TransformValuesTest::rough;
    };
  }

  private static byte[] actual(String[] words, int channels) {
    double first = words.length > 1 ? Double.parseDouble(words[1]) : 0;
    Consumer<Canvas> change =
        switch (words[0]) {
          case "brightness" -> adjust(Kind.BRIGHTNESS, first - 1);
          case "contrast" -> adjust(Kind.CONTRAST, first - 1);
          case "saturation" -> adjust(Kind.SATURATION, first - 1);
          case "sharpness" -> adjust(Kind.SHARPNESS, first - 1);
          case "posterize" -> adjust(Kind.POSTERIZE, first);
          case "solarize" -> adjust(Kind.SOLARIZE, first);
          case "autocontrast" -> adjust(Kind.AUTO_CONTRAST, 0);
          case "equalize" -> adjust(Kind.EQUALIZE, 0);
          case "hue" -> adjust(Kind.HUE, first);
          case "rotate" -> adjust(Kind.ROTATE, first);
          case "shear-x" -> adjust(Kind.SHEAR_X, first);
          case "shear-y" -> adjust(Kind.SHEAR_Y, first);
          case "translate-x" -> adjust(Kind.TRANSLATE_X, first);
          case "translate-y" -> adjust(Kind.TRANSLATE_Y, first);
          case "shear" -> canvas -> canvas.shear(first);
          case "blur" -> canvas -> canvas.blur((int) first, Double.parseDouble(words[2]));
          case "gray" -> canvas -> canvas.apply(List.of(new Grayscale()), Draws.of(0, 0, 0, 0));
          case "crop-reflect" -> {
            RandomCrop crop = new RandomCrop((int) first, RandomCrop.Border.REFLECT);
            int index = Integer.parseInt(words[2]);
            yield canvas -> canvas.apply(List.of(crop), Draws.of(0, 0, index, 0));
          }
          case "elastic" -> {
            Elastic elastic = new Elastic(first, Double.parseDouble(words[2]));
            yield canvas -> canvas.apply(List.of(elastic), Draws.of(5, 1, 2, 0));
          }
          default -> throw new IllegalArgumentException(words[0]);
        };
    return after(formula(words[0]), channels, change);
  }

  private static Consumer<Canvas> adjust(Kind kind, double amount) {
    return canvas -> canvas.adjust(new Adjustment(kind, amount));
  }
}
