package convnet4j.train;

import convnet4j.data.BatchTransform;
import convnet4j.data.Draws;
import convnet4j.eval.Normaliser;
import convnet4j.explain.LayerProbe;
import convnet4j.image.Batch;
import convnet4j.net.Graph;
import convnet4j.recipe.StepSpec;
import convnet4j.torch.Backpropagation;
import convnet4j.torch.StepObserver;
import convnet4j.torch.Tensors;
import convnet4j.torch.TorchNet;
import java.util.List;
import java.util.Optional;
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
  private final Gradients gradients;
  private final Optimizer optimizer;
  private final BatchMixer mixer;
  private final StepSpec spec;
  private final Backpropagation backpropagation;
  private final long seed;
  private final boolean normalisesBatches;

  /**
   * What came of a batch.
   *
   * @param loss mean over the batch, of the logits alone; not finite if the network has diverged
   * @param correct images whose label ranked first; of a mixed label, the class with the largest
   *     share
   * @param images trained on
   * @param gradientNorm before it is clipped; NaN where it was not measured
   */
  record Outcome(double loss, int correct, int images, double gradientNorm) {
    static final Outcome NOTHING = new Outcome(0, 0, 0, Double.NaN);
  }

  Stepper(
      TorchNet net,
      Normaliser normaliser,
      Optimizer optimizer,
      List<BatchTransform> batchTransforms,
      StepSpec spec,
      boolean bfloat16,
      long seed) {
    this.graph = net.graph();
    this.normaliser = normaliser;
    this.gradients = new Gradients(net);
    this.optimizer = optimizer;
    this.mixer = new BatchMixer(batchTransforms, net.graph().classes());
    this.spec = spec;
    this.backpropagation =
        spec.checkpointActivations()
            ? Backpropagation.checkpointed(net, bfloat16)
            : Backpropagation.stored(net, bfloat16);
    this.seed = seed;
    this.normalisesBatches = net.normalisesBatches();
  }

  /**
   * Trains on {@code batch}; a loss that is not finite changes no weight.
   *
   * @param rate what learning rates are multiplied by
   * @param measured whether the gradient's norm is wanted
   * @param probe sees the outputs of the batch's first part, and what the whole does to weights
   */
  Outcome step(Batch batch, long step, double rate, boolean measured, Optional<LayerProbe> probe) {
    // One image has no variance to be normalised by.
    if (batch.size() == 0 || (batch.size() == 1 && normalisesBatches)) {
      return Outcome.NOTHING;
    }
    // Dropout draws from (seed, step) alone, so that a resumed run draws the same.
    torch.manual_seed(Draws.of(seed, 0, 0, Math.toIntExact(step)).next());
    try (PointerScope scope = new PointerScope()) {
      Tensor images = normaliser.apply(batch.pixels(), batch.size(), graph.input());
      Tensor labels =
          torch.from_blob(
              batch.labels(), new long[] {batch.size()}, Tensors.options(ScalarType.Long));
      Tensor targets = mixer.mix(images, labels, Draws.ofBatch(seed, step));
      double loss = 0;
      int correct = 0;
      int parts = parts(batch.size());
      for (int i = 0; i < parts; i++) {
        int from = (int) ((long) batch.size() * i / parts);
        int to = (int) ((long) batch.size() * (i + 1) / parts);
        Part part = new Part(targets, from, to);
        StepObserver observer =
            probe.filter(p -> from == 0).map(LayerProbe::outputs).orElse(StepObserver.NONE);
        Tensor own = images.narrow(0, from, to - from);
        float total = backpropagation.run(own, observer, part::loss);
        correct += part.correct;
        if (!Float.isFinite(total)) {
          return new Outcome(total, correct, batch.size(), Double.NaN);
        }
        loss += part.loss;
      }
      probe.ifPresent(LayerProbe::beforeUpdate);
      double norm =
          spec.clip() > 0 ? gradients.clip(spec.clip()) : measured ? gradients.norm() : Double.NaN;
      optimizer.step(rate);
      probe.ifPresent(LayerProbe::afterUpdate);
      return new Outcome(loss, correct, batch.size(), norm);
    }
  }

  /** See {@link Backpropagation#share}. */
  double activationShare() {
    return backpropagation.share();
  }

  /** At least two images in each where one alone has no variance. */
  private int parts(int images) {
    return Math.min(spec.accumulate(), normalisesBatches ? images / 2 : images);
  }

  /** Some images of a batch, and what came of them. */
  private final class Part {
    private final Tensor targets;
    private final double share;

    /** What they add to the batch's mean, by the logits alone. */
    private double loss;

    private int correct;

    private Part(Tensor targets, int from, int to) {
      this.targets = targets.narrow(0, from, to - from);
      this.share = (double) (to - from) / targets.size(0);
    }

    /** The loss with those of the auxiliary classifiers. */
    private Tensor loss(List<Tensor> outputs) {
      Tensor logits = outputs.getFirst();
      Tensor wanted = targets.dim() == 1 ? targets : mostLikely(targets);
      correct = (int) mostLikely(logits).eq(wanted).sum().item_long();
      Tensor sum = crossEntropy(logits);
      loss = share * sum.item_float();
      for (int i = 1; i < outputs.size(); i++) {
        Scalar weight = new Scalar(graph.auxiliary().get(i - 1).weight());
        sum = sum.add(crossEntropy(outputs.get(i)), weight);
      }
      return share == 1 ? sum : sum.mul(new Scalar(share));
    }

    private Tensor crossEntropy(Tensor logits) {
      return torch.cross_entropy_loss(
          logits, targets, new TensorOptional(), MEAN, NOTHING_IGNORED, spec.labelSmoothing());
    }
  }

  private static Tensor mostLikely(Tensor rows) {
    return rows.argmax(new LongOptional(1), false);
  }
}
