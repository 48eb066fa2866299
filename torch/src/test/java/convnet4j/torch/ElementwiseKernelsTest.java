package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Parallel;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Tap;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Activations, joins and taps against their definitions. */
class ElementwiseKernelsTest {
  private final OneLayer one = new OneLayer();

  @BeforeAll
  static void natives() {
    Natives.load();
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
    float[] alone = one.run(new Op.Activation(kind), shape);
    for (int i = 0; i < alone.length; i++) {
      assertThat((double) alone[i])
          .isCloseTo(expected.applyAsDouble(one.input()[i]), within(tolerance));
    }
    // Behind a sum nothing else reads the input, so it is overwritten: the values are the same.
    Layer doubled =
        Layer.seq(Layer.sum(Layer.identity(), Layer.identity()), new Op.Activation(kind));
    float[] inPlace = one.run(doubled, shape);
    for (int i = 0; i < inPlace.length; i++) {
      assertThat((double) inPlace[i])
          .isCloseTo(expected.applyAsDouble(2 * one.input()[i]), within(tolerance));
    }
  }

  @Test
  void joinsAddMultiplyAndConcatenateWithoutTouchingTheirInput() {
    FeatureMap shape = new FeatureMap(2, 3, 3);
    Layer relu = new Op.Activation(ActivationKind.RELU);
    float[] sum = one.run(new Parallel(Join.SUM, List.of(relu, Layer.identity(), relu)), shape);
    for (int i = 0; i < 18; i++) {
      assertThat(sum[i]).isCloseTo(2 * Math.max(one.input()[i], 0) + one.input()[i], within(1e-6f));
    }
    float[] product = one.run(new Parallel(Join.PRODUCT, List.of(relu, Layer.identity())), shape);
    for (int i = 0; i < 18; i++) {
      assertThat(product[i]).isCloseTo(Math.max(one.input()[i], 0) * one.input()[i], within(1e-6f));
    }
    float[] both = one.run(new Parallel(Join.CONCAT, List.of(Layer.identity(), relu)), shape);
    for (int i = 0; i < 18; i++) {
      assertThat(both[i]).isEqualTo(one.input()[i]);
      assertThat(both[18 + i]).isEqualTo(Math.max(one.input()[i], 0));
    }
  }

  @Test
  void aTapIsTheIdentityOnTheMainPathAndASecondOutput() {
    FeatureMap shape = new FeatureMap(2, 1, 1);
    Layer head = Layer.seq(new Op.Flatten(), Layer.scope("fc", new Op.Linear(2, 2, true)));
    Layer layer = Layer.seq(new Tap("aux", head, 0.3), new Op.Flatten());
    Graph graph = Resolver.resolve(new Network("test", shape, 2, layer, OneLayer.INIT));
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
