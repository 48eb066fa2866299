package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Gradients of what is no kernel of libtorch's own. */
class KernelGradientsTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  @Test
  void theGradientOfASquareIsTwiceItsRoot() {
    Layer square = Layer.product(Layer.identity(), Layer.identity());
    Layer layer = Layer.seq(square, new Op.Flatten());
    Graph graph =
        Resolver.resolve(new Network("test", new FeatureMap(3, 1, 1), 3, layer, OneLayer.INIT));
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
    Graph graph =
        Resolver.resolve(new Network("test", new FeatureMap(1, 2, 3), 6, layer, OneLayer.INIT));
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.initialised(graph, 0)) {
      Tensor images = Tensor.create(new float[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3);
      images.set_requires_grad(true);
      Tensor weights = Tensor.create(new float[] {10, 20, 30, 40, 50, 60}, 1, 6);
      net.forward(images, true).mul(weights).sum().backward();
      assertThat(Tensors.toHost(images.grad()).toFloats()).containsExactly(0, 0, 0, 0, 10, 20);
    }
  }

  @Test
  void theGradientOfAChannelShuffleGoesBackToWhereTheChannelsCameFrom() {
    Layer layer = Layer.seq(new Op.ChannelShuffle(2), new Op.Flatten());
    Graph graph =
        Resolver.resolve(new Network("test", new FeatureMap(4, 1, 1), 4, layer, OneLayer.INIT));
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
}
