package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.eval.Normaliser;
import convnet4j.image.BatchLoader;
import convnet4j.image.ImageSource;
import convnet4j.image.LoadPlan;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Tap;
import convnet4j.recipe.OptimizerSpec;
import convnet4j.recipe.StepSpec;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A step with an auxiliary classifier, by hand: one pixel x of two channels, h = Wx, logits Fh and
 * auxiliary logits Ah of two classes.
 */
class TapTrainingTest {
  private static final double WEIGHT = 0.3;
  private static final double RATE = 0.5;
  private static final int LABEL = 1;
  private static final double[] X = {51 / 255.0, 204 / 255.0};
  private static final double[][] W = {{0.5, -1}, {2, 0.25}};
  private static final double[][] F = {{1, -0.5}, {0.75, 1.5}};
  private static final double[][] A = {{-2, 1}, {0.5, 0.25}};

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  @Test
  void theTrunkFollowsBothLossesAndEachClassifierItsOwn() {
    Graph graph = graph();
    Weights start =
        Weights.matching(
            graph,
            Map.of(
                "trunk.weight", tensor(W, 2, 2, 1, 1),
                "aux.fc.weight", tensor(A, 2, 2),
                "fc.weight", tensor(F, 2, 2)),
            "by hand");
    double[] h = product(W, X);
    double[] main = lossGradient(product(F, h));
    double[] auxiliary = lossGradient(product(A, h));
    double[] viaMain = transposedProduct(F, main);
    double[] viaAuxiliary = transposedProduct(A, auxiliary);

    try (TorchNet net = TorchNet.trainable(graph, start)) {
      Stepper.Outcome outcome = step(net);

      assertThat(outcome.loss()).isCloseTo(-Math.log(1 + main[LABEL]), within(1e-6));
      double[] both = {
        viaMain[0] + WEIGHT * viaAuxiliary[0], viaMain[1] + WEIGHT * viaAuxiliary[1]
      };
      assertMoved(net, "trunk.weight", W, both, X);
      assertMoved(net, "fc.weight", F, main, h);
      assertMoved(
          net, "aux.fc.weight", A, new double[] {WEIGHT * auxiliary[0], WEIGHT * auxiliary[1]}, h);
    }
  }

  private static Graph graph() {
    Layer head = Layer.seq(new Op.Flatten(), Layer.scope("fc", new Op.Linear(2, 2, false)));
    Layer layer =
        Layer.seq(
            Layer.scope("trunk", Op.Conv.of(2, 2, 1, 1, 0)), new Tap("aux", head, WEIGHT), head);
    InitScheme none = new InitScheme(new Constant(0), new Constant(0), new Constant(0));
    return Resolver.resolve(new Network("tiny", new FeatureMap(2, 1, 1), 2, layer, none));
  }

  private static Stepper.Outcome step(TorchNet net) {
    PixelSplit image = new PixelSplit(2, 1, 1, new byte[] {51, (byte) 204}, new int[] {LABEL});
    Normalisation none = new Normalisation(List.of(0.0, 0.0), List.of(1.0, 1.0));
    OptimizerSpec.Sgd spec = new OptimizerSpec.Sgd(RATE, 0, false, 0, Set.of());
    try (Normaliser normaliser = new Normaliser(none);
        Sgd sgd = new Sgd(spec, net, Map.of());
        BatchLoader loader =
            new BatchLoader(
                ImageSource.of(image, new FeatureMap(2, 1, 1), false), LoadPlan.inOrder(1, 1))) {
      StepSpec stepSpec = new StepSpec(1, 1, false, 0, 0);
      return new Stepper(net, normaliser, sgd, List.of(), stepSpec, false, 1)
          .step(loader.next(), 0, 1, false, Optional.empty());
    }
  }

  /** w − rate · gradient · inputᵀ. */
  private static void assertMoved(
      TorchNet net, String name, double[][] before, double[] gradient, double[] input) {
    float[] after = net.weights().get(name).toFloats();
    for (int i = 0; i < 4; i++) {
      double change = RATE * gradient[i / 2] * input[i % 2];
      assertThat(Math.abs(change)).as(name).isGreaterThan(1e-3);
      assertThat((double) after[i]).as(name).isCloseTo(before[i / 2][i % 2] - change, within(1e-6));
    }
  }

  /** Softmax less the one-hot label: the gradient of the cross entropy. */
  private static double[] lossGradient(double[] logits) {
    double sum = Math.exp(logits[0]) + Math.exp(logits[1]);
    double[] gradient = {Math.exp(logits[0]) / sum, Math.exp(logits[1]) / sum};
    gradient[LABEL] -= 1;
    return gradient;
  }

  private static double[] product(double[][] m, double[] v) {
    return new double[] {m[0][0] * v[0] + m[0][1] * v[1], m[1][0] * v[0] + m[1][1] * v[1]};
  }

  private static double[] transposedProduct(double[][] m, double[] v) {
    return new double[] {m[0][0] * v[0] + m[1][0] * v[1], m[0][1] * v[0] + m[1][1] * v[1]};
  }

  private static HostTensor tensor(double[][] m, Integer... shape) {
    return HostTensor.floats(
        List.of(shape), (float) m[0][0], (float) m[0][1], (float) m[1][0], (float) m[1][1]);
  }
}
