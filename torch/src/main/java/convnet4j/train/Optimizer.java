package convnet4j.train;

import convnet4j.weights.HostTensor;
import java.util.SequencedMap;

/** Changes the trained parameters of a network by their gradients. Owns its state natively. */
sealed interface Optimizer extends AutoCloseable permits Sgd, AdamW, RmsProp, Muon, SlowWeights {
  /**
   * Updates every parameter from its gradient, then forgets the gradients. A parameter that has
   * none stays as it is, and so does its state.
   *
   * @param factor what all learning rates are multiplied by in this step
   */
  void step(double factor);

  /** All that going on bit for bit needs, by name, as a checkpoint stores it. */
  SequencedMap<String, HostTensor> state();

  @Override
  void close();
}
