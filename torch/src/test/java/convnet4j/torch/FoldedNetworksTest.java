package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.ParamSpec.Role;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Step;
import convnet4j.weights.DType;
import convnet4j.weights.FoldBatchNorm;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import convnet4j.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folding batch norms keeps shapes and, to rounding, outputs, for every network of the zoo. */
class FoldedNetworksTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  static List<String> names() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void foldedNetworkGivesTheSameLogits(String name) {
    // A smaller image than ImageNet's: the rewrite does not look at it, and the test is faster.
    int side = Math.min(64, Zoo.entry(name).input().height());
    Graph graph =
        Resolver.resolve(
            Zoo.create(name, Map.of("classes", "10", "input", Integer.toString(side))));
    Weights weights = lively(graph);
    FoldBatchNorm.Folded folded = FoldBatchNorm.apply(graph, weights);
    assertThat(batchNorms(folded.graph())).isZero();
    float[] image = image(graph.input());
    float[] expected = logits(graph, weights, image);
    float[] got = logits(folded.graph(), folded.weights(), image);
    float largest = 0;
    for (float logit : expected) {
      largest = Math.max(largest, Math.abs(logit));
    }
    assertThat(largest).isPositive().isFinite();
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(got[i] - expected[i])).as("logit " + i).isLessThan(2e-3f * largest);
    }
  }

  private static long batchNorms(Graph graph) {
    return graph.steps().stream().map(Step::kernel).filter(Op.BatchNorm.class::isInstance).count();
  }

  /** Drawn weights, with batch norms that do something: means, variances, scales and shifts. */
  private static Weights lively(Graph graph) {
    Random random = new Random(1);
    // What residual blocks add piles up: at 1202 layers, full scale overflows.
    boolean residual = graph.steps().stream().anyMatch(s -> s.kernel() == Join.SUM);
    try (TorchNet net = TorchNet.initialised(graph, 1)) {
      Map<String, HostTensor> tensors = new LinkedHashMap<>(net.weights().tensors());
      for (ParamSpec spec : graph.params()) {
        boolean counter = spec.shape().isEmpty();
        if (!counter && (spec.role() == Role.NORM || spec.role() == Role.BUFFER)) {
          boolean around1 = spec.name().endsWith("weight") || spec.name().endsWith("running_var");
          float[] values = new float[(int) spec.elements()];
          for (int i = 0; i < values.length; i++) {
            values[i] = around1 ? 0.8f + 0.4f * random.nextFloat() : 0.2f * random.nextFloat();
            values[i] *= residual && spec.name().endsWith("weight") ? 0.3f : 1;
          }
          tensors.put(spec.name(), HostTensor.floats(spec.shape(), values));
        }
      }
      return Weights.matching(graph, tensors, graph.name());
    }
  }

  private static float[] image(FeatureMap shape) {
    Random random = new Random(2);
    float[] image = new float[(int) shape.elements()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  private static float[] logits(Graph graph, Weights weights, float[] image) {
    FeatureMap shape = graph.input();
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
