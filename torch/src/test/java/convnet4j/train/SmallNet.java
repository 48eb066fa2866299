package convnet4j.train;

import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Normal;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Padding;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.torch.Tensors;
import convnet4j.torch.TorchNet;
import convnet4j.weights.HostTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What the optimisers' tests train: filters wider than tall and taller than wide, a norm, a head.
 */
final class SmallNet {
  private static final int SIDE = 2;

  private SmallNet() {}

  static Graph graph() {
    Layer layer =
        Layer.seq(
            Layer.scope("wide", new Op.Conv(3, 4, 3, 1, new Padding.Fixed(1), 1, 1, true)),
            Layer.scope("tall", Op.Conv.of(4, 12, 1, 1, 0)),
            Layer.scope("bn", Op.BatchNorm.of(12)),
            new Op.Flatten(),
            Layer.scope("fc", new Op.Linear(12 * SIDE * SIDE, 2, true)));
    InitScheme init = new InitScheme(new Normal(0.3), new Normal(0.3), new Normal(0.3));
    return Resolver.resolve(new Network("small", new FeatureMap(3, SIDE, SIDE), 2, layer, init));
  }

  static TorchNet drawn() {
    return TorchNet.initialised(graph(), 3);
  }

  /** A net of its own that has got as far as {@code net}. */
  static TorchNet copy(TorchNet net) {
    return TorchNet.trainable(graph(), net.weights());
  }

  /** Forward and backward, on images that differ from step to step. */
  static void backward(TorchNet net, int step) {
    try (PointerScope scope = new PointerScope()) {
      HostTensor images = HostTensor.floats(List.of(4, 3, SIDE, SIDE), pattern(48, 7, step));
      Tensor input = Tensors.toNative(images);
      net.forward(input, true).square().sum().backward();
      Tensors.free(input);
    }
  }

  /** Numbers in ±0.75 that float32 holds exactly; a formula that reference.py repeats. */
  static float[] pattern(int size, int place, int step) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = ((i * 37 + place * 101 + step * 53) % 97 - 48) / 64f;
    }
    return values;
  }

  /** Gives a parameter this gradient, laid out as the backward pass would. */
  static void setGradient(Tensor parameter, ParamSpec spec, float... values) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor host = Tensors.toNative(HostTensor.floats(spec.shape(), values));
      Tensor gradient = torch.empty_like(parameter);
      gradient.copy_(host);
      parameter.mutable_grad().put(gradient);
      Tensors.free(host);
    }
  }

  /** The gradients by name, in row-major order. */
  static SequencedMap<String, float[]> gradients(TorchNet net) {
    SequencedMap<String, float[]> gradients = new LinkedHashMap<>();
    net.trained()
        .forEach(
            (spec, tensor) ->
                gradients.put(spec.name(), Tensors.toHost(tensor.mutable_grad()).toFloats()));
    return gradients;
  }

  /** The values of all parameters that are floats, by name, in row-major order. */
  static SequencedMap<String, float[]> floats(Map<String, HostTensor> tensors) {
    SequencedMap<String, float[]> floats = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> floats.put(name, tensor.toFloats()));
    return floats;
  }
}
