package convnet4j.train;

import convnet4j.data.BatchTransform;
import convnet4j.data.Draws;
import convnet4j.eval.Normaliser;
import convnet4j.image.Batch;
import convnet4j.net.Graph;
import convnet4j.torch.Backpropagation;
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

  private final Graph graph;
  private final Normaliser normaliser;
  private final Sgd optimizer;
  private final BatchMixer mixer;
  private final Backpropagation backpropagation;
  private final double labelSmoothing;
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
      Sgd optimizer,
      List<BatchTransform> batchTransforms,
      double labelSmoothing,
      boolean bfloat16,
      long seed) {
    this.graph = net.graph();
    this.normaliser = normaliser;
    this.optimizer = optimizer;
    this.mixer = new BatchMixer(batchTransforms, graph.classes());
    this.backpropagation = Backpropagation.stored(net, bfloat16);
    this.labelSmoothing = labelSmoothing;
    this.seed = seed;
    this.normalisesBatches = net.normalisesBatches();
  }

  /** Trains on {@code batch}; a loss that is not finite changes no weight. */
  Outcome step(Batch batch, long step, double learningRate) {
    // One image has no variance to be normalised by.
    if (batch.size() == 0 || (batch.size() == 1 && normalisesBatches)) {
      return new Outcome(0, 0, 0);
    }
    // Dropout draws from (seed, step) alone, so that a resumed run draws the same.
    torch.manual_seed(Draws.of(seed, 0, 0, Math.toIntExact(step)).next());
    try (PointerScope scope = new PointerScope()) {
      Tensor images = normaliser.apply(batch.pixels(), batch.size(), graph.input());
      Tensor labels =
          torch.from_blob(
              batch.labels(), new long[] {batch.size()}, Tensors.options(ScalarType.Long));
      Tensor targets = mixer.mix(images, labels, Draws.ofBatch(seed, step));
      BatchLoss batchLoss = new BatchLoss(targets);
      float total = backpropagation.run(images, batchLoss::of);
      boolean finite = Float.isFinite(total);
      if (finite) {
        optimizer.step(learningRate);
      }
      return new Outcome(finite ? batchLoss.value : total, batchLoss.correct, batch.size());
    }
  }

  /** What the targets of a batch make of its outputs. */
  private final class BatchLoss {
    private final Tensor targets;
    private float value;
    private int correct;

    private BatchLoss(Tensor targets) {
      this.targets = targets;
    }

    /** The loss with those of the auxiliary classifiers. */
    private Tensor of(List<Tensor> outputs) {
      Tensor logits = outputs.getFirst();
      Tensor wanted = targets.dim() == 1 ? targets : mostLikely(targets);
      correct = (int) mostLikely(logits).eq(wanted).sum().item_long();
      Tensor loss = loss(logits, targets);
      value = loss.item_float();
      for (int i = 1; i < outputs.size(); i++) {
        Scalar weight = new Scalar(graph.auxiliary().get(i - 1).weight());
        loss = loss.add(loss(outputs.get(i), targets), weight);
      }
      return loss;
    }
  }

  private static Tensor mostLikely(Tensor rows) {
    return rows.argmax(new LongOptional(1), false);
  }

  private Tensor loss(Tensor logits, Tensor targets) {
    return torch.cross_entropy_loss(
        logits, targets, new TensorOptional(), MEAN, NOTHING_IGNORED, labelSmoothing);
  }
}
