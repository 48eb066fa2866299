package convnet4j.train;

import convnet4j.recipe.Lookahead;
import convnet4j.torch.Aten;
import convnet4j.torch.TorchNet;
import convnet4j.weights.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;

/** Executes {@link Lookahead} around another optimiser, which it owns. */
final class SlowWeights implements Optimizer {
  private static final String STEPS = "lookahead.steps";
  private static final Aten LERP = Aten.of("aten::_foreach_lerp_", "Scalar");
  private static final Aten COPY = Aten.of("aten::_foreach_copy_", "");

  private final Lookahead spec;
  private final Optimizer fast;
  private final StateTensors slow;
  private final IValue fastWeights;
  private final IValue slowWeights;

  /** Since the slow weights last moved. */
  private long steps;

  /** Goes on from {@code saved}, or where it is empty, begins with the slow weights of the net. */
  SlowWeights(Lookahead spec, Optimizer fast, TorchNet net, Map<String, HostTensor> saved) {
    this.spec = spec;
    this.fast = fast;
    this.slow = StateTensors.copies("slow.", net.trained(), saved);
    this.steps = saved.isEmpty() ? 0 : saved.get(STEPS).toLongs()[0];
    try (PointerScope scope = new PointerScope()) {
      this.fastWeights = Aten.list(net.trained().values());
      this.slowWeights = Aten.list(slow.byName().values());
      fastWeights.retainReference();
      slowWeights.retainReference();
    }
  }

  @Override
  public void step(double factor) {
    fast.step(factor);
    steps++;
    if (steps == spec.steps()) {
      steps = 0;
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        LERP.call(List.of(slowWeights, fastWeights, new IValue(new Scalar(spec.share()))));
        COPY.call(List.of(fastWeights, slowWeights, new IValue(false))); // non_blocking
      }
    }
  }

  @Override
  public SequencedMap<String, HostTensor> state() {
    SequencedMap<String, HostTensor> state = fast.state();
    slow.addTo(state);
    state.put(STEPS, HostTensor.longs(List.of(), steps));
    return state;
  }

  @Override
  public void close() {
    fastWeights.releaseReference();
    slowWeights.releaseReference();
    slow.close();
    fast.close();
  }
}
