package convnet4j.train;

import convnet4j.net.ParamSpec;
import convnet4j.net.ParamSpec.Role;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.torch.Tensors;
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
import org.bytedeco.pytorch.global.torch;

/**
 * Stochastic gradient descent with (Nesterov) momentum and coupled L2 weight decay, as PyTorch
 * defines it: g ← g + λw; v ← μv + g; w ← w − η(g + μv) with Nesterov, w − ηv without.
 *
 * <p>η is the step's learning rate times the parameter's own factor.
 *
 * <p>libtorch's own SGD computes the same, but does not give its momentum away to be saved.
 */
final class Sgd implements AutoCloseable {
  private static final String PREFIX = "momentum.";

  private final OptimizerSpec.Sgd spec;
  private final List<Slot> slots = new ArrayList<>();

  /** One trained parameter, its velocity v, and what the learning rate is multiplied by. */
  private record Slot(ParamSpec spec, Tensor parameter, Tensor velocity, double factor) {}

  /** With the velocities of {@code saved}, or at rest where it is empty. */
  Sgd(OptimizerSpec.Sgd spec, TorchNet net, Map<String, HostTensor> saved) {
    this(spec, net, saved, param -> 1);
  }

  /** As above, with a factor of the learning rate for every parameter. */
  Sgd(
      OptimizerSpec.Sgd spec,
      TorchNet net,
      Map<String, HostTensor> saved,
      ToDoubleFunction<ParamSpec> factor) {
    this.spec = spec;
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      net.trained()
          .forEach(
              (param, tensor) -> {
                Tensor velocity = torch.zeros_like(tensor);
                HostTensor state = saved.get(PREFIX + param.name());
                if (state != null) {
                  Tensor copy = Tensors.toNative(state);
                  velocity.copy_(copy);
                  Tensors.free(copy);
                }
                slots.add(
                    new Slot(param, tensor, Tensors.own(velocity), factor.applyAsDouble(param)));
              });
    }
  }

  /** Updates every parameter from its gradient, then forgets the gradients. */
  void step(double learningRate) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Scalar momentum = new Scalar(spec.momentum());
      Scalar decay = new Scalar(spec.weightDecay());
      for (Slot slot : slots) {
        Scalar down = new Scalar(-learningRate * slot.factor());
        Tensor gradient = slot.parameter().mutable_grad();
        if (decays(slot.spec().role())) {
          gradient.add_(slot.parameter(), decay);
        }
        slot.velocity().mul_(momentum);
        slot.velocity().add_(gradient);
        if (spec.nesterov()) {
          gradient.add_(slot.velocity(), momentum);
          slot.parameter().add_(gradient, down);
        } else {
          slot.parameter().add_(slot.velocity(), down);
        }
        gradient.reset();
      }
    }
  }

  /** The velocities by name, as a checkpoint stores them. */
  SequencedMap<String, HostTensor> state() {
    SequencedMap<String, HostTensor> state = new LinkedHashMap<>();
    for (Slot slot : slots) {
      state.put(PREFIX + slot.spec().name(), Tensors.toHost(slot.velocity()));
    }
    return state;
  }

  @Override
  public void close() {
    slots.forEach(slot -> Tensors.free(slot.velocity()));
    slots.clear();
  }

  private boolean decays(Role role) {
    return spec.weightDecay() != 0 && !spec.noDecay().contains(role);
  }
}
