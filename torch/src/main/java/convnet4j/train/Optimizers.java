package convnet4j.train;

import convnet4j.errors.InputException;
import convnet4j.net.ParamSpec;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.torch.TorchNet;
import convnet4j.weights.HostTensor;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The execution of an {@link OptimizerSpec}. */
final class Optimizers {
  private Optimizers() {}

  /**
   * An optimiser of {@code net}, which must stay open as long as it.
   *
   * @param saved the {@link Optimizer#state} to go on from; empty at the beginning
   * @param factor what the learning rate of a parameter is multiplied by, besides every step's
   * @throws InputException if {@code saved} is of another optimiser
   */
  static Optimizer of(
      OptimizerSpec spec,
      TorchNet net,
      Map<String, HostTensor> saved,
      ToDoubleFunction<ParamSpec> factor) {
    return switch (spec) {
      case OptimizerSpec.Sgd sgd -> new Sgd(sgd, net, saved, factor);
      case OptimizerSpec.AdamW adamW -> new AdamW(adamW, net, saved, factor);
      case OptimizerSpec.RmsProp rmsProp -> new RmsProp(rmsProp, net, saved, factor);
      case OptimizerSpec.Muon muon -> new Muon(muon, net, saved, factor);
    };
  }
}
