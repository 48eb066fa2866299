package convnet4j.eval;

import convnet4j.data.Normalisation;
import convnet4j.image.Batch;
import convnet4j.net.Graph;
import convnet4j.recipe.Precision;
import convnet4j.torch.TorchNet;
import convnet4j.weights.DType;
import convnet4j.weights.FoldBatchNorm;
import convnet4j.weights.Weights;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A trained network ready to answer: batch norms folded into their convolutions, weights in the
 * precision that they are computed in. Threads may share it.
 */
public final class Predictor implements AutoCloseable {
  private final TorchNet net;
  private final Normaliser normaliser;
  private final ScalarType compute;

  private Predictor(TorchNet net, Normaliser normaliser, ScalarType compute) {
    this.net = net;
    this.normaliser = normaliser;
    this.compute = compute;
  }

  /**
   * A predictor with a copy of {@code weights}.
   *
   * @param precision AUTO takes what the processor is fast at
   */
  public static Predictor of(
      Graph graph, Weights weights, Normalisation normalisation, Precision precision) {
    boolean bfloat16 = Precisions.inForce(precision) == Precision.BF16;
    Graph inference = graph.withoutAuxiliary();
    FoldBatchNorm.Folded folded = FoldBatchNorm.apply(inference, weights.of(inference));
    return new Predictor(
        TorchNet.inference(folded.graph(), folded.weights(), bfloat16 ? DType.BF16 : DType.F32),
        new Normaliser(normalisation),
        bfloat16 ? ScalarType.BFloat16 : ScalarType.Float);
  }

  /** How many logits an image gets. */
  public int classes() {
    return net.graph().classes();
  }

  /** Logits of every image of {@code batch}: size×classes values, image after image. */
  public float[] logits(Batch batch) {
    return logits(batch.pixels(), batch.size());
  }

  /** Logits of one image, H×W×C unsigned bytes in the network's input shape. */
  public float[] logits(byte[] image) {
    try (BytePointer pixels = new BytePointer(image)) {
      return logits(pixels, 1);
    }
  }

  private float[] logits(BytePointer pixels, int count) {
    float[] logits = new float[count * classes()];
    if (count == 0) {
      return logits;
    }
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode()) {
      Tensor images = normaliser.apply(pixels, count, net.graph().input()).to(compute);
      Tensor result = net.forward(images, false).to(ScalarType.Float).contiguous();
      new FloatPointer(result.data_ptr()).get(logits);
    }
    return logits;
  }

  @Override
  public void close() {
    net.close();
    normaliser.close();
  }
}
