package convnet4j.train;

import convnet4j.net.ParamSpec;
import convnet4j.torch.Aten;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;

/**
 * Parameters that have their learning rate and weight decay in common, so that one call of a fused
 * operator changes them all. Owns handles, not the tensors, until closed.
 */
final class ParamGroup implements AutoCloseable {
  private final Rates rates;
  private final int states;
  private final List<Slot> slots = new ArrayList<>();

  /** What the members of a group share. */
  record Rates(double lr, double weightDecay) {}

  /** A parameter and the tensors of its state, ready to be put into lists, and its gradient. */
  private record Slot(List<IValue> values, Tensor gradient) {}

  private ParamGroup(Rates rates, int states) {
    this.rates = rates;
    this.states = states;
  }

  /**
   * The groups of {@code params}, which must stay open as long as they.
   *
   * @param states in the order in which the operator takes them
   */
  static List<ParamGroup> of(
      Map<ParamSpec, Tensor> params, Function<ParamSpec, Rates> rates, List<StateTensors> states) {
    Map<Rates, ParamGroup> groups = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      params.forEach(
          (spec, tensor) ->
              groups
                  .computeIfAbsent(rates.apply(spec), r -> new ParamGroup(r, states.size()))
                  .add(spec, tensor, states));
    }
    return List.copyOf(groups.values());
  }

  private void add(ParamSpec spec, Tensor tensor, List<StateTensors> states) {
    List<IValue> values = new ArrayList<>();
    values.add(new IValue(tensor));
    states.forEach(state -> values.add(new IValue(state.of(spec))));
    values.forEach(IValue::retainReference);
    slots.add(new Slot(values, tensor.mutable_grad()));
  }

  /** Before the factors of a step. */
  Rates rates() {
    return rates;
  }

  /**
   * The first arguments of a fused operator: the parameters, their gradients, then each state;
   * empty if no parameter has a gradient.
   */
  List<IValue> lists() {
    List<GenericList> lists = new ArrayList<>();
    for (int i = 0; i < 2 + states; i++) {
      lists.add(Aten.emptyList());
    }
    boolean any = false;
    for (Slot slot : slots) {
      if (slot.gradient().defined()) {
        any = true;
        lists.get(0).push_back(slot.values().getFirst());
        lists.get(1).push_back(new IValue(slot.gradient()));
        for (int i = 0; i < states; i++) {
          lists.get(2 + i).push_back(slot.values().get(1 + i));
        }
      }
    }
    List<IValue> arguments = new ArrayList<>();
    if (any) {
      lists.forEach(list -> arguments.add(new IValue(list)));
    }
    return arguments;
  }

  void forgetGradients() {
    slots.forEach(slot -> slot.gradient().reset());
  }

  @Override
  public void close() {
    slots.forEach(slot -> slot.values().forEach(IValue::releaseReference));
    slots.clear();
  }
}
