package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.errors.InputException;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Join;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Parallel;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Tap;
import convnet4j.weights.DType;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of step against plain loops written from its definition. */
class KernelsTest {
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.Normal(1), new Initialisation.Normal(1), new Initialisation.Normal(1));

  private final Random random = new Random(7);
  private Weights weights;
  private float[] input;
  private FeatureMap output;

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  @ParameterizedTest
  @CsvSource({
    "4, 6, 3, 1, 1, 1, 1, false",
    "4, 6, 3, 2, 1, 1, 1, true",
    "4, 6, 1, 2, 0, 1, 2, false",
    "4, 8, 3, 1, 2, 2, 4, true",
    "4, 4, 5, 3, 2, 1, 4, false"
  })
  void convolutionIsTheSumOverItsWindow(
      int in, int out, int k, int stride, int padding, int dilation, int groups, boolean bias) {
    Op.Conv conv = new Op.Conv(in, out, k, stride, padding, dilation, groups, bias);
    FeatureMap shape = new FeatureMap(in, 7, 9);
    float[] got = run(conv, shape);
    float[] w = weights.get("op.weight").toFloats();
    float[] b = bias ? weights.get("op.bias").toFloats() : new float[out];
    FeatureMap o = output;
    int perGroup = in / groups;
    for (int c = 0; c < out; c++) {
      for (int y = 0; y < o.height(); y++) {
        for (int x = 0; x < o.width(); x++) {
          double sum = b[c];
          for (int i = 0; i < perGroup; i++) {
            int channel = c / (out / groups) * perGroup + i;
            for (int ky = 0; ky < k; ky++) {
              for (int kx = 0; kx < k; kx++) {
                int iy = y * stride - padding + ky * dilation;
                int ix = x * stride - padding + kx * dilation;
                if (iy >= 0 && iy < 7 && ix >= 0 && ix < 9) {
                  sum +=
                      w[((c * perGroup + i) * k + ky) * k + kx] * input[at(shape, channel, iy, ix)];
                }
              }
            }
          }
          assertThat((double) got[at(o, c, y, x)]).isCloseTo(sum, within(1e-4));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MAX, 3, 2, 1, false, true",
    "MAX, 2, 2, 0, true, true",
    "AVERAGE, 2, 2, 0, false, true",
    "AVERAGE, 3, 2, 1, false, true",
    "AVERAGE, 3, 2, 1, false, false"
  })
  void poolingTakesTheMaximumOrTheMeanOfItsWindow(
      Op.Pool.Mode mode, int k, int stride, int padding, boolean ceil, boolean countPadding) {
    FeatureMap shape = new FeatureMap(3, 7, 7);
    Op.Pool pool = new Op.Pool(mode, k, stride, padding, ceil, countPadding);
    float[] got = run(pool, shape);
    FeatureMap o = output;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < o.height(); y++) {
        for (int x = 0; x < o.width(); x++) {
          double max = Double.NEGATIVE_INFINITY;
          double sum = 0;
          int inside = 0;
          for (int iy = y * stride - padding; iy < y * stride - padding + k; iy++) {
            for (int ix = x * stride - padding; ix < x * stride - padding + k; ix++) {
              if (iy >= 0 && iy < 7 && ix >= 0 && ix < 7) {
                max = Math.max(max, input[at(shape, c, iy, ix)]);
                sum += input[at(shape, c, iy, ix)];
                inside++;
              }
            }
          }
          double expected = mode == Op.Pool.Mode.MAX ? max : sum / (countPadding ? k * k : inside);
          assertThat((double) got[at(o, c, y, x)]).isCloseTo(expected, within(1e-5));
        }
      }
    }
  }

  @Test
  void batchNormInInferenceUsesTheRunningStatistics() {
    FeatureMap shape = new FeatureMap(5, 3, 3);
    float[] got = run(new Op.BatchNorm(5, 1e-3, 0.1), shape);
    float[] scale = weights.get("op.weight").toFloats();
    float[] shift = weights.get("op.bias").toFloats();
    float[] mean = weights.get("op.running_mean").toFloats();
    float[] variance = weights.get("op.running_var").toFloats();
    for (int i = 0; i < got.length; i++) {
      int c = i / 9;
      double expected = (input[i] - mean[c]) / Math.sqrt(variance[c] + 1e-3) * scale[c] + shift[c];
      assertThat((double) got[i]).isCloseTo(expected, within(1e-4));
    }
  }

  @Test
  void paddedShortcutTakesEverySecondPixelBetweenChannelsOfZeros() {
    FeatureMap shape = new FeatureMap(2, 5, 5);
    float[] got = run(new Op.PadShortcut(1, 2, 2), shape);
    FeatureMap o = new FeatureMap(5, 3, 3);
    assertThat(got).hasSize(45);
    for (int c = 0; c < 5; c++) {
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 3; x++) {
          float expected = c == 1 || c == 2 ? input[at(shape, c - 1, 2 * y, 2 * x)] : 0;
          assertThat(got[at(o, c, y, x)]).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "1, 1", "2, 1"})
  void aShiftDropsTheFirstRowAndColumnAndEndsOnZeros(int height, int width) {
    FeatureMap shape = new FeatureMap(2, height, width);
    float[] got = run(new Op.Shift(), shape);
    assertThat(output).isEqualTo(shape);
    for (int c = 0; c < 2; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          boolean inside = y + 1 < height && x + 1 < width;
          float expected = inside ? input[at(shape, c, y + 1, x + 1)] : 0;
          assertThat(got[at(shape, c, y, x)]).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void theGradientOfASquareIsTwiceItsRoot() {
    Layer square = Layer.product(Layer.identity(), Layer.identity());
    Layer layer = Layer.seq(square, new Op.Flatten());
    Graph graph = Resolver.resolve(new Network("test", new FeatureMap(3, 1, 1), 3, layer, INIT));
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.initialised(graph, 0)) {
      Tensor images = Tensor.create(new float[] {-1, 2, 3}, 1, 3, 1, 1);
      images.set_requires_grad(true);
      Tensor squares = net.forward(images, true);
      assertThat(Tensors.toHost(squares.detach()).toFloats()).containsExactly(1, 4, 9);
      squares.sum().backward();
      assertThat(Tensors.toHost(images.grad()).toFloats()).containsExactly(-2, 4, 6);
    }
  }

  @Test
  void theGradientOfAShiftIsZeroWhereItDrops() {
    Layer layer = Layer.seq(new Op.Shift(), new Op.Flatten());
    Graph graph = Resolver.resolve(new Network("test", new FeatureMap(1, 2, 3), 6, layer, INIT));
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.initialised(graph, 0)) {
      Tensor images = Tensor.create(new float[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3);
      images.set_requires_grad(true);
      Tensor weights = Tensor.create(new float[] {10, 20, 30, 40, 50, 60}, 1, 6);
      net.forward(images, true).mul(weights).sum().backward();
      assertThat(Tensors.toHost(images.grad()).toFloats()).containsExactly(0, 0, 0, 0, 10, 20);
    }
  }

  @ParameterizedTest
  @EnumSource(ActivationKind.class)
  void activationsAreThoseOfTheirDefinitions(ActivationKind kind) {
    DoubleUnaryOperator expected =
        switch (kind) {
          case RELU -> x -> Math.max(x, 0);
          case RELU6 -> x -> Math.min(Math.max(x, 0), 6);
          case LEAKY_RELU -> x -> x < 0 ? 0.01 * x : x;
          case ELU -> x -> x < 0 ? Math.expm1(x) : x;
          case TANH -> Math::tanh;
          case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
          // Φ by the series of erf, which converges fast enough for |x| < 10.
          case GELU -> x -> x * 0.5 * (1 + erf(x / Math.sqrt(2)));
          case SILU -> x -> x / (1 + Math.exp(-x));
        };
    // libtorch hands gelu to oneDNN, whose erf is an approximation.
    double tolerance = kind == ActivationKind.GELU ? 4e-3 : 2e-5;
    FeatureMap shape = new FeatureMap(2, 8, 8);
    float[] alone = run(new Op.Activation(kind), shape);
    for (int i = 0; i < alone.length; i++) {
      assertThat((double) alone[i]).isCloseTo(expected.applyAsDouble(input[i]), within(tolerance));
    }
    // Behind a sum nothing else reads the input, so it is overwritten: the values are the same.
    Layer doubled =
        Layer.seq(Layer.sum(Layer.identity(), Layer.identity()), new Op.Activation(kind));
    float[] inPlace = run(doubled, shape);
    for (int i = 0; i < inPlace.length; i++) {
      assertThat((double) inPlace[i])
          .isCloseTo(expected.applyAsDouble(2 * input[i]), within(tolerance));
    }
  }

  @Test
  void joinsAddMultiplyAndConcatenateWithoutTouchingTheirInput() {
    FeatureMap shape = new FeatureMap(2, 3, 3);
    Layer relu = new Op.Activation(ActivationKind.RELU);
    float[] sum = run(new Parallel(Join.SUM, List.of(relu, Layer.identity(), relu)), shape);
    for (int i = 0; i < 18; i++) {
      assertThat(sum[i]).isCloseTo(2 * Math.max(input[i], 0) + input[i], within(1e-6f));
    }
    float[] product = run(new Parallel(Join.PRODUCT, List.of(relu, Layer.identity())), shape);
    for (int i = 0; i < 18; i++) {
      assertThat(product[i]).isCloseTo(Math.max(input[i], 0) * input[i], within(1e-6f));
    }
    float[] both = run(new Parallel(Join.CONCAT, List.of(Layer.identity(), relu)), shape);
    for (int i = 0; i < 18; i++) {
      assertThat(both[i]).isEqualTo(input[i]);
      assertThat(both[18 + i]).isEqualTo(Math.max(input[i], 0));
    }
  }

  @Test
  void linearReadsChannelsOutermost() {
    FeatureMap shape = new FeatureMap(2, 2, 3);
    Layer head = Layer.seq(new Op.Flatten(), Layer.scope("op", new Op.Linear(12, 4, true)));
    float[] got = run(head, shape, 4);
    float[] w = weights.get("op.weight").toFloats();
    float[] b = weights.get("op.bias").toFloats();
    for (int o = 0; o < 4; o++) {
      double sum = b[o];
      for (int i = 0; i < 12; i++) {
        sum += w[o * 12 + i] * input[i];
      }
      assertThat((double) got[o]).isCloseTo(sum, within(1e-4));
    }
  }

  @Test
  void globalAveragePoolingIsTheMeanOfEveryChannel() {
    FeatureMap shape = new FeatureMap(3, 4, 5);
    float[] got = run(new Op.AdaptiveAvgPool(1, 1), shape);
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      for (int i = 0; i < 20; i++) {
        sum += input[c * 20 + i];
      }
      assertThat((double) got[c]).isCloseTo(sum / 20, within(1e-5));
    }
  }

  @Test
  void localResponseNormDividesByTheSquaresOfTheChannelsAround() {
    FeatureMap shape = new FeatureMap(7, 2, 3);
    float[] got = run(new Op.LocalResponseNorm(5, 0.5, 0.75, 2), shape);
    for (int c = 0; c < 7; c++) {
      for (int p = 0; p < 6; p++) {
        double squares = 0;
        for (int other = Math.max(0, c - 2); other <= Math.min(6, c + 2); other++) {
          squares += input[other * 6 + p] * input[other * 6 + p];
        }
        double expected = input[c * 6 + p] / Math.pow(2 + 0.5 / 5 * squares, 0.75);
        assertThat((double) got[c * 6 + p]).isCloseTo(expected, within(1e-5));
      }
    }
  }

  /** Networks with it are evaluated in bfloat16 where processors are fast at that. */
  @Test
  void localResponseNormTakesAndGivesBfloat16() {
    float[] values = {1, -2, 4, 0.5f, 8};
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode()) {
      Tensor x = Tensor.create(values, 1, 5, 1, 1).to(ScalarType.BFloat16);

      Tensor y = Kernels.run(new Op.LocalResponseNorm(3, 3, 1, 1), x, null, false, false);

      assertThat(y.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      // x / (1 + the squares of a channel and its neighbours): 1/6, -2/22, 4/21.25, .5/81.25,
      // 8/65.25
      float[] expected = {0.166667f, -0.090909f, 0.188235f, 0.0061538f, 0.122605f};
      // Half of a bfloat16's last bit.
      assertThat(Tensors.toHost(y.to(ScalarType.Float)).toFloats())
          .usingComparatorWithPrecision(1 / 512f)
          .containsExactly(expected);
    }
  }

  @Test
  void channelShuffleDealsEveryGroupOutOverAllGroups() {
    FeatureMap shape = new FeatureMap(6, 2, 2);
    float[] got = run(new Op.ChannelShuffle(3), shape);
    // Groups (0 1) (2 3) (4 5) become 0 2 4 1 3 5.
    int[] from = {0, 2, 4, 1, 3, 5};
    for (int c = 0; c < 6; c++) {
      for (int p = 0; p < 4; p++) {
        assertThat(got[c * 4 + p]).isEqualTo(input[from[c] * 4 + p]);
      }
    }
  }

  @Test
  void theGradientOfAChannelShuffleGoesBackToWhereTheChannelsCameFrom() {
    Layer layer = Layer.seq(new Op.ChannelShuffle(2), new Op.Flatten());
    Graph graph = Resolver.resolve(new Network("test", new FeatureMap(4, 1, 1), 4, layer, INIT));
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.initialised(graph, 0)) {
      Tensor images = Tensor.create(new float[] {1, 2, 3, 4}, 1, 4, 1, 1);
      images.set_requires_grad(true);
      Tensor weights = Tensor.create(new float[] {10, 20, 30, 40}, 1, 4);
      net.forward(images, true).mul(weights).sum().backward();
      // Channels 0 2 1 3 arrive.
      assertThat(Tensors.toHost(images.grad()).toFloats()).containsExactly(10, 30, 20, 40);
    }
  }

  @Test
  void aTapIsTheIdentityOnTheMainPathAndASecondOutput() {
    FeatureMap shape = new FeatureMap(2, 1, 1);
    Layer head = Layer.seq(new Op.Flatten(), Layer.scope("fc", new Op.Linear(2, 2, true)));
    Layer layer = Layer.seq(new Tap("aux", head, 0.3), new Op.Flatten());
    Graph graph = Resolver.resolve(new Network("test", shape, 2, layer, INIT));
    Weights set =
        Weights.matching(
            graph,
            Map.of(
                "aux.fc.weight", HostTensor.floats(List.of(2, 2), 1, 2, 3, 4),
                "aux.fc.bias", HostTensor.floats(List.of(2), 0.5f, -0.5f)),
            "test");
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.trainable(graph, set)) {
      Tensor images = Tensor.create(new float[] {1, 10}, 1, 2, 1, 1);
      List<Tensor> outputs = net.outputs(images, true);
      assertThat(outputs).hasSize(2);
      assertThat(Tensors.toHost(outputs.get(0)).toFloats()).containsExactly(1, 10);
      assertThat(Tensors.toHost(outputs.get(1)).toFloats()).containsExactly(21.5f, 42.5f);
    }
  }

  @Test
  void dropoutDoesNothingInInference() {
    float[] got = run(new Op.Dropout(0.5), new FeatureMap(2, 4, 4));
    assertThat(got).isEqualTo(input);
  }

  /** Runs one random image through {@code layer}; keeps image, weights and shape to compare. */
  private float[] run(Layer layer, FeatureMap shape) {
    Layer flat = Layer.seq(Layer.scope("op", layer), new Op.Flatten());
    return run(flat, shape, elements(layer, shape));
  }

  private int elements(Layer layer, FeatureMap shape) {
    // Behind the layer, a pooling to 1×1 makes a network whose logits are the layer's channels.
    Layer probe =
        Layer.seq(Layer.scope("op", layer), new Op.AdaptiveAvgPool(1, 1), new Op.Flatten());
    for (int channels = 1; ; channels++) {
      try {
        Graph graph = Resolver.resolve(new Network("probe", shape, channels, probe, INIT));
        output = (FeatureMap) graph.steps().get(graph.steps().size() - 3).output();
        return (int) output.elements();
      } catch (InputException e) {
        assertThat(channels).as(e.getMessage()).isLessThan(100);
      }
    }
  }

  private float[] run(Layer layer, FeatureMap shape, int classes) {
    Graph graph = Resolver.resolve(new Network("test", shape, classes, layer, INIT));
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (ParamSpec spec : graph.params()) {
      tensors.put(spec.name(), drawn(spec));
    }
    weights = Weights.matching(graph, tensors, "test");
    input = floats((int) shape.elements(), 2);
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode();
        TorchNet net = TorchNet.inference(graph, weights, DType.F32)) {
      float[] before = input.clone();
      Tensor images =
          Tensor.create(input, 1, shape.channels(), shape.height(), shape.width())
              .contiguous(MemoryFormat.ChannelsLast);
      float[] out = Tensors.toHost(net.forward(images, false)).toFloats();
      assertThat(Tensors.toHost(images).toFloats()).isEqualTo(before);
      return out;
    }
  }

  private HostTensor drawn(ParamSpec spec) {
    if (spec.shape().isEmpty()) {
      return HostTensor.longs(spec.shape(), 3);
    }
    float[] values = floats((int) spec.elements(), 1);
    if (spec.name().endsWith("running_var")) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.abs(values[i]) + 0.1f;
      }
    }
    return HostTensor.floats(spec.shape(), values);
  }

  private float[] floats(int count, double scale) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return values;
  }

  private static int at(Shape shape, int c, int y, int x) {
    FeatureMap m = (FeatureMap) shape;
    return (c * m.height() + y) * m.width() + x;
  }

  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
}
