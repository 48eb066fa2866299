package convnet4j.train;

import convnet4j.eval.Normaliser;
import convnet4j.explain.LayerProbe;
import convnet4j.image.Batch;
import convnet4j.recipe.Recipe;
import convnet4j.torch.TorchNet;
import convnet4j.train.Stepper.Outcome;
import convnet4j.weights.HostTensor;
import convnet4j.weights.ModelInfo;
import convnet4j.weights.Weights;
import java.util.Optional;
import java.util.SequencedMap;

/** A network in training: its weights, and all that its optimiser and averages remember. */
final class Learner implements AutoCloseable {
  private final TorchNet net;
  private final Normaliser normaliser;
  private final Optimizer optimizer;
  private final Optional<WeightAverage> average;
  private final Stepper stepper;

  Learner(Start start, boolean bfloat16) {
    Recipe recipe = start.recipe();
    ModelInfo info = start.info();
    this.net = start.net();
    this.normaliser = new Normaliser(info.preprocessing().normalisation());
    this.optimizer = start.optimizer(net);
    this.average = start.average(net);
    this.stepper =
        new Stepper(
            net,
            normaliser,
            optimizer,
            recipe.images().augment().batchTransforms(),
            recipe.step(),
            bfloat16,
            recipe.seed());
  }

  /**
   * Trains on {@code batch}; a loss that is not finite changes no weight.
   *
   * @param rate what learning rates are multiplied by
   * @param measured whether the gradient's norm is wanted
   * @param probe sees what happens in the layers
   */
  Outcome step(Batch batch, long step, double rate, boolean measured, Optional<LayerProbe> probe) {
    Outcome outcome = stepper.step(batch, step, rate, measured, probe);
    if (outcome.images() > 0 && Double.isFinite(outcome.loss())) {
      average.ifPresent(WeightAverage::update);
    }
    return outcome;
  }

  /** A look at the layers during {@code step}; the caller closes it. */
  LayerProbe probe(long step) {
    return new LayerProbe(net, step);
  }

  /** The share of the activations that is in memory at most at a time. */
  double activationShare() {
    return stepper.activationShare();
  }

  /** As they are trained. */
  Weights weights() {
    return net.weights();
  }

  /** As they are tested and used. */
  Weights judged() {
    return average.map(WeightAverage::weights).orElseGet(net::weights);
  }

  /** The same; {@code weights}, as they are trained now, where nothing is averaged. */
  Weights judged(Weights weights) {
    return average.map(WeightAverage::weights).orElse(weights);
  }

  /** All that resuming needs beside the weights. */
  SequencedMap<String, HostTensor> state() {
    SequencedMap<String, HostTensor> state = optimizer.state();
    average.ifPresent(a -> state.putAll(a.state()));
    return state;
  }

  @Override
  public void close() {
    average.ifPresent(WeightAverage::close);
    optimizer.close();
    normaliser.close();
    net.close();
  }
}
