package convnet4j.torch;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.weights.DType;
import convnet4j.weights.FullyConvolutional;
import convnet4j.weights.FullyConvolutional.Converted;
import convnet4j.weights.Weights;
import convnet4j.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As a convolution, a network gives the same logits for images of its own size. */
class FullyConvolutionalNetworksTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  /** VGG's head behind an adaptive pool of 3×3: smaller, equal and larger maps come to it. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6, 8, 10, 14})
  void aHeadLikeVggsGivesTheSameLogits(int side) {
    InitScheme init =
        new InitScheme(
            new Initialisation.GlorotUniform(),
            new Initialisation.GlorotUniform(),
            new Constant(0.1));
    Op.Activation relu = new Op.Activation(ActivationKind.RELU);
    Graph graph =
        Resolver.resolve(
            new Network(
                "small-vgg",
                new FeatureMap(3, side, side),
                6,
                seq(
                    scope("conv", new Op.Conv(3, 8, 3, 1, 1, 1, 1, true)),
                    relu,
                    Op.Pool.max(2, 2, 0),
                    scope("avgpool", new Op.AdaptiveAvgPool(3, 3)),
                    new Op.Flatten(),
                    scope("0", new Op.Linear(72, 10, true)),
                    relu,
                    new Op.Dropout(0.5),
                    scope("3", new Op.Linear(10, 6, true))),
                init));
    assertSameLogits(graph);
  }

  /** All but the largest of their kind, which differ from the others in length alone. */
  static List<String> networks() {
    return Zoo.names().stream()
        .filter(name -> !name.matches("vgg(13|16|19).*|.*(110|164|1001|1202)"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aNetworkOfTheZooGivesTheSameLogits(String name) {
    int own = Zoo.entry(name).input().height();
    String side = Integer.toString(own > 96 ? 96 : own);
    assertSameLogits(Resolver.resolve(Zoo.create(name, Map.of("classes", "10", "input", side))));
  }

  /** Padding follows the size: what it is at the network's own must not be carried along. */
  @ParameterizedTest
  @CsvSource({"xception, 71", "xception, 100", "nasnet_a_mobile, 64", "nasnet_a_cifar, 32"})
  void whatIsPaddedAsTensorFlowDoesIsTheNetworkOfThatSize(String name, int side) {
    Weights weights = drawn(graph(name, side, side));
    for (int more : List.of(1, 17, 33)) {
      for (int less : List.of(0, 1)) {
        Graph own = graph(name, side, side);
        Graph built = graph(name, side + more, side + more - less);
        Graph resized = Resolver.resized(own, built.input());
        assertThat(resized).isEqualTo(built);
        float[] expected = logits(built, weights, built.input());
        assertThat(logits(resized, weights, built.input())).containsExactly(expected);
        assertThat(logits(own, weights, built.input())).containsExactly(expected);
      }
    }
  }

  private static Graph graph(String name, int height, int width) {
    Map<String, String> options = Map.of("classes", "10", "input", "3x" + height + "x" + width);
    return Resolver.resolve(Zoo.create(name, options));
  }

  private static Weights drawn(Graph graph) {
    try (TorchNet net = TorchNet.initialised(graph, 3)) {
      return net.weights();
    }
  }

  private static void assertSameLogits(Graph graph) {
    Weights weights = drawn(graph); // with fresh batch norms
    float[] expected = logits(graph, weights, graph.input());
    Converted converted = FullyConvolutional.apply(graph, weights);
    float[] got = logits(converted.graph(), converted.weights(), graph.input());
    float largest = 0;
    for (float logit : expected) {
      largest = Math.max(largest, Math.abs(logit));
    }
    assertThat(largest).isPositive();
    assertThat(got).containsExactly(expected, within(1e-4f * largest));
    FeatureMap in = graph.input();
    FeatureMap larger = new FeatureMap(in.channels(), in.height() + 32, in.width() + 64);
    assertThat(logits(converted.graph(), converted.weights(), larger)).hasSize(graph.classes());
  }

  private static float[] logits(Graph graph, Weights weights, FeatureMap shape) {
    Random random = new Random(2);
    float[] image = new float[(int) shape.elements()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode();
        TorchNet net = TorchNet.inference(graph, weights, DType.F32)) {
      Tensor images =
          Tensor.create(image, 1, shape.channels(), shape.height(), shape.width())
              .contiguous(MemoryFormat.ChannelsLast);
      return Tensors.toHost(net.forward(images, false)).toFloats();
    }
  }
}
