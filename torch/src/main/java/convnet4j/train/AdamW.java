package convnet4j.train;

import convnet4j.net.ParamSpec;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.torch.Aten;
import convnet4j.torch.TorchNet;
import convnet4j.train.ParamGroup.Rates;
import convnet4j.weights.HostTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Executes {@link OptimizerSpec.AdamW} by libtorch's fused operator. */
final class AdamW implements Optimizer {
  private static final Aten FUSED = Aten.of("aten::_fused_adamw_", "");
  private static final Aten ADD = Aten.of("aten::_foreach_add_", "Scalar");

  /** Where the step counts stand among a group's lists. */
  private static final int STEPS = 4;

  private final OptimizerSpec.AdamW spec;
  private final List<StateTensors> states;
  private final List<ParamGroup> groups;

  /**
   * Goes on from {@code saved}, or begins where it is empty.
   *
   * @param factor of the learning rate, for every parameter
   */
  AdamW(
      OptimizerSpec.AdamW spec,
      TorchNet net,
      Map<String, HostTensor> saved,
      ToDoubleFunction<ParamSpec> factor) {
    this.spec = spec;
    Map<ParamSpec, Tensor> params = net.trained();
    this.states =
        List.of(
            StateTensors.zeros("exp_avg.", params, saved),
            StateTensors.zeros("exp_avg_sq.", params, saved),
            // Of each its own: a parameter without a gradient stands still.
            StateTensors.counters("step.", params, saved));
    this.groups =
        ParamGroup.of(
            params,
            param ->
                new Rates(
                    spec.lr() * factor.applyAsDouble(param),
                    spec.noDecay().contains(param.role()) ? 0 : spec.weightDecay()),
            states);
  }

  @Override
  public void step(double factor) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (ParamGroup group : groups) {
        List<IValue> lists = group.lists();
        if (!lists.isEmpty()) {
          ADD.call(List.of(lists.get(STEPS), new IValue(new Scalar(1))));
          List<IValue> arguments = new ArrayList<>(lists.subList(0, STEPS));
          arguments.add(Aten.list(List.of())); // max_exp_avg_sqs: of AMSGrad
          arguments.add(lists.get(STEPS));
          arguments.addAll(
              List.of(
                  new IValue(group.rates().lr() * factor),
                  new IValue(spec.beta1()),
                  new IValue(spec.beta2()),
                  new IValue(group.rates().weightDecay()),
                  new IValue(spec.eps()),
                  new IValue(false), // amsgrad
                  new IValue(false), // maximize
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
    states.forEach(s -> s.addTo(state));
    return state;
  }

  @Override
  public void close() {
    groups.forEach(ParamGroup::close);
    states.forEach(StateTensors::close);
  }
}
