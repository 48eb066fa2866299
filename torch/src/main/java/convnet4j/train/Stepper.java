package convnet4j.train;

import convnet4j.data.BatchTransform;
import convnet4j.data.Draws;
import convnet4j.eval.Normaliser;
import convnet4j.image.Batch;
import convnet4j.net.Graph;
import convnet4j.torch.Autocast;
import convnet4j.torch.Tensors;
import convnet4j.torch.TorchNet;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** One step of training: forward, loss, backward, update. */
final class Stepper {
  private static final long MEAN = 1;
  private static final long NOTHING_IGNORED = -100;

  private final TorchNet net;
  private final Normaliser normaliser;
  private final Optimizer optimizer;
  private final BatchMixer mixer;
  private final double labelSmoothing;
  private final boolean bfloat16;
  private final long seed;
  private final boolean normalisesBatches;

  /**
   * What came of a batch.
   *
   * @param loss mean over the batch, of the logits alone; not finite if the network has diverged
   * @param correct images whose label ranked first; of a mixed label, the class with the largest
   *     share
   * @param images trained on
   */
  record Outcome(double loss, int correct, int images) {}

  Stepper(
      TorchNet net,
      Normaliser normaliser,
      Optimizer optimizer,
      List<BatchTransform> batchTransforms,
      double labelSmoothing,
      boolean bfloat16,
      long seed) {
    this.net = net;
    this.normaliser = normaliser;
    this.optimizer = optimizer;
    this.mixer = new BatchMixer(batchTransforms, net.graph().classes());
    this.labelSmoothing = labelSmoothing;
    this.bfloat16 = bfloat16;
    this.seed = seed;
    this.normalisesBatches = net.normalisesBatches();
  }

  /**
   * Trains on {@code batch}; a loss that is not finite changes no weight.
   *
   * @param rateFactor what the learning rates are multiplied by in this step
   */
  Outcome step(Batch batch, long step, double rateFactor) {
    // One image has no variance to be normalised by.
    if (batch.size() == 0 || (batch.size() == 1 && normalisesBatches)) {
      return new Outcome(0, 0, 0);
    }
    // Dropout draws from (seed, step) alone, so that a resumed run draws the same.
    torch.manual_seed(Draws.of(seed, 0, 0, Math.toIntExact(step)).next());
    Graph graph = net.graph();
    try (PointerScope scope = new PointerScope()) {
      Tensor images = normaliser.apply(batch.pixels(), batch.size(), graph.input());
      Tensor labels =
          torch.from_blob(
              batch.labels(), new long[] {batch.size()}, Tensors.options(ScalarType.Long));
      Tensor targets = mixer.mix(images, labels, Draws.ofBatch(seed, step));
      List<Tensor> outputs = forward(images);
      Tensor logits = outputs.getFirst();
      Tensor loss = loss(logits, targets);
      float value = loss.item_float();
      for (int i = 1; i < outputs.size(); i++) {
        Scalar weight = new Scalar(graph.auxiliary().get(i - 1).weight());
        loss = loss.add(loss(outputs.get(i), targets), weight);
      }
      Tensor wanted = targets.dim() == 1 ? targets : mostLikely(targets);
      long correct = mostLikely(logits).eq(wanted).sum().item_long();
      float total = outputs.size() == 1 ? value : loss.item_float();
      if (!Float.isFinite(total)) {
        return new Outcome(total, (int) correct, batch.size());
      }
      loss.backward();
      optimizer.step(rateFactor);
      return new Outcome(value, (int) correct, batch.size());
    }
  }

  private static Tensor mostLikely(Tensor rows) {
    return rows.argmax(new LongOptional(1), false);
  }

  private Tensor loss(Tensor logits, Tensor targets) {
    return torch.cross_entropy_loss(
        logits, targets, new TensorOptional(), MEAN, NOTHING_IGNORED, labelSmoothing);
  }

  private List<Tensor> forward(Tensor images) {
    try (Autocast autocast = Autocast.bfloat16(bfloat16)) {
      return net.outputs(images, true).stream().map(t -> t.to(ScalarType.Float)).toList();
    }
  }
}
