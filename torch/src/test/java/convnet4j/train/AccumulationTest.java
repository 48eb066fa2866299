package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.BatchTransform;
import convnet4j.data.Dataset;
import convnet4j.data.Mixup;
import convnet4j.eval.Normaliser;
import convnet4j.image.BatchLoader;
import convnet4j.image.ImageSource;
import convnet4j.image.LoadPlan;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.recipe.StepSpec;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import convnet4j.train.Stepper.Outcome;
import convnet4j.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch in parts: the same step as the batch at once, where no batch norm sees a part alone. */
class AccumulationTest {
  private static final int BATCH = 14;
  private static final Dataset DATA = TinyData.of(BATCH, 4);

  @BeforeAll
  static void load() {
    Natives.load();
  }

  private static Graph graph() {
    FeatureMap input = new FeatureMap(3, 32, 32);
    Layer layer =
        Layer.seq(
            Layer.scope("conv", new Op.Conv(3, 4, 3, 2, 1, 1, 1, true)),
            Layer.scope("act", new Op.Activation(ActivationKind.TANH)),
            Layer.scope("pool", new Op.AdaptiveAvgPool(2, 2)),
            Layer.scope("flatten", new Op.Flatten()),
            Layer.scope("fc", new Op.Linear(16, 3, true)));
    Initialisation uniform = new Initialisation.UniformFanIn();
    return Resolver.resolve(
        new Network("tiny", input, 3, layer, new InitScheme(uniform, uniform, uniform)));
  }

  /** Three steps with momentum, clipping and mixed images; the last one's outcome. */
  private static Outcome train(TorchNet net, int parts, List<BatchTransform> mixing) {
    OptimizerSpec.Sgd sgd = new OptimizerSpec.Sgd(0.5, 0.9, true, 1e-2, Set.of());
    StepSpec spec = new StepSpec(BATCH, parts, false, 0.1, 0.2);
    Outcome last = null;
    try (Normaliser normaliser = new Normaliser(DATA.normalisation());
        Sgd optimizer = new Sgd(sgd, net, Map.of())) {
      Stepper stepper = new Stepper(net, normaliser, optimizer, mixing, spec, false, 3);
      for (int step = 0; step < 3; step++) {
        try (BatchLoader loader =
            new BatchLoader(
                ImageSource.of(DATA.train(), net.graph().input(), false),
                LoadPlan.inOrder(BATCH, 1))) {
          last = stepper.step(loader.next(), step, 1, true, Optional.empty());
        }
      }
    }
    return last;
  }

  @ParameterizedTest
  @CsvSource({"2, false", "3, false", "14, false", "2, true", "5, true"})
  void partsMakeTheStepOfTheWholeBatch(int parts, boolean mixed) {
    List<BatchTransform> mixing = mixed ? List.of(new Mixup(1)) : List.of();
    Weights begun;
    Weights whole;
    Outcome wholeOutcome;
    try (TorchNet net = TorchNet.initialised(graph(), 1)) {
      begun = net.weights();
      wholeOutcome = train(net, 1, mixing);
      whole = net.weights();
    }
    try (TorchNet net = TorchNet.initialised(graph(), 1)) {
      Outcome outcome = train(net, parts, mixing);
      assertThat(outcome.loss()).isCloseTo(wholeOutcome.loss(), within(1e-5));
      assertThat(outcome.correct()).isEqualTo(wholeOutcome.correct());
      assertThat(outcome.images()).isEqualTo(BATCH);
      assertThat(outcome.gradientNorm()).isCloseTo(wholeOutcome.gradientNorm(), within(1e-5));
      Weights weights = net.weights();
      whole
          .tensors()
          .forEach(
              (name, tensor) -> {
                assertThat(weights.get(name).toFloats())
                    .as(name)
                    .containsExactly(tensor.toFloats(), within(1e-5f));
                assertThat(tensor.toFloats()).as(name).isNotEqualTo(begun.get(name).toFloats());
              });
    }
  }
}
