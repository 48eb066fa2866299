package convnet4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.Interpolation;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.data.Preprocessing;
import convnet4j.data.Views;
import convnet4j.errors.InputException;
import convnet4j.image.ImageSource;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Precision;
import convnet4j.stats.Answer;
import convnet4j.torch.Natives;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Views and ensembles on networks small enough to compute by plain loops. */
class ViewsEvaluationTest {
  private static final int CLASSES = 3;

  /** Pixels reach the network as their value. */
  private static final Normalisation BYTES = new Normalisation(List.of(0.0), List.of(1 / 255.0));

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  /** A linear layer on all of a grey image: logits[c] = Σ w[c][y][x]·image[y][x]. */
  private static final class Linear {
    final int side;
    final float[] weights;
    final Graph graph;

    Linear(int side, long seed) {
      this.side = side;
      this.weights = random(CLASSES * side * side, 0.01f, seed);
      this.graph =
          graph(
              new FeatureMap(1, side, side),
              new Op.Flatten(),
              Layer.scope("fc", new Op.Linear(side * side, CLASSES, false)));
    }

    Map<String, HostTensor> tensors() {
      return Map.of("fc.weight", HostTensor.floats(List.of(CLASSES, side * side), weights));
    }

    /** Logits of the window of {@code image} from (top, left); the border is reflected. */
    double[] logits(int[][] image, int top, int left, boolean mirrored) {
      double[] logits = new double[CLASSES];
      for (int i = 0; i < weights.length; i++) {
        int y = top + i / side % side;
        int x = left + (mirrored ? side - 1 - i % side : i % side);
        y = y < 0 ? -y : y >= image.length ? 2 * image.length - 2 - y : y;
        x = x < 0 ? -x : x >= image[0].length ? 2 * image[0].length - 2 - x : x;
        logits[i / (side * side)] += weights[i] * image[y][x];
      }
      return logits;
    }
  }

  private static Graph graph(FeatureMap input, Layer... layers) {
    Constant zero = new Constant(0);
    return Resolver.resolve(
        new Network("toy", input, CLASSES, Layer.seq(layers), new InitScheme(zero, zero, zero)));
  }

  private static float[] random(int count, float scale, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = scale * (float) random.nextGaussian();
    }
    return values;
  }

  private static PixelSplit images(int count, int height, int width) {
    byte[] pixels = new byte[count * height * width];
    new Random(7).nextBytes(pixels);
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % CLASSES);
    return new PixelSplit(1, height, width, pixels, labels);
  }

  private static int[][] image(PixelSplit split, int index) {
    byte[] bytes = new byte[split.imageBytes()];
    split.copy(index, bytes, 0);
    int[][] image = new int[split.height()][split.width()];
    for (int i = 0; i < bytes.length; i++) {
      image[i / split.width()][i % split.width()] = bytes[i] & 0xFF;
    }
    return image;
  }

  private static Evaluation evaluate(
      Graph graph,
      Map<String, HostTensor> tensors,
      PixelSplit split,
      int resize,
      String views,
      int batchSize,
      int workers) {
    Weights weights = Weights.matching(graph, tensors, "test");
    Preprocessing how = new Preprocessing(resize, Interpolation.BILINEAR, BYTES);
    ImageSource source = ImageSource.of(split, graph.input(), how, Views.parse(views), false);
    try (Predictor predictor =
        source.fixed()
            ? Predictor.of(graph, weights, BYTES, Precision.FP32)
            : Predictor.fullyConvolutional(graph, weights, BYTES, Precision.FP32)) {
      return Evaluator.evaluate(predictor, source, batchSize, workers, done -> {});
    }
  }

  private static Evaluation evaluate(Linear net, PixelSplit split, String views) {
    int resize = Math.min(split.height(), split.width());
    return evaluate(net.graph, net.tensors(), split, resize, views, 8, 2);
  }

  private static double[] softmax(double[] logits) {
    double[] p = Arrays.stream(logits).map(Math::exp).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(e -> e / sum).toArray();
  }

  private static void add(double[] sum, double weight, double[] values) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += weight * values[c];
    }
  }

  private static void assertProbabilities(Evaluation evaluation, int image, double[] expected) {
    assertThat(evaluation.scores().probabilities(image)).containsExactly(expected, within(2e-5));
    int best = 0;
    for (int c = 1; c < expected.length; c++) {
      best = expected[c] > expected[best] ? c : best;
    }
    Answer answer = evaluation.answers().get(image);
    assertThat(answer.index()).isEqualTo(image);
    assertThat(answer.predicted()).isEqualTo(best);
    assertThat((double) answer.probability()).isCloseTo(expected[best], within(2e-5));
  }

  @Test
  void flipIsTheMeanOfTwoSoftmaxes() {
    Linear net = new Linear(5, 1);
    PixelSplit split = images(10, 5, 5);
    Evaluation evaluation = evaluate(net, split, "flip");
    double loss = 0;
    long wrong = 0;
    for (int i = 0; i < split.size(); i++) {
      double[] expected = new double[CLASSES];
      add(expected, 0.5, softmax(net.logits(image(split, i), 0, 0, false)));
      add(expected, 0.5, softmax(net.logits(image(split, i), 0, 0, true)));
      assertProbabilities(evaluation, i, expected);
      loss -= Math.log(expected[split.label(i)]) / split.size();
      wrong += evaluation.answers().get(i).predicted() == split.label(i) ? 0 : 1;
    }
    assertThat(evaluation.score().loss()).isCloseTo(loss, within(1e-4));
    assertThat(evaluation.wrong()).isEqualTo(wrong);
    assertThat(evaluation.score().top1()).isCloseTo(100.0 - 10 * wrong, within(1e-9));
  }

  @Test
  void sixIsTheSoftmaxOfTheMeanLogits() {
    Linear net = new Linear(5, 2);
    PixelSplit split = images(10, 5, 5);
    Evaluation evaluation = evaluate(net, split, "six");
    for (int i = 0; i < split.size(); i++) {
      double[] logits = new double[CLASSES];
      int[][] image = image(split, i);
      for (boolean mirrored : new boolean[] {false, true}) {
        add(logits, 0.25, net.logits(image, 0, 0, mirrored));
        add(logits, 0.125, net.logits(image, -1, -1, mirrored));
        add(logits, 0.125, net.logits(image, 1, 1, mirrored));
      }
      assertProbabilities(evaluation, i, softmax(logits));
    }
  }

  @Test
  void tenCropIsTheMeanOfTenSoftmaxes() {
    Linear net = new Linear(4, 3);
    PixelSplit split = images(7, 8, 8);
    Evaluation evaluation = evaluate(net, split, "ten-crop");
    for (int i = 0; i < split.size(); i++) {
      double[] expected = new double[CLASSES];
      for (boolean mirrored : new boolean[] {false, true}) {
        for (int[] corner : new int[][] {{0, 0}, {0, 4}, {4, 0}, {4, 4}, {2, 2}}) {
          add(expected, 0.1, softmax(net.logits(image(split, i), corner[0], corner[1], mirrored)));
        }
      }
      assertProbabilities(evaluation, i, expected);
    }
  }

  @Test
  void denseIsTheMeanOverAllWindows() {
    Linear net = new Linear(4, 4);
    PixelSplit split = images(6, 6, 9);
    Evaluation evaluation = evaluate(net, split, "dense");
    for (int i = 0; i < split.size(); i++) {
      double[] expected = new double[CLASSES];
      for (boolean mirrored : new boolean[] {false, true}) {
        double[] logits = new double[CLASSES];
        for (int window = 0; window < 3 * 6; window++) {
          add(logits, 1 / 18.0, net.logits(image(split, i), window / 6, window % 6, mirrored));
        }
        add(expected, 0.5, softmax(logits));
      }
      assertProbabilities(evaluation, i, expected);
    }
  }

  /** A convolution, a rectifier and two linear layers, slid over the image by plain loops. */
  @Test
  void denseOfAConvolutionAndLinearLayersIsTheMeanOverAllWindows() {
    Graph graph =
        graph(
            new FeatureMap(1, 4, 4),
            Layer.scope("conv", new Op.Conv(1, 2, 2, 1, 0, 1, 1, false)),
            new Op.Activation(ActivationKind.RELU),
            new Op.Flatten(),
            Layer.scope("a", new Op.Linear(18, 5, false)),
            new Op.Activation(ActivationKind.TANH),
            Layer.scope("b", new Op.Linear(5, CLASSES, false)));
    float[] conv = random(8, 0.05f, 5);
    float[] a = random(90, 0.05f, 6);
    float[] b = random(15, 0.8f, 7);
    Map<String, HostTensor> tensors = new HashMap<>();
    tensors.put("conv.weight", HostTensor.floats(List.of(2, 1, 2, 2), conv));
    tensors.put("a.weight", HostTensor.floats(List.of(5, 18), a));
    tensors.put("b.weight", HostTensor.floats(List.of(CLASSES, 5), b));
    PixelSplit split = images(3, 6, 7);
    Evaluation evaluation = evaluate(graph, tensors, split, 6, "dense", 4, 1);
    for (int i = 0; i < split.size(); i++) {
      double[] expected = new double[CLASSES];
      for (boolean mirrored : new boolean[] {false, true}) {
        double[] logits = new double[CLASSES];
        for (int window = 0; window < 3 * 4; window++) {
          add(
              logits,
              1 / 12.0,
              slid(image(split, i), window / 4, window % 4, mirrored, conv, a, b));
        }
        add(expected, 0.5, softmax(logits));
      }
      assertProbabilities(evaluation, i, expected);
    }
  }

  private static double[] slid(
      int[][] image, int top, int left, boolean mirrored, float[] conv, float[] a, float[] b) {
    double[] map = new double[18];
    for (int o = 0; o < map.length; o++) {
      for (int t = 0; t < 4; t++) {
        int y = top + o / 3 % 3 + t / 2;
        int x = left + o % 3 + t % 2;
        map[o] += conv[o / 9 * 4 + t] * image[y][mirrored ? image[0].length - 1 - x : x];
      }
      map[o] = Math.max(0, map[o]);
    }
    double[] hidden = new double[5];
    for (int i = 0; i < a.length; i++) {
      hidden[i / 18] += a[i] * map[i % 18];
    }
    double[] logits = new double[CLASSES];
    for (int i = 0; i < b.length; i++) {
      logits[i / 5] += b[i] * Math.tanh(hidden[i % 5]);
    }
    return logits;
  }

  @Test
  void multiScaleIsTheMeanOfItsScales() {
    Linear net = new Linear(4, 8);
    PixelSplit split = images(9, 6, 8);
    Evaluation both = evaluate(net, split, "multi-scale:5,7");
    Evaluation small = evaluate(net, split, "multi-scale:5");
    Evaluation large = evaluate(net, split, "multi-scale:7");
    for (int i = 0; i < split.size(); i++) {
      double[] expected = new double[CLASSES];
      add(expected, 0.5, small.scores().probabilities(i));
      add(expected, 0.5, large.scores().probabilities(i));
      assertProbabilities(both, i, expected);
    }
    Evaluation own = evaluate(net, split, "multi-scale:6");
    Evaluation dense = evaluate(net, split, "dense");
    assertThat(own.answers()).isEqualTo(dense.answers());
  }

  @Test
  void aScaleBelowTheNetworksInputIsRefusedByTheLayer() {
    Linear net = new Linear(4, 8);
    assertThatThrownBy(() -> evaluate(net, images(2, 6, 6), "multi-scale:3"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("fc: expects at least 4×4 for its window, receives 3×3");
  }

  @Test
  void resultsDoNotDependOnWorkersAndHardlyOnBatches() {
    Linear net = new Linear(4, 9);
    PixelSplit split = images(31, 6, 7);
    for (String views : List.of("center", "flip", "six", "ten-crop", "dense", "multi-scale:5,8")) {
      Evaluation one = evaluate(net.graph, net.tensors(), split, 6, views, 8, 1);
      Evaluation three = evaluate(net.graph, net.tensors(), split, 6, views, 8, 3);
      assertThat(three.answers()).isEqualTo(one.answers());
      assertThat(three.score()).isEqualTo(one.score());
      Evaluation alone = evaluate(net.graph, net.tensors(), split, 6, views, 1, 1);
      for (int i = 0; i < split.size(); i++) {
        assertThat(alone.scores().probabilities(i))
            .containsExactly(one.scores().probabilities(i), within(1e-5));
      }
    }
  }

  @Test
  void anEnsembleIsTheMeanOfProbabilities() {
    Linear first = new Linear(5, 10);
    Linear second = new Linear(3, 11);
    PixelSplit split = images(12, 5, 5);
    Evaluation a = evaluate(first, split, "center");
    // A network of another size, which sees images in another way.
    Evaluation b = evaluate(second.graph, second.tensors(), split, 5, "flip", 4, 1);
    Evaluation both = Evaluation.ensemble(List.of(a, b));
    for (int i = 0; i < split.size(); i++) {
      double[] expected = new double[CLASSES];
      add(expected, 0.5, softmax(first.logits(image(split, i), 0, 0, false)));
      add(expected, 0.25, softmax(second.logits(image(split, i), 1, 1, false)));
      add(expected, 0.25, softmax(second.logits(image(split, i), 1, 1, true)));
      assertProbabilities(both, i, expected);
    }
    assertThat(1 / both.imagesPerSecond())
        .isCloseTo(1 / a.imagesPerSecond() + 1 / b.imagesPerSecond(), within(1e-9));
  }

  @Test
  void anEnsembleOfANetworkWithItselfIsItself() {
    Linear net = new Linear(5, 12);
    Evaluation alone = evaluate(net, images(20, 5, 5), "center");
    Evaluation thrice = Evaluation.ensemble(List.of(alone, alone, alone));
    assertThat(thrice.wrong()).isEqualTo(alone.wrong());
    assertThat(thrice.score().top1()).isEqualTo(alone.score().top1());
    assertThat(thrice.score().loss()).isCloseTo(alone.score().loss(), within(1e-6));
    for (int i = 0; i < 20; i++) {
      assertProbabilities(thrice, i, alone.scores().probabilities(i));
    }
    assertThat(Evaluation.ensemble(List.of(alone))).isSameAs(alone);
  }

  @Test
  void networksThatSawOtherImagesAreNoEnsemble() {
    Linear net = new Linear(5, 12);
    Evaluation a = evaluate(net, images(20, 5, 5), "center");
    Evaluation b = evaluate(net, images(19, 5, 5), "center");
    assertThatThrownBy(() -> Evaluation.ensemble(List.of(a, b)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("ensemble: expected networks of the same classes");
  }

  @Test
  void probabilitiesThatUnderflowStillHaveALoss() {
    Graph graph = new Linear(1, 1).graph;
    HostTensor huge = HostTensor.floats(List.of(CLASSES, 1), 0, -50, -100);
    PixelSplit split = new PixelSplit(1, 1, 1, new byte[] {100}, new int[] {2});
    Evaluation evaluation = evaluate(graph, Map.of("fc.weight", huge), split, 1, "flip", 1, 1);
    assertThat(evaluation.score().loss()).isCloseTo(10_000, within(1e-3));
  }
}
