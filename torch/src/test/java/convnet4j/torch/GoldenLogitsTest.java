package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Step;
import convnet4j.weights.DType;
import convnet4j.weights.FoldBatchNorm;
import convnet4j.weights.Weights;
import convnet4j.zoo.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logits at every network's own input size, float32, on weights and an image that a formula gives,
 * held against other implementations and against what they were before.
 */
class GoldenLogitsTest {
  private static final int KEPT = 8;

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  static List<String> names() {
    return Zoo.names();
  }

  /** How the files were made: README.md in the folder golden. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "vgg11",
        "vgg13_bn",
        "vgg16",
        "vgg16_bn",
        "vgg19_bn",
        "resnet18",
        "resnet34",
        "resnet50",
        "resnet101",
        "resnet152",
        "mobilenet_v2",
        "resnet18_cifar",
        "resnet50_cifar",
        "vgg16_bn_cifar",
        "resnet20",
        "resnet56"
      })
  void logitsAreThoseOfTheReferenceImplementation(String name) throws IOException {
    float[] expected = floats(read(name + ".txt").lines().toList());
    assertClose(logits(name), expected, 1e-4, name);
  }

  /**
   * A row is missing for a new network: add the one that the failure prints, once the network has
   * been held against something else.
   */
  @ParameterizedTest
  @MethodSource("names")
  void logitsAreWhatTheyWereAndFoldingKeepsThem(String name) throws IOException {
    Graph graph = graph(name);
    Weights weights = Fill.weights(graph);
    FoldBatchNorm.Folded folded = FoldBatchNorm.apply(graph, weights);
    assertNothingLeftToFold(folded.graph());
    float[] got = logits(graph, weights);
    assertClose(logits(folded.graph(), folded.weights()), got, 1e-4, name + " folded");
    float[] first = Arrays.copyOf(got, KEPT);
    String row = name + "," + text(first);
    List<String> rows =
        read("zoo.csv").lines().filter(line -> line.startsWith(name + ",")).toList();
    assertThat(rows).as("golden row: " + row).hasSize(1);
    List<String> fields = List.of(rows.getFirst().split(","));
    assertClose(first, floats(fields.subList(1, fields.size())), 1e-4, name);
  }

  private static void assertNothingLeftToFold(Graph graph) {
    for (Step step : graph.steps()) {
      int source = step.inputs().getFirst();
      if (step.kernel() instanceof Op.BatchNorm && source != Graph.INPUT) {
        boolean alone =
            graph.steps().stream().filter(s -> s.inputs().contains(source)).count() == 1;
        boolean behindConv = graph.steps().get(source).kernel() instanceof Op.Conv;
        assertThat(alone && behindConv).as(step.path()).isFalse();
      }
    }
  }

  private static Graph graph(String name) {
    return Resolver.resolve(Zoo.create(name, Map.of())).withoutAuxiliary();
  }

  private static float[] logits(String name) {
    Graph graph = graph(name);
    return logits(graph, Fill.weights(graph));
  }

  private static float[] logits(Graph graph, Weights weights) {
    FeatureMap shape = graph.input();
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode();
        TorchNet net = TorchNet.inference(graph, weights, DType.F32)) {
      Tensor image =
          Tensor.create(Fill.image(shape), 1, shape.channels(), shape.height(), shape.width())
              .contiguous(MemoryFormat.ChannelsLast);
      return Tensors.toHost(net.forward(image, false)).toFloats();
    }
  }

  /** Relative to the largest logit, which is what float32 rounds by. */
  private static void assertClose(float[] got, float[] expected, double relative, String what) {
    assertThat(got).as(what).hasSameSizeAs(expected);
    double largest =
        IntStream.range(0, got.length)
            .mapToDouble(i -> expected[i])
            .map(Math::abs)
            .max()
            .orElseThrow();
    assertThat(largest).as(what).isPositive().isFinite();
    for (int i = 0; i < got.length; i++) {
      assertThat(Math.abs((double) got[i] - expected[i]))
          .as("%s, logit %d: expected %s, received %s", what, i, expected[i], got[i])
          .isLessThan(relative * largest);
    }
  }

  private static String text(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> Float.toString(values[i]))
        .collect(Collectors.joining(","));
  }

  private static float[] floats(List<String> texts) {
    float[] values = new float[texts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(texts.get(i));
    }
    return values;
  }

  private static String read(String file) throws IOException {
    try (InputStream in = GoldenLogitsTest.class.getResourceAsStream("golden/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
