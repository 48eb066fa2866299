package convnet4j.weights;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Kernel;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Shape.Vector;
import convnet4j.net.Step;
import convnet4j.weights.FullyConvolutional.Converted;
import convnet4j.zoo.Zoo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FullyConvolutionalTest {
  private static final Op.Activation RELU = new Op.Activation(ActivationKind.RELU);

  private static Graph graph(FeatureMap input, Layer... layers) {
    Constant zero = new Constant(0);
    return Resolver.resolve(
        new Network("toy", input, 2, seq(layers), new InitScheme(zero, zero, zero)));
  }

  private static Layer linear(String name, int in, int out) {
    return scope(name, new Op.Linear(in, out, false));
  }

  private static Weights counting(Graph graph) {
    Map<String, HostTensor> tensors = new HashMap<>();
    graph
        .params()
        .forEach(
            spec -> {
              float[] values = new float[(int) spec.elements()];
              for (int i = 0; i < values.length; i++) {
                values[i] = i + 1;
              }
              tensors.put(spec.name(), HostTensor.floats(spec.shape(), values));
            });
    return Weights.matching(graph, tensors, "test");
  }

  private static List<Kernel> kernels(Graph graph) {
    return graph.steps().stream().map(Step::kernel).toList();
  }

  @Test
  void linearLayersBecomeConvolutionsAndTheScoresAreAveraged() {
    Graph graph =
        graph(
            new FeatureMap(2, 3, 3),
            scope("pool", new Op.AdaptiveAvgPool(3, 3)),
            new Op.Flatten(),
            linear("a", 18, 4),
            RELU,
            new Op.Dropout(0.5),
            linear("b", 4, 2));
    Weights weights = counting(graph);
    Converted converted = FullyConvolutional.apply(graph, weights);
    assertThat(kernels(converted.graph()))
        .containsExactly(
            new Op.Conv(2, 4, 3, 1, 0, 1, 1, false),
            RELU,
            new Op.Dropout(0.5),
            new Op.Conv(4, 2, 1, 1, 0, 1, 1, false),
            new Op.AdaptiveAvgPool(1, 1),
            new Op.Flatten());
    assertThat(converted.graph().steps().getLast().output()).isEqualTo(new Vector(2));
    HostTensor first = converted.weights().get("a.weight");
    assertThat(first.shape()).containsExactly(4, 2, 3, 3);
    assertThat(first.toFloats()).isEqualTo(weights.get("a.weight").toFloats());
    Graph larger = Resolver.resized(converted.graph(), new FeatureMap(2, 5, 8));
    assertThat(larger.steps().getFirst().output()).isEqualTo(new FeatureMap(4, 3, 6));
    assertThat(larger.params()).isEqualTo(converted.graph().params());
  }

  @Test
  void aPoolThatEnlargesIsTakenInByTheWeights() {
    // From 1×1 to 2×2 every value is the one there is: its weight is the sum of four.
    Graph graph =
        graph(
            new FeatureMap(2, 1, 1),
            scope("pool", new Op.AdaptiveAvgPool(2, 2)),
            new Op.Flatten(),
            linear("a", 8, 2));
    HostTensor weight = FullyConvolutional.apply(graph, counting(graph)).weights().get("a.weight");
    assertThat(weight.shape()).containsExactly(2, 2, 1, 1);
    assertThat(weight.toFloats())
        .containsExactly(1 + 2 + 3 + 4, 5 + 6 + 7 + 8, 9 + 10 + 11 + 12, 13 + 14 + 15 + 16);
  }

  @Test
  void aPoolThatShrinksIsTakenInByTheWeights() {
    // From 3×3 to 2×2 the windows are rows and columns 0..1 and 1..2: a quarter of each weight.
    Graph graph =
        graph(
            new FeatureMap(1, 3, 3),
            scope("pool", new Op.AdaptiveAvgPool(2, 2)),
            new Op.Flatten(),
            new Op.Dropout(0.5),
            linear("a", 4, 2));
    HostTensor weight = FullyConvolutional.apply(graph, counting(graph)).weights().get("a.weight");
    assertThat(weight.shape()).containsExactly(2, 1, 3, 3);
    assertThat(weight.toFloats()).startsWith(0.25f, 0.75f, 0.5f, 1f, 2.5f, 1.5f, 0.75f, 1.75f, 1f);
  }

  @Test
  void whatEndsInGlobalPoolingStaysAsItIs() {
    Graph graph = Resolver.resolve(Zoo.create("resnet20", Map.of()));
    assertThat(FullyConvolutional.apply(graph, counting(graph)).graph()).isEqualTo(graph);
    assertThat(Resolver.resized(graph, graph.input())).isEqualTo(graph);
    assertThat(Resolver.resized(graph, new FeatureMap(3, 48, 64)))
        .isEqualTo(Resolver.resolve(Zoo.create("resnet20", Map.of("input", "3x48x64"))));
  }

  @Test
  void aSizeThatALayerCannotTakeIsRefusedByItsName() {
    Graph graph = graph(new FeatureMap(1, 3, 3), new Op.Flatten(), linear("head", 9, 2));
    Graph converted = FullyConvolutional.apply(graph, counting(graph)).graph();
    assertThatThrownBy(() -> Resolver.resized(converted, new FeatureMap(1, 2, 4)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "head: expects at least 3×3 for its window, receives 2×4; use a larger input than"
                + " 1×2×4");
    assertThatThrownBy(() -> Resolver.resized(graph, new FeatureMap(1, 4, 4)))
        .isInstanceOf(InputException.class)
        .hasMessage("head: expects a vector of 9, receives 16");
  }

  @Test
  void whatIsBoundToOneSizeIsRefused() {
    Graph oblong = graph(new FeatureMap(1, 2, 3), new Op.Flatten(), linear("head", 6, 2));
    assertThatThrownBy(() -> FullyConvolutional.apply(oblong, counting(oblong)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("head: expects a square map to become a convolution");
    Graph pooled =
        graph(
            new FeatureMap(1, 4, 4),
            scope("pool", new Op.AdaptiveAvgPool(2, 2)),
            RELU,
            new Op.Flatten(),
            linear("head", 4, 2));
    assertThatThrownBy(() -> FullyConvolutional.apply(pooled, counting(pooled)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("pool: pools to a fixed size, which binds toy to images of one");
  }
}
