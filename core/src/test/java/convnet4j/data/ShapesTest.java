package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapesTest {
  private static final Dataset SHAPES =
      Datasets.open("shapes", Path.of("nowhere"), true, (what, done, total) -> {});

  private static final PixelSplit TRAIN = (PixelSplit) SHAPES.train();
  private static final PixelSplit TEST = (PixelSplit) SHAPES.test();

  private static byte[] image(PixelSplit split, int index) {
    byte[] image = new byte[split.imageBytes()];
    split.copy(index, image, 0);
    return image;
  }

  @Test
  void hasTenClassesAlikeInNumber() {
    assertThat(SHAPES.classes())
        .containsExactly(
            "arrow",
            "circle",
            "crescent",
            "cross",
            "heart",
            "hexagon",
            "ring",
            "square",
            "star",
            "triangle");
    assertThat(List.of(TRAIN.channels(), TRAIN.height(), TRAIN.width())).containsExactly(3, 32, 32);
    assertThat(TRAIN.size()).isEqualTo(10_000);
    assertThat(TEST.size()).isEqualTo(2_000);
    int[] counts = new int[10];
    IntStream.range(0, TEST.size()).forEach(i -> counts[TEST.label(i)]++);
    assertThat(counts).containsOnly(200);
  }

  /**
   * So that figures measured once stay comparable. The value is this generator's own, first one.
   */
  @Test
  void theImagesNeverChange() {
    CRC32 crc = new CRC32();
    for (PixelSplit split : List.of(TRAIN, TEST)) {
      IntStream.range(0, split.size()).forEach(i -> crc.update(image(split, i)));
    }
    assertThat(Long.toHexString(crc.getValue())).isEqualTo("a1d9365a");
  }

  @Test
  void noImageIsThereTwice() {
    Set<Integer> hashes = new HashSet<>();
    for (PixelSplit split : List.of(TRAIN, TEST)) {
      IntStream.range(0, split.size()).forEach(i -> hashes.add(Arrays.hashCode(image(split, i))));
    }
    // Of 12,000 random 32-bit numbers about 0.02 pairs are equal.
    assertThat(hashes).hasSizeGreaterThan(11_995);
  }

  @ParameterizedTest
  @EnumSource
  void aMirrorImageIsOfTheSameClass(Figure figure) {
    double across = 0;
    double along = 0;
    for (int i = 0; i < 2000; i++) {
      Draws draws = Draws.of(0, 0, i, 0);
      double x = draws.uniform(-1.2, 1.2);
      double y = draws.uniform(-1.2, 1.2);
      double d = figure.distance(x, y);
      across = Math.max(across, Math.abs(d - figure.distance(-x, y)));
      along = Math.max(along, Math.abs(d - figure.distance(x, -y)));
    }
    assertThat(Math.min(across, along)).isCloseTo(0, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void aFigureFillsItsCircleAndStaysInside(Figure figure) {
    double reach = 0;
    int inside = 0;
    for (int i = 0; i < 20_000; i++) {
      Draws draws = Draws.of(0, 0, i, 0);
      double x = draws.uniform(-1.2, 1.2);
      double y = draws.uniform(-1.2, 1.2);
      if (figure.distance(x, y) < 0) {
        inside++;
        reach = Math.max(reach, Math.sqrt(x * x + y * y));
      }
    }
    assertThat(reach).isBetween(0.85, 1.01);
    assertThat(inside / 20_000.0 * 1.44 * 4).isBetween(0.8, 2.8); // its area; a circle has 3.14
  }

  /** What tells a linear model nothing is what makes the set worth a convolution. */
  @Test
  void aLinearModelStaysBelow60Percent() {
    assertThat(bestOf(8, TRAIN, TEST)).isBetween(0.10, 0.60);
  }

  /** The same model, trained in the same way, learns what a linear model can. */
  @Test
  void thatLinearModelLearnsWhereThereIsSomethingLinear() {
    assertThat(bestOf(2, marked(TRAIN), marked(TEST))).isGreaterThan(0.95);
  }

  /** The best accuracy on {@code test} after any of some epochs of falling steps. */
  private static double bestOf(int epochs, PixelSplit train, PixelSplit test) {
    LinearModel model = new LinearModel(train, 10);
    double best = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      model.train(train, epoch, 1e-3 / (1 + epoch));
      best = Math.max(best, model.accuracy(test));
    }
    return best;
  }

  /** The images with three white pixels in the first row, where depends on the class. */
  private static PixelSplit marked(PixelSplit split) {
    byte[] pixels = new byte[split.size() * split.imageBytes()];
    int[] labels = new int[split.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = split.label(i);
      split.copy(i, pixels, i * split.imageBytes());
      int at = i * split.imageBytes() + labels[i] * 9;
      Arrays.fill(pixels, at, at + 9, (byte) 255);
    }
    return new PixelSplit(3, 32, 32, pixels, labels);
  }
}
