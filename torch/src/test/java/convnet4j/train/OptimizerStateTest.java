package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convnet4j.errors.InputException;
import convnet4j.net.ParamSpec.Role;
import convnet4j.recipe.Ema;
import convnet4j.recipe.Lookahead;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.torch.Autocast;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import convnet4j.weights.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerStateTest {
  private static final Set<Role> NORMS = Set.of(Role.NORM);
  private static final OptimizerSpec.Sgd SGD =
      new OptimizerSpec.Sgd(0.01, 0.9, true, 0.01, Set.of());
  private static final OptimizerSpec ADAM_W =
      new OptimizerSpec.AdamW(0.01, 0.9, 0.99, 1e-8, 0.1, NORMS);

  private static final List<OptimizerSpec> SPECS =
      List.of(
          SGD,
          new OptimizerSpec.Sgd(0.01, 0, false, 0.01, NORMS),
          ADAM_W,
          new OptimizerSpec.RmsProp(0.001, 0.9, 1e-3, 0.9, 0.01, NORMS),
          new OptimizerSpec.Muon(0.1, 0.6, true, true, 0.05, 0.1, 0.85, 0.001));

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  static Stream<OptimizerSpec> specs() {
    return SPECS.stream();
  }

  static Stream<Arguments> everyOptimizer() {
    return SPECS.stream()
        .flatMap(
            spec ->
                Stream.of(
                    Arguments.of(spec, Optional.empty()),
                    Arguments.of(spec, Optional.of(new Lookahead(2, 0.5)))));
  }

  private static Optimizer optimizer(
      OptimizerSpec spec,
      Optional<Lookahead> lookahead,
      TorchNet net,
      Map<String, HostTensor> saved) {
    Optimizer fast = Optimizers.of(spec, net, saved, p -> p.name().startsWith("fc.") ? 1 : 0.5);
    return lookahead.isPresent() ? new SlowWeights(lookahead.get(), fast, net, saved) : fast;
  }

  private static void train(
      TorchNet net, Optimizer optimizer, WeightAverage average, int from, int to) {
    for (int step = from; step < to; step++) {
      SmallNet.backward(net, step);
      new Gradients(net).clip(1);
      optimizer.step(1.0 / (step + 1));
      average.update();
    }
  }

  /** Saved after three steps, so that lookahead is between two of its own. */
  @ParameterizedTest
  @MethodSource("everyOptimizer")
  void whatIsSavedAndRestoredGoesOnBitForBit(OptimizerSpec spec, Optional<Lookahead> lookahead) {
    Ema ema = new Ema(0.9);
    try (TorchNet net = SmallNet.drawn();
        Optimizer through = optimizer(spec, lookahead, net, Map.of());
        WeightAverage average = new WeightAverage(ema, net, Map.of())) {
      train(net, through, average, 0, 3);
      try (TorchNet copy = SmallNet.copy(net);
          Optimizer resumed = optimizer(spec, lookahead, copy, through.state());
          WeightAverage resumedAverage = new WeightAverage(ema, copy, average.state())) {
        assertThat(resumed.state()).isEqualTo(through.state());
        train(net, through, average, 3, 8);
        train(copy, resumed, resumedAverage, 3, 8);
        assertThat(copy.weights().tensors()).isEqualTo(net.weights().tensors());
        assertThat(resumed.state()).isEqualTo(through.state());
        assertThat(resumedAverage.state()).isEqualTo(average.state());
        assertThat(resumedAverage.weights().tensors()).isEqualTo(average.weights().tensors());
      }
    }
  }

  @Test
  void stateIsNamedAsInCheckpoints() {
    try (TorchNet net = SmallNet.drawn();
        Optimizer sgd = optimizer(SGD, Optional.empty(), net, Map.of());
        Optimizer adamW = optimizer(ADAM_W, Optional.of(new Lookahead(5, 0.8)), net, Map.of())) {
      assertThat(sgd.state().keySet())
          .containsExactly(
              "momentum.wide.weight",
              "momentum.wide.bias",
              "momentum.tall.weight",
              "momentum.bn.weight",
              "momentum.bn.bias",
              "momentum.fc.weight",
              "momentum.fc.bias");
      assertThat(adamW.state().keySet())
          .contains(
              "exp_avg.fc.bias",
              "exp_avg_sq.fc.bias",
              "step.fc.bias",
              "slow.fc.bias",
              "lookahead.steps")
          .hasSize(4 * 7 + 1);
    }
  }

  @Test
  void stateOfAnotherOptimizerIsRefused() {
    try (TorchNet net = SmallNet.drawn();
        Optimizer sgd = optimizer(SGD, Optional.empty(), net, Map.of())) {
      Map<String, HostTensor> saved = sgd.state();
      assertThatThrownBy(() -> optimizer(ADAM_W, Optional.empty(), net, saved))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "optimizer: expects the 'exp_avg.wide.weight' that its last step left, received a"
                  + " checkpoint of another optimizer; set the recipe back to that one, or begin a"
                  + " new run with --init");
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void aParameterWithoutAGradientAndItsStateStayAsTheyAre(OptimizerSpec spec) {
    try (TorchNet net = SmallNet.drawn();
        Optimizer optimizer = optimizer(spec, Optional.empty(), net, Map.of())) {
      SmallNet.backward(net, 0);
      optimizer.step(1);
      Map<String, HostTensor> weights = net.weights().tensors();
      Map<String, HostTensor> state = optimizer.state();
      SmallNet.backward(net, 1);
      net.trained()
          .forEach(
              (param, tensor) -> {
                if (!param.name().startsWith("fc.")) {
                  tensor.mutable_grad().reset();
                }
              });
      optimizer.step(1);
      net.weights()
          .tensors()
          .forEach(
              (name, tensor) -> {
                if (name.startsWith("fc.")) {
                  assertThat(tensor).as(name).isNotEqualTo(weights.get(name));
                } else if (!name.startsWith("bn.running") && !name.endsWith("tracked")) {
                  assertThat(tensor).as(name).isEqualTo(weights.get(name));
                }
              });
      optimizer
          .state()
          .forEach(
              (name, tensor) -> {
                if (!name.contains("fc.")) {
                  assertThat(tensor).as(name).isEqualTo(state.get(name));
                }
              });
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void gradientsAreForgottenAfterAStepAndAStepWithoutAnyIsNone(OptimizerSpec spec) {
    try (TorchNet net = SmallNet.drawn();
        Optimizer optimizer = optimizer(spec, Optional.empty(), net, Map.of())) {
      SmallNet.backward(net, 0);
      optimizer.step(1);
      assertThat(net.trained().values()).noneMatch(t -> t.mutable_grad().defined());
      Map<String, HostTensor> before = net.weights().tensors();
      optimizer.step(1);
      assertThat(net.weights().tensors()).isEqualTo(before);
    }
  }

  /**
   * The fused operators go through memory, whatever the strides: gradients must lie as the filters
   * do, channels last, also where they come from a bfloat16 convolution.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsOfConvolutionsMeetTheirWeights(boolean bfloat16) {
    OptimizerSpec.Sgd plain = new OptimizerSpec.Sgd(0.25, 0, false, 0, Set.of());
    try (TorchNet net = SmallNet.drawn();
        Optimizer sgd = optimizer(plain, Optional.empty(), net, Map.of())) {
      float[] before = net.weights().get("wide.weight").toFloats();
      try (Autocast autocast = Autocast.bfloat16(bfloat16)) {
        SmallNet.backward(net, 0);
      }
      float[] gradient = SmallNet.gradients(net).get("wide.weight");
      sgd.step(2);
      float[] after = net.weights().get("wide.weight").toFloats();
      for (int i = 0; i < before.length; i++) {
        // The rate of all but the head is halved.
        assertThat(after[i]).isCloseTo(before[i] - 0.25f * gradient[i], within(1e-4f));
        assertThat(Math.abs(gradient[i])).isGreaterThan(1e-3f);
      }
    }
  }

  /** Counted: handles of native objects that are neither freed nor given to a scope. */
  @ParameterizedTest
  @MethodSource("everyOptimizer")
  void noStepLeavesAnythingToTheGarbageCollector(
      OptimizerSpec spec, Optional<Lookahead> lookahead) {
    long unopened = Pointer.totalCount();
    try (TorchNet net = SmallNet.drawn();
        Optimizer optimizer = optimizer(spec, lookahead, net, Map.of());
        WeightAverage average = new WeightAverage(new Ema(0.9), net, Map.of())) {
      train(net, optimizer, average, 0, 10);
      long before = Pointer.totalCount();
      train(net, optimizer, average, 10, 110);
      assertThat(Pointer.totalCount()).isEqualTo(before);
    }
    assertThat(Pointer.totalCount()).isEqualTo(unopened);
  }

  /** By the place of the gradient, which is kept from step to step. */
  @Test
  void theHandleOfAGradientSeesWhatEveryBackwardPassLeaves() {
    try (TorchNet net = SmallNet.drawn()) {
      Tensor handle = net.trained().lastEntry().getValue().mutable_grad();
      assertThat(handle.defined()).isFalse();
      SmallNet.backward(net, 0);
      float first = handle.norm().item_float();
      assertThat(first).isGreaterThan(0);
      handle.reset();
      SmallNet.backward(net, 1);
      assertThat(handle.norm().item_float()).isGreaterThan(0).isNotEqualTo(first);
    }
  }
}
