package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Padding;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which depthwise convolutions a bfloat16 block computes in float32. Each window sees ones, and has
 * the weights 1 + 2⁻⁹ and −1: their sum is 2⁻⁹, or 0 if the first was rounded to bfloat16.
 */
class DepthwiseInBfloat16Test {
  private static final float LITTLE = 0x1p-9f;

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  @ParameterizedTest(name = "kernel {0}, stride {1}, groups {2} of 2: float32 {3}")
  @CsvSource({"3,2,2,true", "5,1,2,true", "7,2,2,true", "3,1,2,false", "3,2,1,false"})
  void thoseThatOneDnnIsSlowWithAreFloat32(int kernel, int stride, int groups, boolean float32) {
    Layer conv = new Op.Conv(2, 2, kernel, stride, new Padding.Fixed(0), 1, groups, false);
    Layer layer = Layer.seq(Layer.scope("conv", conv), new Op.Flatten());
    Graph graph =
        Resolver.resolve(
            new Network("test", new FeatureMap(2, kernel, kernel), 2, layer, OneLayer.INIT));
    float[] filters = new float[2 * (2 / groups) * kernel * kernel];
    for (int channel = 0; channel < 2; channel++) {
      int first = channel * filters.length / 2;
      filters[first] = 1 + LITTLE;
      filters[first + 1] = -1;
    }
    HostTensor filter = HostTensor.floats(List.of(2, 2 / groups, kernel, kernel), filters);
    Weights weights = Weights.matching(graph, Map.of("conv.weight", filter), "test");

    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.trainable(graph, weights)) {
      Tensor images = torch.ones(1, 2, kernel, kernel);
      images.set_requires_grad(true);
      Tensor logits;
      boolean stillOn;
      try (Autocast autocast = Autocast.bfloat16(true)) {
        logits = net.forward(images, true);
        stillOn = Autocast.isOn();
      }

      float expected = float32 ? LITTLE : 0;
      assertThat(Tensors.toHost(logits.detach()).toFloats()).containsExactly(expected, expected);
      assertThat(logits.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      assertThat(stillOn).isTrue();
      logits.sum().backward();
      float[] gradient = Tensors.toHost(images.grad()).toFloats();
      assertThat(gradient[1]).isEqualTo(groups == 1 ? -2 : -1);
      assertThat(net.changing().firstEntry().getValue().grad().scalar_type().intern())
          .isEqualTo(ScalarType.Float);
    }
  }
}
