package convnet4j.eval;

import convnet4j.net.Graph;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Precision;
import convnet4j.torch.TorchNet;
import convnet4j.weights.DType;
import convnet4j.weights.FoldBatchNorm;
import convnet4j.weights.Weights;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How long a forward pass takes, run as {@link Predictor} runs it: batch norms folded, weights and
 * images in the precision that is computed in, channels last. The weights are those that training
 * starts from, since the time does not depend on them; decoding and normalising images is not in
 * it.
 */
public final class Latency {
  private static final long SEED = 0;

  private Latency() {}

  /** Is called before every pass, to say how far it is or to break off by throwing. */
  @FunctionalInterface
  public interface Listener {
    /** {@code done} passes of all, those to warm up among them. */
    void before(int done);
  }

  /**
   * Times of {@code repeats} passes in milliseconds, in their order.
   *
   * @param batch images in a pass
   * @param warmup passes before those that are timed, in which memory is allocated and kernels are
   *     chosen
   */
  public static double[] measure(
      Graph network, Precision precision, int batch, int warmup, int repeats, Listener listener) {
    Graph graph = network.withoutAuxiliary();
    boolean bfloat16 = Precisions.inForce(precision) == Precision.BF16;
    FoldBatchNorm.Folded folded = FoldBatchNorm.apply(graph, weights(graph));
    double[] milliseconds = new double[repeats];
    try (TorchNet net =
            TorchNet.inference(
                folded.graph(), folded.weights(), bfloat16 ? DType.BF16 : DType.F32);
        PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode()) {
      Tensor images = images(graph, batch, bfloat16 ? ScalarType.BFloat16 : ScalarType.Float);
      for (int i = 0; i < warmup + repeats; i++) {
        listener.before(i);
        long start = System.nanoTime();
        try (PointerScope pass = new PointerScope()) {
          net.forward(images, false);
        }
        if (i >= warmup) {
          milliseconds[i - warmup] = (System.nanoTime() - start) / 1e6;
        }
      }
    }
    return milliseconds;
  }

  private static Weights weights(Graph graph) {
    try (TorchNet net = TorchNet.initialised(graph, SEED)) {
      return net.weights();
    }
  }

  /** Standard normal, as normalised images about are. */
  private static Tensor images(Graph graph, int batch, ScalarType type) {
    torch.manual_seed(SEED);
    FeatureMap input = graph.input();
    Tensor images = torch.randn(batch, input.channels(), input.height(), input.width());
    return images.to(type).contiguous(MemoryFormat.ChannelsLast);
  }
}
