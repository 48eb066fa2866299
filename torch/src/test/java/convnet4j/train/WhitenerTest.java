package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import convnet4j.data.Dataset;
import convnet4j.data.Datasets;
import convnet4j.data.FileSplit;
import convnet4j.data.ImageFile;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.errors.InputException;
import convnet4j.eval.Normaliser;
import convnet4j.image.Batch;
import convnet4j.image.BatchLoader;
import convnet4j.image.ImageSource;
import convnet4j.image.LoadPlan;
import convnet4j.io.Archive;
import convnet4j.io.ProgressListener;
import convnet4j.net.Initialisation.Whitening;
import convnet4j.net.ParamSpec;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.torch.Natives;
import convnet4j.torch.Tensors;
import convnet4j.weights.HostTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhitenerTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  private static ParamSpec spec(int channels, int kernel) {
    List<Integer> shape = List.of(2 * channels * kernel * kernel, channels, kernel, kernel);
    return new ParamSpec(
        "whiten.weight", shape, ParamSpec.Role.WEIGHT, new Whitening(1, 1), 1, 1, true);
  }

  private static Normalisation normalisation(int channels) {
    return new Normalisation(
        Collections.nCopies(channels, 0.45), Collections.nCopies(channels, 0.25));
  }

  private static HostTensor whitened(PixelSplit split, int kernel, Whitening how, int workers) {
    FeatureMap size = new FeatureMap(split.channels(), split.height(), split.width());
    return Whitener.weight(
        spec(split.channels(), kernel),
        how,
        ImageSource.of(split, size, false),
        normalisation(split.channels()),
        workers);
  }

  static Stream<String> values() throws IOException {
    try (InputStream in = WhitenerTest.class.getResourceAsStream("whitening/values.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    }
  }

  /** The images that whitening/reference.py draws. */
  private static PixelSplit drawn(int channels) {
    byte[] pixels = new byte[3 * 9 * 11 * channels];
    int at = 0;
    for (int i = 0; i < 3; i++) {
      for (int y = 0; y < 9; y++) {
        for (int x = 0; x < 11; x++) {
          for (int c = 0; c < channels; c++) {
            int wave = (x * x + 3 * i) * (y + 2 * c) % 31 * 5;
            pixels[at++] = (byte) ((x * 13 + y * 29 + c * 17 + i * 71 + wave) % 256);
          }
        }
      }
    }
    return new PixelSplit(channels, 9, 11, pixels, new int[3]);
  }

  @ParameterizedTest(name = "{argumentsWithNames}")
  @MethodSource("values")
  void filtersAreThoseOfTheSource(String line) {
    String[] sizes = line.substring(0, line.indexOf(':')).split(" ");
    int channels = Integer.parseInt(sizes[0]);
    int kernel = Integer.parseInt(sizes[1]);
    double[] expected =
        Arrays.stream(line.substring(line.indexOf(':') + 2).split(" "))
            .mapToDouble(Double::parseDouble)
            .toArray();
    Whitening how = new Whitening(5000, 5e-4);

    HostTensor weight = whitened(drawn(channels), kernel, how, 1);

    assertThat(weight.shape()).isEqualTo(spec(channels, kernel).shape());
    float[] got = weight.toFloats();
    assertThat(got).hasSize(2 * expected.length);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) got[i]).isCloseTo(expected[i], within(1e-5 * largest));
      assertThat(got[i + expected.length]).isEqualTo(-got[i]);
    }
  }

  private static PixelSplit random(int images, long seed) {
    byte[] pixels = new byte[images * 3 * 8 * 8];
    new Random(seed).nextBytes(pixels);
    return new PixelSplit(3, 8, 8, pixels, new int[images]);
  }

  @Test
  void theSameComesOutWhateverTheThreads() {
    Whitening how = new Whitening(101, 1e-3);
    assertThat(whitened(random(130, 1), 2, how, 1)).isEqualTo(whitened(random(130, 1), 2, how, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 19, 20, 21, 45})
  void onlyTheFirstImagesCount(int count) {
    PixelSplit all = random(60, 1);
    byte[] others = new byte[60 * 3 * 8 * 8];
    new Random(2).nextBytes(others);
    byte[] image = new byte[3 * 8 * 8];
    for (int i = 0; i < count; i++) {
      all.copy(i, image, 0);
      System.arraycopy(image, 0, others, i * image.length, image.length);
    }
    PixelSplit firstOnly = new PixelSplit(3, 8, 8, others, new int[60]);

    Whitening how = new Whitening(count, 1e-3);
    assertThat(whitened(firstOnly, 2, how, 1)).isEqualTo(whitened(all, 2, how, 1));
    Whitening more = new Whitening(count + 1, 1e-3);
    assertThat(whitened(firstOnly, 2, more, 1)).isNotEqualTo(whitened(all, 2, more, 1));
  }

  /** Three equal channels: eight of twelve directions do not vary, and nothing is divided by 0. */
  @Test
  void greyImagesInColourGiveFiniteFilters() {
    byte[] grey = new byte[50 * 8 * 8];
    new Random(4).nextBytes(grey);
    byte[] pixels = new byte[3 * grey.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = grey[i / 3];
    }
    PixelSplit split = new PixelSplit(3, 8, 8, pixels, new int[50]);

    float[] filters = whitened(split, 2, new Whitening(50, 5e-4), 1).toFloats();

    for (int row = 0; row < 24; row++) {
      double square = 0;
      for (float value : Arrays.copyOfRange(filters, row * 12, row * 12 + 12)) {
        square += value * value;
      }
      if (row % 12 < 8) {
        assertThat(Math.sqrt(square)).isCloseTo(1 / Math.sqrt(5e-4), within(0.01));
      } else {
        assertThat(Math.sqrt(square)).isBetween(0.1, 2.0);
      }
    }
  }

  @Test
  void noImageThatCanBeDecodedIsAnError(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("bad.png"), "no image");
    try (Archive archive = Archive.open(folder)) {
      ImageFile file = new ImageFile("bad.png", 0, archive.entries().getFirst());
      ImageSource source =
          ImageSource.of(new FileSplit(List.of(file)), new FeatureMap(3, 8, 8), true);
      Whitening how = new Whitening(5, 5e-4);
      assertThatThrownBy(() -> Whitener.weight(spec(3, 2), how, source, normalisation(3), 1))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("none of the files could be decoded");
    }
  }

  /**
   * λ/(λ + ε), by numpy 2.4.6 in float64 on the first 5,000 images: only directions that hardly
   * vary have much less than 1.
   */
  private static final double[] CIFAR_VARIANCES = {
    0.53317, 0.762293, 0.893066, 0.901831, 0.964843, 0.970339,
    0.991033, 0.997416, 0.998501, 0.998729, 0.999388, 0.99995
  };

  @Test
  @Tag("slow")
  void outputsOnCifarAreUncorrelatedAndOfAboutUnitVariance(@TempDir Path cache) {
    String path = shared("cifar10/cifar-10-batches-bin.tar.xz");
    Dataset cifar = Datasets.open(path, cache, true, ProgressListener.NONE);
    ImageSource images = ImageSource.of(cifar.train(), new FeatureMap(3, 32, 32), false);
    Whitening how = new Whitening(5000, 5e-4);
    HostTensor weight = Whitener.weight(spec(3, 2), how, images, Normalisation.CIFAR10, 2);

    double[][] own = moments(images, 0, 5000, weight, Normalisation.CIFAR10);
    double[][] others = moments(images, 5000, 10_000, weight, Normalisation.CIFAR10);
    for (int i = 0; i < 12; i++) {
      assertThat(own[i][i]).isCloseTo(CIFAR_VARIANCES[i], within(1e-4));
      assertThat(others[i][i]).isCloseTo(own[i][i], within(0.1)); // of other images
      for (int j = 0; j < i; j++) {
        assertThat(own[i][j]).isCloseTo(0, within(1e-4));
      }
    }
  }

  /** Means of the products of the first half of outputs, over all places of some images. */
  private static double[][] moments(
      ImageSource images, int from, int to, HostTensor weight, Normalisation normalisation) {
    int size = 500;
    LoadPlan plan = LoadPlan.inOrder(size, 1).startingAt(from / size);
    try (PointerScope scope = new PointerScope();
        Normaliser normaliser = new Normaliser(normalisation);
        BatchLoader loader = new BatchLoader(images, plan)) {
      Tensor filters = Tensors.toNative(weight).narrow(0, 0, 12);
      Tensor sum = torch.zeros(12, 12).to(ScalarType.Double);
      for (int i = from; i < to; i += size) {
        Batch batch = loader.next();
        try (PointerScope step = new PointerScope()) {
          Tensor x = normaliser.apply(batch.pixels(), size, images.shape());
          Tensor rows =
              torch.conv2d(x, filters).permute(0, 2, 3, 1).reshape(-1, 12).to(ScalarType.Double);
          sum.add_(torch.mm(rows.t(), rows));
        }
      }
      float[] flat = Tensors.toHost(sum.to(ScalarType.Float)).toFloats();
      double[][] means = new double[12][12];
      for (int i = 0; i < 144; i++) {
        means[i / 12][i % 12] = flat[i] / ((to - from) * 31.0 * 31);
      }
      return means;
    }
  }

  /** As core's SharedData, which is not in its artifact. */
  private static String shared(String path) {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve(".git")) && root.getParent() != null) {
      root = root.getParent();
    }
    String given = System.getProperty("convnet4j.shared");
    Path shared = given == null ? root.resolveSibling("shared") : Path.of(given);
    Path file = shared.resolve("data").resolve(path);
    assumeTrue(Files.exists(file), () -> "skipped: needs the shared data, not at " + file);
    return file.toString();
  }
}
