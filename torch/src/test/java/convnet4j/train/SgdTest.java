package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Normal;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec.Role;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SgdTest {
  private static final float[] IMAGE = {0.5f, -1, 2};

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  /** Two logits of three inputs: the gradient of their sum is the image for every row, 1 for b. */
  private static Graph linear() {
    Layer layer = Layer.seq(new Op.Flatten(), Layer.scope("fc", new Op.Linear(3, 2, true)));
    InitScheme init = new InitScheme(new Normal(1), new Normal(1), new Normal(1));
    return Resolver.resolve(new Network("linear", new FeatureMap(3, 1, 1), 2, layer, init));
  }

  private static void backward(TorchNet net) {
    try (PointerScope scope = new PointerScope()) {
      net.forward(Tensor.create(IMAGE, 1, 3, 1, 1), true).sum().backward();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, false, 0", "0.9, false, 0", "0.9, false, 0.01", "0.9, true, 0.01"})
  void stepsAreThoseOfTheDefinition(double momentum, boolean nesterov, double decay) {
    OptimizerSpec.Sgd spec = new OptimizerSpec.Sgd(0.1, momentum, nesterov, decay, Set.of());
    try (TorchNet net = TorchNet.initialised(linear(), 3);
        Sgd sgd = new Sgd(spec, net, Map.of())) {
      float[] w = net.weights().get("fc.weight").toFloats();
      double[] expected = new double[6];
      double[] velocity = new double[6];
      for (int i = 0; i < 6; i++) {
        expected[i] = w[i];
      }
      for (int step = 0; step < 4; step++) {
        double lr = 0.1 / (step + 1);
        backward(net);
        sgd.step(1.0 / (step + 1));
        for (int i = 0; i < 6; i++) {
          double g = IMAGE[i % 3] + decay * expected[i];
          velocity[i] = momentum * velocity[i] + g;
          expected[i] -= lr * (nesterov ? g + momentum * velocity[i] : velocity[i]);
        }
      }
      float[] got = net.weights().get("fc.weight").toFloats();
      for (int i = 0; i < 6; i++) {
        assertThat((double) got[i]).isCloseTo(expected[i], within(1e-5));
      }
    }
  }

  @Test
  void rolesWithoutDecayAreMovedByTheirGradientAlone() {
    OptimizerSpec.Sgd spec = new OptimizerSpec.Sgd(0.1, 0, false, 0.5, Set.of(Role.BIAS));
    try (TorchNet net = TorchNet.initialised(linear(), 3);
        Sgd sgd = new Sgd(spec, net, Map.of())) {
      float[] bias = net.weights().get("fc.bias").toFloats();
      float[] weight = net.weights().get("fc.weight").toFloats();
      backward(net);
      sgd.step(1);
      assertThat(net.weights().get("fc.bias").toFloats()[0])
          .isCloseTo(bias[0] - 0.1f, within(1e-6f));
      assertThat(net.weights().get("fc.weight").toFloats()[0])
          .isCloseTo(weight[0] - 0.1f * (IMAGE[0] + 0.5f * weight[0]), within(1e-6f));
    }
  }

  /** Two steps by hand: only the learning rate has the factor, neither decay nor momentum. */
  @Test
  void aFactorOfTheLearningRateScalesItsParametersStepsExactly() {
    OptimizerSpec.Sgd spec = new OptimizerSpec.Sgd(0.5, 0.5, false, 0, Set.of());
    try (TorchNet net = TorchNet.initialised(linear(), 3);
        Sgd sgd = new Sgd(spec, net, Map.of(), p -> p.name().equals("fc.weight") ? 0.25 : 1)) {
      float[] weight = net.weights().get("fc.weight").toFloats();
      float[] bias = net.weights().get("fc.bias").toFloats();
      for (int step = 0; step < 2; step++) {
        backward(net);
        sgd.step(1);
      }
      // v = g, then 1.5 g: in all 2.5 g times the rate, which is 0.125 and 0.5.
      float[] moved = net.weights().get("fc.weight").toFloats();
      for (int i = 0; i < 6; i++) {
        assertThat(moved[i]).isCloseTo(weight[i] - 0.3125f * IMAGE[i % 3], within(1e-6f));
      }
      assertThat(net.weights().get("fc.bias").toFloats()[0])
          .isCloseTo(bias[0] - 1.25f, within(1e-6f));
    }
  }

  @Test
  void savedVelocityGoesOn() {
    OptimizerSpec.Sgd spec = new OptimizerSpec.Sgd(0.1, 0.9, true, 1e-3, Set.of());
    try (TorchNet net = TorchNet.initialised(linear(), 3);
        Sgd first = new Sgd(spec, net, Map.of())) {
      backward(net);
      first.step(1);
      try (TorchNet copy = TorchNet.trainable(linear(), net.weights());
          Sgd second = new Sgd(spec, copy, first.state())) {
        backward(net);
        first.step(1);
        backward(copy);
        second.step(1);
        assertThat(copy.weights().tensors()).isEqualTo(net.weights().tensors());
        assertThat(second.state()).isEqualTo(first.state()).hasSize(2);
      }
    }
  }
}
