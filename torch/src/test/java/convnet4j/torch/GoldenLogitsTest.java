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
import org.junit.jupiter.params.provider.CsvSource;
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
        "vgg11_lrn",
        "vgg13_bn",
        "vgg16_c",
        "vgg16",
        "vgg16_bn",
        "vgg19_bn",
        "resnet18",
        "resnet34",
        "resnet50",
        "resnet101",
        "resnet152",
        "xception",
        "mobilenet_v1",
        "mobilenet_v2",
        "nin_cifar",
        "googlenet_cifar",
        "mobilenet_v1_cifar",
        "mobilenet_v2_cifar",
        "resnet18_cifar",
        "resnet50_cifar",
        "vgg16_bn_cifar",
        "preact_resnet18_cifar",
        "nasnet_a_mobile",
        "nasnet_a_cifar",
        "shufflenet_g3_x1_0",
        "resnet20",
        "resnet56",
        "fast94"
      })
  void logitsAreThoseOfTheReferenceImplementation(String name) throws IOException {
    float[] expected = floats(read(name + ".txt").lines().toList());
    assertClose(logits(name), expected, 1e-4, name);
  }

  /** Which each of them computes in training only; here without dropout. */
  @ParameterizedTest
  @ValueSource(strings = {"googlenet", "googlenet_paper"})
  void auxiliaryLogitsAreThoseOfTheReferenceImplementation(String name) throws IOException {
    Graph graph = Resolver.resolve(Zoo.create(name, Map.of("aux", "true")));
    List<float[]> got = outputs(graph, Fill.weights(graph));
    List<String> files = List.of(name, name + "_aux1", name + "_aux2");

    assertThat(got).hasSameSizeAs(files);
    for (int i = 0; i < files.size(); i++) {
      float[] expected = floats(read(files.get(i) + ".txt").lines().toList());
      assertClose(got.get(i), expected, 1e-4, files.get(i));
    }
  }

  /**
   * At 71×71 every strided pool of xception reads an odd side, where PyTorch ports pad as
   * TensorFlow does.
   */
  @ParameterizedTest
  @CsvSource({
    "xception_71, xception, input, 71",
    "preact_resnet164_3x3, preact_resnet164, bottleneck_stride, 3x3"
  })
  void logitsWithAnOptionAreThoseOfTheReferenceImplementation(
      String file, String name, String option, String value) throws IOException {
    Graph graph = Resolver.resolve(Zoo.create(name, Map.of(option, value)));
    float[] expected = floats(read(file + ".txt").lines().toList());
    assertClose(logits(graph, Fill.weights(graph)), expected, 1e-4, file);
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
    return outputs(graph, weights).getFirst();
  }

  private static List<float[]> outputs(Graph graph, Weights weights) {
    FeatureMap shape = graph.input();
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode();
        TorchNet net = TorchNet.inference(graph, weights, DType.F32)) {
      Tensor image =
          Tensor.create(Fill.image(shape), 1, shape.channels(), shape.height(), shape.width())
              .contiguous(MemoryFormat.ChannelsLast);
      return net.outputs(image, false).stream()
          .map(output -> Tensors.toHost(output).toFloats())
          .toList();
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
