package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.BatchTransform;
import convnet4j.data.CutMix;
import convnet4j.data.Draws;
import convnet4j.data.Mixup;
import convnet4j.torch.Natives;
import convnet4j.torch.Tensors;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against plain loops over arrays [image][channel][row][column] and [image][class]. */
class BatchMixerTest {
  private static final int CHANNELS = 3;
  private static final int HEIGHT = 6;
  private static final int WIDTH = 5;
  private static final int CLASSES = 4;
  private static final int[] LABELS = {2, 0, 3, 1, 0};

  /** A batch and its labels, before or after. */
  private record Mixed(double[][][][] images, double[][] shares) {}

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  private static Mixed random(int images) {
    Random random = new Random(images);
    double[][][][] pixels = new double[images][CHANNELS][HEIGHT][WIDTH];
    double[][] shares = new double[images][CLASSES];
    for (int i = 0; i < images; i++) {
      for (double[][] channel : pixels[i]) {
        for (double[] row : channel) {
          for (int x = 0; x < WIDTH; x++) {
            row[x] = (float) random.nextGaussian();
          }
        }
      }
      shares[i][LABELS[i]] = 1;
    }
    return new Mixed(pixels, shares);
  }

  private static Mixed run(Mixed before, List<BatchTransform> transforms, Draws draws) {
    int images = before.images().length;
    float[] flat = new float[images * HEIGHT * WIDTH * CHANNELS];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) at(before.images(), i);
    }
    long[] labels = IntStream.range(0, images).mapToLong(i -> LABELS[i]).toArray();
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor =
          Tensor.create(flat, images, HEIGHT, WIDTH, CHANNELS).permute(0, 3, 1, 2); // as normalised
      Tensor shares = new BatchMixer(transforms, CLASSES).mix(tensor, Tensor.create(labels), draws);
      float[] pixels = Tensors.toHost(tensor.permute(0, 2, 3, 1)).toFloats();
      Mixed after = random(images);
      for (int i = 0; i < pixels.length; i++) {
        int column = i / CHANNELS % WIDTH;
        after
                .images()[i / (HEIGHT * WIDTH * CHANNELS)][i % CHANNELS][
                i / (CHANNELS * WIDTH) % HEIGHT][column] =
            pixels[i];
      }
      float[] rows = Tensors.toHost(shares).toFloats();
      for (int i = 0; i < rows.length; i++) {
        after.shares()[i / CLASSES][i % CLASSES] = rows[i];
      }
      return after;
    }
  }

  /** Element i of a batch that lies image by image, row by row, pixel by pixel. */
  private static double at(double[][][][] images, int i) {
    return images[i / (HEIGHT * WIDTH * CHANNELS)][i % CHANNELS][i / (CHANNELS * WIDTH) % HEIGHT][
        i / CHANNELS % WIDTH];
  }

  private static Mixed mixup(Mixed in, double own, int[] partners) {
    int images = in.images().length;
    double[][][][] pixels = new double[images][CHANNELS][HEIGHT][WIDTH];
    for (int i = 0; i < images; i++) {
      for (int c = 0; c < CHANNELS; c++) {
        for (int y = 0; y < HEIGHT; y++) {
          for (int x = 0; x < WIDTH; x++) {
            pixels[i][c][y][x] =
                own * in.images()[i][c][y][x] + (1 - own) * in.images()[partners[i]][c][y][x];
          }
        }
      }
    }
    return new Mixed(pixels, blend(in.shares(), own, partners));
  }

  private static Mixed cutMix(Mixed in, CutMix.Cut box, int[] partners) {
    int images = in.images().length;
    double[][][][] pixels = new double[images][CHANNELS][HEIGHT][WIDTH];
    int kept = 0;
    for (int i = 0; i < images; i++) {
      for (int c = 0; c < CHANNELS; c++) {
        for (int y = 0; y < HEIGHT; y++) {
          for (int x = 0; x < WIDTH; x++) {
            boolean cut =
                y >= box.top()
                    && y < box.top() + box.height()
                    && x >= box.left()
                    && x < box.left() + box.width();
            kept += cut ? 0 : 1;
            pixels[i][c][y][x] = in.images()[cut ? partners[i] : i][c][y][x];
          }
        }
      }
    }
    double own = (double) kept / (images * CHANNELS * HEIGHT * WIDTH);
    return new Mixed(pixels, blend(in.shares(), own, partners));
  }

  private static double[][] blend(double[][] shares, double own, int[] partners) {
    double[][] blended = new double[shares.length][CLASSES];
    for (int i = 0; i < shares.length; i++) {
      for (int c = 0; c < CLASSES; c++) {
        blended[i][c] = own * shares[i][c] + (1 - own) * shares[partners[i]][c];
      }
    }
    return blended;
  }

  private static void assertClose(Mixed actual, Mixed expected) {
    int elements = expected.images().length * HEIGHT * WIDTH * CHANNELS;
    for (int i = 0; i < elements; i++) {
      assertThat(at(actual.images(), i)).isCloseTo(at(expected.images(), i), within(1e-6));
    }
    for (int i = 0; i < expected.shares().length; i++) {
      assertThat(actual.shares()[i]).containsExactly(expected.shares()[i], within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void mixupBlendsPixelsAndLabelsAlike(int images) {
    Mixed before = random(images);
    for (int step = 0; step < 20; step++) {
      Draws draws = Draws.ofBatch(3, step);
      double own = new Mixup(1).share(draws);
      Mixed expected = mixup(before, own, draws.permutation(images));
      assertClose(run(before, List.of(new Mixup(1)), Draws.ofBatch(3, step)), expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void cutMixMovesABoxAndItsShareOfTheLabels(int images) {
    Mixed before = random(images);
    int moved = 0;
    for (int step = 0; step < 40; step++) {
      Draws draws = Draws.ofBatch(3, step);
      CutMix.Cut box = new CutMix(1).cut(HEIGHT, WIDTH, draws);
      moved += box.height() * box.width();
      Mixed expected = cutMix(before, box, draws.permutation(images));
      assertClose(run(before, List.of(new CutMix(1)), Draws.ofBatch(3, step)), expected);
    }
    assertThat(moved).isPositive();
  }

  @Test
  void oneAfterTheOtherMixesWhatIsMixed() {
    Mixed before = random(5);
    Draws draws = Draws.ofBatch(1, 4);
    double own = new Mixup(1).share(draws);
    Mixed mixed = mixup(before, own, draws.permutation(5));
    CutMix.Cut box = new CutMix(1).cut(HEIGHT, WIDTH, draws);
    assertThat(box.height() * box.width()).isPositive();
    Mixed expected = cutMix(mixed, box, draws.permutation(5));
    assertClose(run(before, List.of(new Mixup(1), new CutMix(1)), Draws.ofBatch(1, 4)), expected);
  }

  @Test
  void nothingToMixLeavesLabelsAsTheyAre() {
    try (PointerScope scope = new PointerScope()) {
      Tensor labels = Tensor.create(new long[] {1, 2});
      Tensor images = Tensor.create(new float[2 * CHANNELS], 2, CHANNELS, 1, 1);
      Tensor same = new BatchMixer(List.of(), CLASSES).mix(images, labels, Draws.ofBatch(0, 0));
      assertThat(same.dim()).isEqualTo(1);
      assertThat(same.scalar_type().intern()).isEqualTo(ScalarType.Long);
    }
  }
}
