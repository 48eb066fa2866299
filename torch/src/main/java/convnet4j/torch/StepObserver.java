package convnet4j.torch;

import org.bytedeco.pytorch.Tensor;

/** Sees what the steps of a graph yield, while a forward pass goes on. */
@FunctionalInterface
public interface StepObserver {
  /** Looks at nothing. */
  StepObserver NONE = (step, value) -> {};

  /**
   * Called once for every step, in order.
   *
   * @param step index in the graph
   * @param value N×C×H×W or N×features, as the step yields it; not to be changed, nor kept: a later
   *     step may overwrite it
   */
  void yielded(int step, Tensor value);
}
