package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.recipe.Lookahead;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SlowWeightsTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  /** By hand: every fast step goes 0.1 · 2 down; k = 2, α = 0.25. */
  @Test
  void slowWeightsGoAShareOfTheWayAndTheFastGoOnFromThere() {
    OptimizerSpec.Sgd spec = new OptimizerSpec.Sgd(0.1, 0, false, 0, Set.of());
    try (TorchNet net = SmallNet.drawn();
        SlowWeights optimizer =
            new SlowWeights(new Lookahead(2, 0.25), new Sgd(spec, net, Map.of()), net, Map.of())) {
      float[] begun = net.weights().get("wide.weight").toFloats();
      double[] down = {0.2, 0.1, 0.3, 0.2, 0.4};
      for (double expected : down) {
        step(net, optimizer);
        float[] now = net.weights().get("wide.weight").toFloats();
        for (int i = 0; i < now.length; i++) {
          assertThat((double) now[i]).isCloseTo(begun[i] - expected, within(1e-6));
        }
      }
    }
  }

  @Test
  void theWholeWayIsTheOptimizerAlone() {
    OptimizerSpec.Sgd spec = new OptimizerSpec.Sgd(0.1, 0.9, false, 0, Set.of());
    try (TorchNet net = SmallNet.drawn();
        TorchNet twin = SmallNet.drawn();
        Sgd alone = new Sgd(spec, twin, Map.of());
        SlowWeights optimizer =
            new SlowWeights(new Lookahead(3, 1), new Sgd(spec, net, Map.of()), net, Map.of())) {
      for (int i = 0; i < 7; i++) {
        step(net, optimizer);
        step(twin, alone);
      }
      assertThat(net.weights().tensors()).isEqualTo(twin.weights().tensors());
    }
  }

  private static void step(TorchNet net, Optimizer optimizer) {
    net.trained()
        .forEach(
            (spec, tensor) -> {
              float[] twos = new float[Math.toIntExact(spec.elements())];
              Arrays.fill(twos, 2);
              SmallNet.setGradient(tensor, spec, twos);
            });
    optimizer.step(1);
  }
}
