package convnet4j.train;

import convnet4j.errors.InputException;
import convnet4j.net.ParamSpec;
import convnet4j.torch.Tensors;
import convnet4j.weights.HostTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One tensor beside every one of some tensors of a network: velocities, averages, step counts.
 * Float32, owned until closed.
 */
final class StateTensors implements AutoCloseable {
  private final String prefix;
  private final SequencedMap<ParamSpec, Tensor> tensors = new LinkedHashMap<>();

  private StateTensors(
      String prefix,
      Map<ParamSpec, Tensor> beside,
      Map<String, HostTensor> saved,
      UnaryOperator<Tensor> initial) {
    this.prefix = prefix;
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      beside.forEach(
          (spec, tensor) -> {
            Tensor state = Tensors.own(initial.apply(tensor));
            tensors.put(spec, state);
            if (!saved.isEmpty()) {
              restore(spec, state, saved.get(prefix + spec.name()));
            }
          });
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Tensors of the same shapes and memory format, zero where {@code saved} is empty.
   *
   * @param prefix of the names in {@code saved} and in {@link #addTo}
   * @throws InputException if {@code saved} holds other state than this
   */
  static StateTensors zeros(
      String prefix, Map<ParamSpec, Tensor> beside, Map<String, HostTensor> saved) {
    return new StateTensors(prefix, beside, saved, torch::zeros_like);
  }

  /** As {@link #zeros}, a scalar for each. */
  static StateTensors counters(
      String prefix, Map<ParamSpec, Tensor> beside, Map<String, HostTensor> saved) {
    return new StateTensors(
        prefix, beside, saved, tensor -> torch.zeros(new long[0], tensor.options()));
  }

  /** As {@link #zeros}, but copies at the beginning. */
  static StateTensors copies(
      String prefix, Map<ParamSpec, Tensor> beside, Map<String, HostTensor> saved) {
    return new StateTensors(prefix, beside, saved, tensor -> tensor.detach().clone());
  }

  private void restore(ParamSpec spec, Tensor state, HostTensor saved) {
    List<Integer> shape = state.dim() == 0 ? List.of() : spec.shape();
    if (saved == null || !saved.shape().equals(shape)) {
      throw new InputException(
          "optimizer: expects the '"
              + prefix
              + spec.name()
              + "' that its last step left, received a checkpoint of another optimizer;"
              + " set the recipe back to that one, or begin a new run with --init");
    }
    Tensor copy = Tensors.toNative(saved);
    state.copy_(copy);
    Tensors.free(copy);
  }

  Tensor of(ParamSpec spec) {
    return tensors.get(spec);
  }

  /** By name, in the order of what they stand beside. */
  SequencedMap<String, Tensor> byName() {
    SequencedMap<String, Tensor> byName = new LinkedHashMap<>();
    tensors.forEach((spec, tensor) -> byName.put(spec.name(), tensor));
    return byName;
  }

  /** Adds copies to what a checkpoint stores. */
  void addTo(Map<String, HostTensor> state) {
    tensors.forEach((spec, tensor) -> state.put(prefix + spec.name(), Tensors.toHost(tensor)));
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensors::free);
    tensors.clear();
  }
}
