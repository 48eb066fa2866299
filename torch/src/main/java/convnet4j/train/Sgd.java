package convnet4j.train;

import convnet4j.net.ParamSpec;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.torch.Aten;
import convnet4j.torch.TorchNet;
import convnet4j.train.ParamGroup.Rates;
import convnet4j.weights.HostTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Executes {@link OptimizerSpec.Sgd} by libtorch's fused operator, which reads and writes every
 * tensor once.
 *
 * <p>libtorch's own optimiser computes the same, but does not give its momentum away to be saved.
 */
final class Sgd implements Optimizer {
  private static final String MOMENTUM = "momentum.";
  private static final Aten FUSED = Aten.of("aten::_fused_sgd_", "");

  private final double momentum;
  private final boolean nesterov;
  private final List<StateTensors> velocities;
  private final List<ParamGroup> groups;

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
    this(
        net.trained(),
        param ->
            new Rates(
                spec.lr() * factor.applyAsDouble(param),
                spec.noDecay().contains(param.role()) ? 0 : spec.weightDecay()),
        spec.momentum(),
        spec.nesterov(),
        saved);
  }

  /** Of some parameters of a network, with rates of their own. */
  Sgd(
      Map<ParamSpec, Tensor> params,
      Function<ParamSpec, Rates> rates,
      double momentum,
      boolean nesterov,
      Map<String, HostTensor> saved) {
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.velocities =
        momentum == 0 ? List.of() : List.of(StateTensors.zeros(MOMENTUM, params, saved));
    this.groups = ParamGroup.of(params, rates, velocities);
  }

  @Override
  public void step(double factor) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (ParamGroup group : groups) {
        List<IValue> arguments = group.lists();
        if (!arguments.isEmpty()) {
          if (velocities.isEmpty()) {
            arguments.add(Aten.list(List.of()));
          }
          arguments.addAll(
              List.of(
                  new IValue(group.rates().weightDecay()),
                  new IValue(momentum),
                  new IValue(group.rates().lr() * factor),
                  new IValue(0.0), // dampening
                  new IValue(nesterov),
                  new IValue(false), // maximize
                  new IValue(false), // is_first_step: a velocity of 0 is as good
                  new IValue(), // grad_scale
                  new IValue())); // found_inf
          FUSED.call(arguments);
          group.forgetGradients();
        }
      }
    }
  }

  @Override
  public SequencedMap<String, HostTensor> state() {
    SequencedMap<String, HostTensor> state = new LinkedHashMap<>();
    velocities.forEach(v -> v.addTo(state));
    return state;
  }

  @Override
  public void close() {
    groups.forEach(ParamGroup::close);
    velocities.forEach(StateTensors::close);
  }
}
