package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.ParamSpec;
import convnet4j.torch.Natives;
import convnet4j.torch.Tensors;
import convnet4j.torch.TorchNet;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GradientsTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  /** Gradients of two parameters; the others have none. */
  private static TorchNet net(float[] fcBias, float... wideBias) {
    TorchNet net = SmallNet.drawn();
    net.trained()
        .forEach(
            (spec, tensor) -> {
              switch (spec.name()) {
                case "fc.bias" -> SmallNet.setGradient(tensor, spec, fcBias);
                case "wide.bias" -> SmallNet.setGradient(tensor, spec, wideBias);
                default -> {}
              }
            });
    return net;
  }

  private static float[] gradient(TorchNet net, String name) {
    for (Map.Entry<ParamSpec, Tensor> e : net.trained().entrySet()) {
      if (e.getKey().name().equals(name)) {
        return Tensors.toHost(e.getValue().mutable_grad()).toFloats();
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void theNormIsThatOfAllGradientsAsOneVector() {
    try (TorchNet net = net(new float[] {3, 4}, 0, -12, 0, 84)) {
      assertThat(new Gradients(net).norm()).isCloseTo(85, within(1e-5)); // 9 + 16 + 144 + 7056
    }
  }

  @Test
  void gradientsOfALargerNormAreScaledToTheMaximum() {
    try (TorchNet net = net(new float[] {3, 4}, 0, -12, 0, 0)) {
      assertThat(new Gradients(net).clip(6.5)).isCloseTo(13, within(1e-6));
      assertThat(gradient(net, "fc.bias")).containsExactly(new float[] {1.5f, 2}, within(1e-6f));
      assertThat(gradient(net, "wide.bias"))
          .containsExactly(new float[] {0, -6, 0, 0}, within(1e-6f));
    }
  }

  @Test
  void gradientsOfASmallerNormAreLeftBitForBit() {
    float[] small = {0.3f, 0.4f};
    try (TorchNet net = net(small, 0, 0, 0, 0)) {
      assertThat(new Gradients(net).clip(0.6)).isCloseTo(0.5, within(1e-6));
      assertThat(gradient(net, "fc.bias")).isEqualTo(small);
    }
  }

  @Test
  void clippingIsLibtorchs() {
    try (TorchNet net = SmallNet.drawn();
        TorchNet twin = SmallNet.drawn()) {
      SmallNet.backward(net, 0);
      SmallNet.backward(twin, 0);
      TensorVector params = new TensorVector(twin.trained().values().toArray(Tensor[]::new));
      double expected = torch.clip_grad_norm_(params, 0.7);
      params.close();
      assertThat(expected).isGreaterThan(0.7);
      assertThat(new Gradients(net).clip(0.7)).isCloseTo(expected, within(1e-5 * expected));
      SequencedMap<String, float[]> scaled = SmallNet.gradients(twin);
      SmallNet.gradients(net)
          .forEach(
              (name, values) ->
                  assertThat(values).as(name).containsExactly(scaled.get(name), within(1e-6f)));
    }
  }

  @Test
  void aGradientThatIsNotFiniteShowsInTheNorm() {
    try (TorchNet net = net(new float[] {1, Float.NaN}, 0, 0, 0, 0);
        TorchNet other = net(new float[] {1, Float.POSITIVE_INFINITY}, 0, 0, 0, 0)) {
      assertThat(new Gradients(net).clip(1)).isNaN();
      assertThat(new Gradients(other).clip(1)).isInfinite();
    }
  }
}
