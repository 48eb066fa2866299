package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Padding;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.weights.DType;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TensorFlow's "SAME" padding by hand, and against plain loops. */
class SamePaddingTest {
  private static final InitScheme INIT =
      new InitScheme(new Constant(0), new Constant(0), new Constant(0));

  /**
   *
   *
   * <pre>
   *  1  2  3  4  5
   *  6  7  8  9 10
   * 11 12 13 14 15
   * 16 17 18 19 20
   * </pre>
   *
   * With windows of 3 and stride 2, four rows are padded at the end: windows on rows 0 to 2, and 2
   * and 3. Five columns are padded on both ends: columns 0 and 1, 1 to 3, 3 and 4.
   */
  private static final float[] COUNTED = counted();

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  @Test
  void aConvolutionSumsWhatIsInItsWindows() {
    Op.Conv conv = Op.Conv.depthwise(1, 3, 2, Padding.SAME);
    assertThat(run(conv, ones(9), COUNTED, 4, 5)).containsExactly(39, 72, 57, 56, 93, 68);
  }

  /** The first weight reads the row and column before the window's middle. */
  @Test
  void theTapsOfAConvolutionAreWhereTensorFlowPutsThem() {
    Op.Conv conv = Op.Conv.depthwise(1, 3, 2, Padding.SAME);
    float[] first = {1, 0, 0, 0, 0, 0, 0, 0, 0};
    float[] last = {0, 0, 0, 0, 0, 0, 0, 0, 1};
    assertThat(run(conv, first, COUNTED, 4, 5)).containsExactly(0, 2, 4, 0, 12, 14);
    assertThat(run(conv, last, COUNTED, 4, 5)).containsExactly(12, 14, 0, 0, 0, 0);
  }

  @Test
  void anAverageDividesByWhatIsInItsWindowAlone() {
    Op.Pool pool = Op.Pool.same(Op.Pool.Mode.AVERAGE, 3, 2);
    assertThat(run(pool, null, COUNTED, 4, 5)).containsExactly(6.5f, 8, 9.5f, 14, 15.5f, 17);
  }

  @Test
  void aMaximumIsNeverOfThePadding() {
    float[] negative = new float[20];
    for (int i = 0; i < 20; i++) {
      negative[i] = -COUNTED[i];
    }
    Op.Pool pool = Op.Pool.same(Op.Pool.Mode.MAX, 3, 2);
    assertThat(run(pool, null, COUNTED, 4, 5)).containsExactly(12, 14, 15, 17, 19, 20);
    assertThat(run(pool, null, negative, 4, 5)).containsExactly(-1, -2, -4, -11, -12, -14);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 8, 3, 2",
    "8, 8, 5, 2",
    "9, 12, 7, 2",
    "10, 7, 3, 1",
    "10, 9, 3, 3",
    "11, 10, 4, 3",
    "7, 6, 1, 2",
    "1, 2, 3, 2",
    "2, 1, 7, 2",
    "3, 2, 5, 1",
    "9, 10, 2, 5"
  })
  void everyWindowIsThatOfPlainLoops(int height, int width, int kernel, int stride) {
    Random random = new Random(5);
    float[] image = gaussian(random, height * width);
    float[] weight = gaussian(random, kernel * kernel);
    int top = before(height, kernel, stride);
    int left = before(width, kernel, stride);
    int columns = Math.ceilDiv(width, stride);
    int count = Math.ceilDiv(height, stride) * columns;
    double[] sums = new double[count];
    double[] means = new double[count];
    double[] maxima = new double[count];
    for (int i = 0; i < count; i++) {
      int inside = 0;
      maxima[i] = Double.NEGATIVE_INFINITY;
      for (int tap = 0; tap < kernel * kernel; tap++) {
        int y = i / columns * stride - top + tap / kernel;
        int x = i % columns * stride - left + tap % kernel;
        if (y >= 0 && y < height && x >= 0 && x < width) {
          float value = image[y * width + x];
          sums[i] += weight[tap] * value;
          means[i] += value;
          maxima[i] = Math.max(maxima[i], value);
          inside++;
        }
      }
      means[i] /= inside;
    }

    Op.Conv conv = Op.Conv.depthwise(1, kernel, stride, Padding.SAME);
    assertClose(run(conv, weight, image, height, width), sums);
    assertClose(
        run(Op.Pool.same(Op.Pool.Mode.AVERAGE, kernel, stride), null, image, height, width), means);
    assertClose(
        run(Op.Pool.same(Op.Pool.Mode.MAX, kernel, stride), null, image, height, width), maxima);
  }

  /** As TensorFlow's documentation has it. */
  private static int before(int size, int kernel, int stride) {
    int along = size % stride == 0 ? kernel - stride : kernel - size % stride;
    return Math.max(along, 0) / 2;
  }

  private static void assertClose(float[] got, double[] expected) {
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.length; i++) {
      assertThat((double) got[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  /** What {@code op} makes of one channel. */
  private static float[] run(Op op, float[] weight, float[] image, int height, int width) {
    FeatureMap shape = new FeatureMap(1, height, width);
    Layer layer = Layer.seq(Layer.scope("op", op), new Op.Flatten());
    int stride =
        switch (op) {
          case Op.Conv c -> c.stride();
          case Op.Pool p -> p.stride();
          default -> throw new AssertionError(op);
        };
    int elements = Math.ceilDiv(height, stride) * Math.ceilDiv(width, stride);
    Graph graph = Resolver.resolve(new Network("test", shape, elements, layer, INIT));
    Map<String, HostTensor> tensors =
        weight == null
            ? Map.of()
            : Map.of("op.weight", HostTensor.floats(graph.params().getFirst().shape(), weight));
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode();
        TorchNet net =
            TorchNet.inference(graph, Weights.matching(graph, tensors, "test"), DType.F32)) {
      Tensor images =
          Tensor.create(image, 1, 1, height, width).contiguous(MemoryFormat.ChannelsLast);
      return Tensors.toHost(net.forward(images, false)).toFloats();
    }
  }

  private static float[] counted() {
    float[] values = new float[20];
    IntStream.range(0, 20).forEach(i -> values[i] = i + 1);
    return values;
  }

  private static float[] ones(int count) {
    float[] values = new float[count];
    Arrays.fill(values, 1);
    return values;
  }

  private static float[] gaussian(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
