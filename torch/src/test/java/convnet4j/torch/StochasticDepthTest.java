package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.Graph;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.weights.DType;
import convnet4j.weights.FoldBatchNorm;
import convnet4j.weights.Weights;
import convnet4j.zoo.Zoo;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Branches that training drops, image by image. */
class StochasticDepthTest {
  private static final FeatureMap SHAPE = new FeatureMap(3, 2, 2);
  private static final int VALUES = (int) SHAPE.elements();

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  private static TorchNet net(Layer layer) {
    Layer flat = Layer.seq(layer, new Op.Flatten());
    return TorchNet.initialised(
        Resolver.resolve(new Network("test", SHAPE, VALUES, flat, OneLayer.INIT)), 0);
  }

  private static Tensor images(int count) {
    torch.manual_seed(3);
    return torch
        .randn(count, SHAPE.channels(), SHAPE.height(), SHAPE.width())
        .contiguous(MemoryFormat.ChannelsLast);
  }

  private static float[] floats(Tensor tensor) {
    return Tensors.toHost(tensor.detach().to(ScalarType.Float)).toFloats();
  }

  /** One number for every image, and nothing more, is drawn from libtorch's generator. */
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.9})
  void anImageIsDroppedWholeOrScaledByWhatTheGeneratorSays(double p) {
    int count = 16;
    try (PointerScope scope = new PointerScope();
        TorchNet net = net(new Op.StochasticDepth(p))) {
      Tensor images = images(count);
      float[] before = floats(images);
      torch.manual_seed(11);
      float[] kept = floats(torch.empty(count).bernoulli_(1 - p, new GeneratorOptional()));
      float next = torch.rand(1).item_float();
      torch.manual_seed(11);
      float[] got = floats(net.forward(images, true));

      assertThat(torch.rand(1).item_float()).isEqualTo(next);
      assertThat(floats(images)).isEqualTo(before);
      int dropped = 0;
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < VALUES; j++) {
          float value = before[i * VALUES + j];
          double expected = kept[i] == 1 ? value / (1 - p) : 0;
          assertThat((double) got[i * VALUES + j]).isCloseTo(expected, within(1e-5));
        }
        dropped += kept[i] == 1 ? 0 : 1;
      }
      assertThat(dropped).isBetween(1, count - 1);
    }
  }

  /** 20,000 draws: the share is within four deviations, √(p(1−p)/n), and so is the mean. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.8})
  void theShareIsTheProbabilityAndTheMeanIsTheValue(double p) {
    int count = 20_000;
    try (PointerScope scope = new PointerScope();
        TorchNet net = net(new Op.StochasticDepth(p))) {
      torch.manual_seed(5);
      Tensor ones = torch.ones(count, SHAPE.channels(), SHAPE.height(), SHAPE.width());
      float[] got = floats(net.forward(ones, true));
      int dropped = 0;
      double sum = 0;
      for (int i = 0; i < count; i++) {
        dropped += got[i * VALUES] == 0 ? 1 : 0;
        sum += got[i * VALUES];
      }
      double deviation = Math.sqrt(p * (1 - p) / count);
      assertThat((double) dropped / count).isCloseTo(p, within(4 * deviation));
      assertThat(sum / count).isCloseTo(1, within(4 * deviation / (1 - p)));
    }
  }

  @Test
  void outsideOfTrainingItIsTheIdentity() {
    OneLayer one = new OneLayer();
    assertThat(one.run(new Op.StochasticDepth(0.9), SHAPE)).isEqualTo(one.input());
    // What it yields then is what it reads: a sum must not overwrite that.
    Layer twice = Layer.sum(new Op.StochasticDepth(0.9), new Op.StochasticDepth(0.5));
    float[] doubled = one.run(twice, SHAPE);
    for (int i = 0; i < doubled.length; i++) {
      assertThat(doubled[i]).isEqualTo(2 * one.input()[i]);
    }
  }

  /** A branch that doubles its image: the sum is 3x or x, the gradient 1 + 2/(1−p) or 1. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDroppedBranchLeavesTheShortcutAndGetsNoGradient(boolean overwritten) {
    Layer doubled = Layer.sum(Layer.identity(), Layer.identity());
    Layer branch = Layer.seq(doubled, new Op.StochasticDepth(0.5));
    // Read by two, what it drops cannot be overwritten.
    Layer layer =
        overwritten
            ? Layer.sum(branch, Layer.identity())
            : Layer.sum(
                Layer.seq(
                    doubled, Layer.sum(new Op.StochasticDepth(0.5), new Op.StochasticDepth(0))),
                Layer.identity());
    int count = 12;
    try (PointerScope scope = new PointerScope();
        TorchNet net = net(layer)) {
      Tensor images = images(count);
      images.set_requires_grad(true);
      torch.manual_seed(8);
      float[] kept = floats(torch.empty(count).bernoulli_(0.5, new GeneratorOptional()));
      torch.manual_seed(8);
      Tensor out = net.forward(images, true);
      out.sum().backward();
      float[] got = floats(out);
      float[] gradient = floats(images.grad());
      float[] x = floats(images);
      for (int i = 0; i < count * VALUES; i++) {
        float factor = (overwritten ? 1 : 3) + (kept[i / VALUES] == 1 ? 4 : 0);
        assertThat(got[i]).isCloseTo(factor * x[i], within(1e-5f));
        assertThat(gradient[i]).isEqualTo(factor);
      }
      assertThat(kept).contains(0, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet20", "preact_resnet18_cifar", "mobilenet_v2_cifar"})
  void aTrainedNetworkComputesWhatItWouldWithout(String name) {
    Graph without = Resolver.resolve(Zoo.create(name, Map.of()));
    Graph with = Resolver.resolve(Zoo.create(name, Map.of("stochastic_depth", "0.5")));
    Weights weights = Fill.weights(without);
    float[] image = Fill.image(without.input());
    assertThat(logits(with, Weights.matching(with, weights.tensors(), "test"), image))
        .isEqualTo(logits(without, weights, image));
    FoldBatchNorm.Folded plain = FoldBatchNorm.apply(without, weights);
    FoldBatchNorm.Folded folded = FoldBatchNorm.apply(with, weights);
    assertThat(logits(folded.graph(), folded.weights(), image))
        .isEqualTo(logits(plain.graph(), plain.weights(), image));
  }

  private static float[] logits(Graph graph, Weights weights, float[] image) {
    FeatureMap in = graph.input();
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode();
        TorchNet net = TorchNet.inference(graph, weights, DType.F32)) {
      Tensor images =
          Tensor.create(image, 1, in.channels(), in.height(), in.width())
              .contiguous(MemoryFormat.ChannelsLast);
      return floats(net.forward(images, false));
    }
  }
}
