package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.ParamSpec;
import convnet4j.net.ParamSpec.Role;
import convnet4j.recipe.Ema;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import convnet4j.weights.Weights;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  private static void fill(TorchNet net, double value) {
    try (NoGradGuard guard = new NoGradGuard();
        Scalar scalar = new Scalar(value)) {
      net.changing().values().forEach(tensor -> tensor.fill_(scalar));
    }
  }

  @Test
  void theAverageOfWeightsAndRunningStatisticsIsTheDefinitions() {
    try (TorchNet net = SmallNet.drawn()) {
      fill(net, 1);
      try (WeightAverage average = new WeightAverage(new Ema(0.15), net, Map.of())) {
        fill(net, 2);
        average.update(); // (1 + 0) / (10 + 0): 0.1 · 1 + 0.9 · 2
        assertAll(average.weights(), 1.9f);
        fill(net, 4);
        average.update(); // 2 / 11 is above 0.15: 0.15 · 1.9 + 0.85 · 4
        assertAll(average.weights(), 3.685f);
        fill(net, 8);
        assertAll(average.weights(), 3.685f);
        assertAll(net.weights(), 8);
      }
    }
  }

  private static void assertAll(Weights weights, float value) {
    for (ParamSpec spec : SmallNet.graph().params()) {
      float[] values = weights.get(spec.name()).toFloats();
      float expected = spec.name().endsWith("num_batches_tracked") ? 0 : value;
      for (float v : values) {
        assertThat(v).as(spec.name()).isCloseTo(expected, within(1e-6f));
      }
    }
  }

  @Test
  void whatIsNotTrainedIsTheNetsOwn() {
    try (TorchNet drawn = SmallNet.drawn();
        TorchNet net =
            TorchNet.trainable(
                SmallNet.graph(),
                drawn.weights(),
                spec -> spec.role() == Role.NORM || spec.name().startsWith("wide."));
        WeightAverage average = new WeightAverage(new Ema(0.9), net, Map.of())) {
      assertThat(average.state())
          .containsOnlyKeys(
              "average.tall.weight", "average.fc.weight", "average.fc.bias", "average.updates");
      assertThat(average.weights().tensors()).isEqualTo(net.weights().tensors());
    }
  }

  @Test
  void batchesAreCountedByTheNet() {
    try (TorchNet net = SmallNet.drawn();
        WeightAverage average = new WeightAverage(new Ema(0.9), net, Map.of())) {
      SmallNet.backward(net, 0);
      average.update();
      assertThat(average.weights().get("bn.num_batches_tracked").toLongs()).containsExactly(1);
    }
  }
}
