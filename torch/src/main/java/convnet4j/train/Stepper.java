package convnet4j.train;

import convnet4j.data.BatchTransform;
import convnet4j.data.Draws;
import convnet4j.eval.Normaliser;
import convnet4j.image.Batch;
import convnet4j.recipe.StepSpec;
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
  private final Gradients gradients;
  private final Optimizer optimizer;
  private final BatchMixer mixer;
  private final StepSpec spec;
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
    this.net = net;
    this.normaliser = normaliser;
    this.gradients = new Gradients(net);
    this.optimizer = optimizer;
    this.mixer = new BatchMixer(batchTransforms, net.graph().classes());
    this.spec = spec;
    this.bfloat16 = bfloat16;
    this.seed = seed;
    this.normalisesBatches = net.normalisesBatches();
  }

  /**
   * Trains on {@code batch}; a loss that is not finite changes no weight.
   *
   * @param rate what learning rates are multiplied by
   * @param measured whether the gradient's norm is wanted
   */
  Outcome step(Batch batch, long step, double rate, boolean measured) {
    // One image has no variance to be normalised by.
    if (batch.size() == 0 || (batch.size() == 1 && normalisesBatches)) {
      return Outcome.NOTHING;
    }
    // Dropout draws from (seed, step) alone, so that a resumed run draws the same.
    torch.manual_seed(Draws.of(seed, 0, 0, Math.toIntExact(step)).next());
    try (PointerScope scope = new PointerScope()) {
      Tensor images = normaliser.apply(batch.pixels(), batch.size(), net.graph().input());
      Tensor labels =
          torch.from_blob(
              batch.labels(), new long[] {batch.size()}, Tensors.options(ScalarType.Long));
      Tensor targets = mixer.mix(images, labels, Draws.ofBatch(seed, step));
      Part sum = new Part(0, 0, 0);
      int parts = parts(batch.size());
      for (int i = 0; i < parts; i++) {
        int from = (int) ((long) batch.size() * i / parts);
        int to = (int) ((long) batch.size() * (i + 1) / parts);
        sum = sum.plus(part(images, targets, from, to));
        if (!Float.isFinite(sum.total)) {
          return new Outcome(sum.total, (int) sum.correct, batch.size(), Double.NaN);
        }
      }
      double norm =
          spec.clip() > 0 ? gradients.clip(spec.clip()) : measured ? gradients.norm() : Double.NaN;
      optimizer.step(rate);
      return new Outcome(sum.loss, (int) sum.correct, batch.size(), norm);
    }
  }

  /** At least two images in each where one alone has no variance. */
  private int parts(int images) {
    return Math.min(spec.accumulate(), normalisesBatches ? images / 2 : images);
  }

  /**
   * What came of some images of a batch.
   *
   * @param loss their part of the batch's mean, of the logits alone
   * @param total the same with that of auxiliary classifiers
   */
  private record Part(float loss, float total, long correct) {
    Part plus(Part other) {
      return new Part(loss + other.loss, total + other.total, correct + other.correct);
    }
  }

  /** Adds the gradient of images {@code from} to {@code to} of a batch. */
  private Part part(Tensor images, Tensor targets, int from, int to) {
    try (PointerScope scope = new PointerScope()) {
      Tensor own = targets.narrow(0, from, to - from);
      List<Tensor> outputs = forward(images.narrow(0, from, to - from));
      double share = (double) (to - from) / images.size(0);
      Tensor loss = loss(outputs.getFirst(), own);
      float value = loss.item_float();
      for (int i = 1; i < outputs.size(); i++) {
        Scalar weight = new Scalar(net.graph().auxiliary().get(i - 1).weight());
        loss = loss.add(loss(outputs.get(i), own), weight);
      }
      Tensor wanted = own.dim() == 1 ? own : mostLikely(own);
      long correct = mostLikely(outputs.getFirst()).eq(wanted).sum().item_long();
      float total = outputs.size() == 1 ? value : loss.item_float();
      if (Float.isFinite(total)) {
        (share == 1 ? loss : loss.mul(new Scalar(share))).backward();
      }
      return new Part((float) share * value, (float) share * total, correct);
    }
  }

  private static Tensor mostLikely(Tensor rows) {
    return rows.argmax(new LongOptional(1), false);
  }

  private Tensor loss(Tensor logits, Tensor targets) {
    return torch.cross_entropy_loss(
        logits, targets, new TensorOptional(), MEAN, NOTHING_IGNORED, spec.labelSmoothing());
  }

  private List<Tensor> forward(Tensor images) {
    try (Autocast autocast = Autocast.bfloat16(bfloat16)) {
      return net.outputs(images, true).stream().map(t -> t.to(ScalarType.Float)).toList();
    }
  }
}
