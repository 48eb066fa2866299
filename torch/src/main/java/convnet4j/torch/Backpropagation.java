package convnet4j.torch;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * The way from a batch to the gradients of a network's trained parameters. Both ways give the same
 * gradients and running statistics, bit for bit, and leave libtorch's random numbers at the same
 * place.
 *
 * <p>Not thread-safe.
 */
public sealed interface Backpropagation permits StoredActivations, CheckpointedActivations {
  /** With every activation in memory until its gradient is known. */
  static Backpropagation stored(TorchNet net, boolean bfloat16) {
    return new StoredActivations(net, bfloat16);
  }

  /**
   * With few activations in memory and the others computed again, a second forward pass (Chen, Xu,
   * Zhang, Guestrin 2016, "Training Deep Nets with Sublinear Memory Cost", arXiv 1604.06174).
   */
  static Backpropagation checkpointed(TorchNet net, boolean bfloat16) {
    return new CheckpointedActivations(net, bfloat16);
  }

  /**
   * Runs the network forward, in training, and backward. Gradients are added to those that the
   * parameters have.
   *
   * @param images N×C×H×W, normalised
   * @param lossOf the loss, one number, of outputs as {@link TorchNet#outputs} has them, in
   *     float32; called once, in a scope of its own
   * @return the loss; where it is not finite no gradient has been computed
   */
  default float run(Tensor images, Function<List<Tensor>, Tensor> lossOf) {
    return run(images, StepObserver.NONE, lossOf);
  }

  /**
   * The same under the eyes of an observer.
   *
   * @param observer told of every step once, in the order of the graph, whatever is computed again
   */
  float run(Tensor images, StepObserver observer, Function<List<Tensor>, Tensor> lossOf);

  /**
   * The share of the network's activations that is in memory at most at a time, by count of values:
   * 1 if all of them are.
   */
  double share();
}
