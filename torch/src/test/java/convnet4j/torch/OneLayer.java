package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.weights.DType;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** Runs random images through one layer, and keeps what a test compares the result with. */
final class OneLayer {
  static final InitScheme INIT =
      new InitScheme(
          new Initialisation.Normal(1), new Initialisation.Normal(1), new Initialisation.Normal(1));

  private final Random random = new Random(7);
  private Weights weights;
  private float[] input;
  private FeatureMap output;

  /** The layer's parameters, drawn. */
  Weights weights() {
    return weights;
  }

  /** The image. */
  float[] input() {
    return input;
  }

  /** Shape of the result. */
  FeatureMap output() {
    return output;
  }

  /** Runs one random image through {@code layer}; keeps image, weights and shape to compare. */
  float[] run(Layer layer, FeatureMap shape) {
    Layer flat = Layer.seq(Layer.scope("op", layer), new Op.Flatten());
    return run(flat, shape, elements(layer, shape));
  }

  private int elements(Layer layer, FeatureMap shape) {
    // Behind the layer, a pooling to 1×1 makes a network whose logits are the layer's channels.
    Layer probe =
        Layer.seq(Layer.scope("op", layer), new Op.AdaptiveAvgPool(1, 1), new Op.Flatten());
    for (int channels = 1; ; channels++) {
      try {
        Graph graph = Resolver.resolve(new Network("probe", shape, channels, probe, INIT));
        output = (FeatureMap) graph.steps().get(graph.steps().size() - 3).output();
        return (int) output.elements();
      } catch (InputException e) {
        assertThat(channels).as(e.getMessage()).isLessThan(100);
      }
    }
  }

  float[] run(Layer layer, FeatureMap shape, int classes) {
    Graph graph = Resolver.resolve(new Network("test", shape, classes, layer, INIT));
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (ParamSpec spec : graph.params()) {
      tensors.put(spec.name(), drawn(spec));
    }
    weights = Weights.matching(graph, tensors, "test");
    input = floats((int) shape.elements(), 2);
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode();
        TorchNet net = TorchNet.inference(graph, weights, DType.F32)) {
      float[] before = input.clone();
      Tensor images =
          Tensor.create(input, 1, shape.channels(), shape.height(), shape.width())
              .contiguous(MemoryFormat.ChannelsLast);
      float[] out = Tensors.toHost(net.forward(images, false)).toFloats();
      assertThat(Tensors.toHost(images).toFloats()).isEqualTo(before);
      return out;
    }
  }

  private HostTensor drawn(ParamSpec spec) {
    if (spec.shape().isEmpty()) {
      return HostTensor.longs(spec.shape(), 3);
    }
    float[] values = floats((int) spec.elements(), 1);
    if (spec.name().endsWith("running_var")) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.abs(values[i]) + 0.1f;
      }
    }
    return HostTensor.floats(spec.shape(), values);
  }

  private float[] floats(int count, double scale) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return values;
  }

  /** Where a value lies in an image of C×H×W. */
  static int at(Shape shape, int c, int y, int x) {
    FeatureMap m = (FeatureMap) shape;
    return (c * m.height() + y) * m.width() + x;
  }
}
