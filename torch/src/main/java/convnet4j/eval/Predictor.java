package convnet4j.eval;

import convnet4j.data.Normalisation;
import convnet4j.errors.InputException;
import convnet4j.image.Batch;
import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Precision;
import convnet4j.torch.TorchNet;
import convnet4j.weights.DType;
import convnet4j.weights.FoldBatchNorm;
import convnet4j.weights.FullyConvolutional;
import convnet4j.weights.Weights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  /** In one pass over whole images: as many as a batch of 167 crops of 224×224 has. */
  private static final long MOST_PIXELS = 1L << 23;

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

  /**
   * As {@link #of}, for images of any size from the network's own upwards: see {@link
   * FullyConvolutional}.
   *
   * @throws InputException where a layer binds the network to one size, naming the layer
   */
  public static Predictor fullyConvolutional(
      Graph graph, Weights weights, Normalisation normalisation, Precision precision) {
    FullyConvolutional.Converted converted = FullyConvolutional.apply(graph, weights);
    return of(converted.graph(), converted.weights(), normalisation, precision);
  }

  /** How many logits an image gets. */
  public int classes() {
    return net.graph().classes();
  }

  /**
   * Logits of every view of every image of {@code batch}: size×views×classes values, view after
   * view as the batch has them. Views of one shape are run together.
   *
   * @throws InputException when an image has a size that the network cannot take
   */
  public float[] logits(Batch batch) {
    int count = batch.size() * batch.views();
    float[] logits = new float[count * classes()];
    Map<FeatureMap, List<Integer>> shapes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      shapes.computeIfAbsent(batch.shape(i), s -> new ArrayList<>()).add(i);
    }
    if (shapes.size() == 1) {
      FeatureMap shape = shapes.keySet().iterator().next();
      if (shape.equals(net.graph().input())) {
        run(batch.pixels(), count, shape, logits);
        return logits;
      }
    }
    shapes.forEach((shape, views) -> run(batch, shape, views, logits));
    return logits;
  }

  /** Logits of one image, H×W×C unsigned bytes in the network's input shape. */
  public float[] logits(byte[] image) {
    float[] logits = new float[classes()];
    try (BytePointer pixels = new BytePointer(image)) {
      run(pixels, 1, net.graph().input(), logits);
    }
    return logits;
  }

  /** Runs views of one shape that lie anywhere in the batch, a bounded number at a time. */
  private void run(Batch batch, FeatureMap shape, List<Integer> views, float[] logits) {
    Resolver.resized(net.graph(), shape); // or else libtorch would speak of it, in its own words
    int most = (int) Math.max(1, MOST_PIXELS / ((long) shape.height() * shape.width()));
    for (int begin = 0; begin < views.size(); begin += most) {
      List<Integer> part = views.subList(begin, Math.min(begin + most, views.size()));
      float[] result = new float[part.size() * classes()];
      try (PointerScope scope = new PointerScope()) {
        int length = Math.toIntExact(shape.elements());
        BytePointer together = new BytePointer((long) part.size() * length);
        ByteBuffer from = batch.pixels().asByteBuffer();
        ByteBuffer to = together.asByteBuffer();
        for (int i = 0; i < part.size(); i++) {
          to.put(i * length, from, batch.offset(part.get(i)), length);
        }
        run(together, part.size(), shape, result);
      }
      for (int i = 0; i < part.size(); i++) {
        System.arraycopy(result, i * classes(), logits, part.get(i) * classes(), classes());
      }
    }
  }

  private void run(BytePointer pixels, int count, FeatureMap shape, float[] logits) {
    if (count == 0) {
      return;
    }
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode()) {
      Tensor images = normaliser.apply(pixels, count, shape).to(compute);
      Tensor result = net.forward(images, false).to(ScalarType.Float).contiguous();
      new FloatPointer(result.data_ptr()).get(logits);
    }
  }

  @Override
  public void close() {
    net.close();
    normaliser.close();
  }
}
