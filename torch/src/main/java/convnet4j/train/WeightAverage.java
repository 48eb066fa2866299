package convnet4j.train;

import convnet4j.recipe.Ema;
import convnet4j.torch.Aten;
import convnet4j.torch.TorchNet;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;

/**
 * Executes {@link Ema}: averages of the trained parameters of a network and of its running
 * statistics. Owned natively until closed; the network must stay open as long.
 */
final class WeightAverage implements AutoCloseable {
  private static final String UPDATES = "average.updates";
  private static final Aten LERP = Aten.of("aten::_foreach_lerp_", "Scalar");

  private final Ema spec;
  private final TorchNet net;
  private final StateTensors averages;
  private final IValue averageList;
  private final IValue netList;
  private long updates;

  /**
   * Goes on from {@code saved}, or begins with the net as it is where that is empty.
   *
   * @param saved what {@link #state} gave
   */
  WeightAverage(Ema spec, TorchNet net, Map<String, HostTensor> saved) {
    this.spec = spec;
    this.net = net;
    this.averages = StateTensors.copies("average.", net.changing(), saved);
    this.updates = saved.isEmpty() ? 0 : saved.get(UPDATES).toLongs()[0];
    try (PointerScope scope = new PointerScope()) {
      this.averageList = Aten.list(averages.byName().values());
      this.netList = Aten.list(net.changing().values());
      averageList.retainReference();
      netList.retainReference();
    }
  }

  /** Takes in the net as the last step has left it. */
  void update() {
    double share = 1 - spec.decayAfter(updates);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      LERP.call(List.of(averageList, netList, new IValue(new Scalar(share))));
    }
    updates++;
  }

  /** The averaged network, for testing and saving; what is not averaged is the net's own. */
  Weights weights() {
    return net.weights(averages.byName());
  }

  /** All that going on bit for bit needs, by name, as a checkpoint stores it. */
  SequencedMap<String, HostTensor> state() {
    SequencedMap<String, HostTensor> state = new LinkedHashMap<>();
    averages.addTo(state);
    state.put(UPDATES, HostTensor.longs(List.of(), updates));
    return state;
  }

  @Override
  public void close() {
    averageList.releaseReference();
    netList.releaseReference();
    averages.close();
  }
}
