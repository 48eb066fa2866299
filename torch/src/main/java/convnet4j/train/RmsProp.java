package convnet4j.train;

import convnet4j.net.ParamSpec;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.torch.TorchNet;
import convnet4j.weights.HostTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Executes {@link OptimizerSpec.RmsProp}. libtorch has no fused operator for it; one parameter
 * after the other stays in the processor's cache from one operation to the next.
 */
final class RmsProp implements Optimizer {
  private final OptimizerSpec.RmsProp spec;
  private final StateTensors squares;
  private final List<StateTensors> velocities;
  private final List<Slot> slots = new ArrayList<>();

  /** A parameter with its state; {@code velocity} is null without momentum. */
  private record Slot(
      Tensor parameter,
      Tensor gradient,
      Tensor square,
      Tensor velocity,
      double lr,
      boolean decays) {}

  /**
   * Goes on from {@code saved}, or begins where it is empty.
   *
   * @param factor of the learning rate, for every parameter
   */
  RmsProp(
      OptimizerSpec.RmsProp spec,
      TorchNet net,
      Map<String, HostTensor> saved,
      ToDoubleFunction<ParamSpec> factor) {
    this.spec = spec;
    Map<ParamSpec, Tensor> params = net.trained();
    this.squares = StateTensors.zeros("square_avg.", params, saved);
    this.velocities =
        spec.momentum() == 0 ? List.of() : List.of(StateTensors.zeros("momentum.", params, saved));
    params.forEach(
        (param, tensor) ->
            slots.add(
                new Slot(
                    tensor,
                    tensor.mutable_grad(),
                    squares.of(param),
                    velocities.isEmpty() ? null : velocities.getFirst().of(param),
                    spec.lr() * factor.applyAsDouble(param),
                    spec.weightDecay() != 0 && !spec.noDecay().contains(param.role()))));
  }

  @Override
  public void step(double factor) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Scalar decay = new Scalar(spec.weightDecay());
      Scalar alpha = new Scalar(spec.alpha());
      Scalar rest = new Scalar(1 - spec.alpha());
      Scalar eps = new Scalar(spec.eps());
      Scalar momentum = new Scalar(spec.momentum());
      for (Slot slot : slots) {
        Tensor gradient = slot.gradient();
        if (!gradient.defined()) {
          continue;
        }
        if (slot.decays()) {
          gradient.add_(slot.parameter(), decay);
        }
        slot.square().mul_(alpha);
        slot.square().addcmul_(gradient, gradient, rest);
        Scalar down = new Scalar(-slot.lr() * factor);
        try (Tensor root = slot.square().sqrt()) {
          root.add_(eps);
          if (slot.velocity() == null) {
            slot.parameter().addcdiv_(gradient, root, down);
          } else {
            slot.velocity().mul_(momentum);
            slot.velocity().addcdiv_(gradient, root);
            slot.parameter().add_(slot.velocity(), down);
          }
        }
        gradient.reset();
      }
    }
  }

  @Override
  public SequencedMap<String, HostTensor> state() {
    SequencedMap<String, HostTensor> state = new LinkedHashMap<>();
    squares.addTo(state);
    velocities.forEach(v -> v.addTo(state));
    return state;
  }

  @Override
  public void close() {
    slots.clear();
    squares.close();
    velocities.forEach(StateTensors::close);
  }
}
