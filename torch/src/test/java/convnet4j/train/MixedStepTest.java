package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.BatchTransform;
import convnet4j.data.Draws;
import convnet4j.data.Mixup;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A step on a mixed batch, with label smoothing and an auxiliary classifier, against λ·CE(a) +
 * (1−λ)·CE(b) in double precision: h = Wx, logits Fh, auxiliary logits Ah; gradients by
 * differences.
 */
class MixedStepTest {
  private static final double AUXILIARY = 0.3;
  private static final double RATE = 0.5;
  private static final int SEED = 4;
  private static final int[] LABELS = {1, 0, 1};
  private static final byte[] PIXELS = {51, (byte) 204, (byte) 153, 0, (byte) 255, 102};

  /** W, F and A, row by row. */
  private static final double[] START = {0.5, -1, 2, 0.25, 1, -0.5, 0.75, 1.5, -2, 1, 0.5, 0.25};

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  /** The losses without and with the auxiliary one, and how many rank their larger share first. */
  private record Expected(double loss, double total, int correct) {}

  private static Expected expected(double[] w, int images, int step, double smoothing) {
    Draws draws = Draws.ofBatch(SEED, step);
    double own = new Mixup(1).share(draws);
    int[] partners = draws.permutation(images);
    double loss = 0;
    double auxiliary = 0;
    int correct = 0;
    for (int i = 0; i < images; i++) {
      double[] x = new double[2];
      for (int c = 0; c < 2; c++) {
        x[c] =
            own * (PIXELS[2 * i + c] & 0xFF) / 255
                + (1 - own) * (PIXELS[2 * partners[i] + c] & 0xFF) / 255;
      }
      int a = LABELS[i];
      int b = LABELS[partners[i]];
      double[] h = product(w, 0, x);
      double[] logits = product(w, 4, h);
      double[] second = product(w, 8, h);
      loss += own * entropy(logits, a, smoothing) + (1 - own) * entropy(logits, b, smoothing);
      auxiliary += own * entropy(second, a, smoothing) + (1 - own) * entropy(second, b, smoothing);
      int larger = own > 0.5 ? a : b;
      correct += logits[larger] > logits[1 - larger] ? 1 : 0;
    }
    return new Expected(loss / images, (loss + AUXILIARY * auxiliary) / images, correct);
  }

  private static double[] product(double[] w, int at, double[] v) {
    return new double[] {
      w[at] * v[0] + w[at + 1] * v[1], w[at + 2] * v[0] + w[at + 3] * v[1],
    };
  }

  /** Cross entropy with a share of the label spread over both classes. */
  private static double entropy(double[] logits, int label, double smoothing) {
    double all = Math.log(Math.exp(logits[0]) + Math.exp(logits[1]));
    double uniform = all - (logits[0] + logits[1]) / 2;
    return (1 - smoothing) * (all - logits[label]) + smoothing * uniform;
  }

  @ParameterizedTest
  @CsvSource({"3, 0, 0", "3, 1, 0.1", "2, 2, 0.3", "1, 3, 0", "1, 4, 0.1", "3, 5, 0.2"})
  void lossGradientAndTop1AreThoseOfBothLabelsByTheirShares(
      int images, int step, double smoothing) {
    Expected expected = expected(START, images, step, smoothing);
    try (TorchNet net = TorchNet.trainable(graph(), weights())) {
      Stepper.Outcome outcome = step(net, images, step, smoothing);
      assertThat(outcome.images()).isEqualTo(images);
      assertThat(outcome.loss()).isCloseTo(expected.loss(), within(1e-6));
      assertThat(outcome.correct()).isEqualTo(expected.correct());
      assertMoved(net, "trunk.weight", 0, images, step, smoothing);
      assertMoved(net, "fc.weight", 4, images, step, smoothing);
      assertMoved(net, "aux.fc.weight", 8, images, step, smoothing);
    }
  }

  private static void assertMoved(
      TorchNet net, String name, int at, int images, int step, double smoothing) {
    float[] after = net.weights().get(name).toFloats();
    for (int i = 0; i < 4; i++) {
      double[] more = START.clone();
      double[] less = START.clone();
      more[at + i] += 1e-5;
      less[at + i] -= 1e-5;
      double gradient =
          (expected(more, images, step, smoothing).total()
                  - expected(less, images, step, smoothing).total())
              / 2e-5;
      assertThat((double) after[i])
          .as("%s %d", name, i)
          .isCloseTo(START[at + i] - RATE * gradient, within(1e-5));
    }
  }

  private static Graph graph() {
    Layer head = Layer.seq(new Op.Flatten(), Layer.scope("fc", new Op.Linear(2, 2, false)));
    Layer layer =
        Layer.seq(
            Layer.scope("trunk", Op.Conv.of(2, 2, 1, 1, 0)), new Tap("aux", head, AUXILIARY), head);
    InitScheme none = new InitScheme(new Constant(0), new Constant(0), new Constant(0));
    return Resolver.resolve(new Network("tiny", new FeatureMap(2, 1, 1), 2, layer, none));
  }

  private static Weights weights() {
    return Weights.matching(
        graph(),
        Map.of(
            "trunk.weight", tensor(0, 2, 2, 1, 1),
            "fc.weight", tensor(4, 2, 2),
            "aux.fc.weight", tensor(8, 2, 2)),
        "by hand");
  }

  private static HostTensor tensor(int at, Integer... shape) {
    return HostTensor.floats(
        List.of(shape),
        (float) START[at],
        (float) START[at + 1],
        (float) START[at + 2],
        (float) START[at + 3]);
  }

  private static Stepper.Outcome step(TorchNet net, int images, int step, double smoothing) {
    PixelSplit split =
        new PixelSplit(2, 1, 1, Arrays.copyOf(PIXELS, 2 * images), Arrays.copyOf(LABELS, images));
    Normalisation none = new Normalisation(List.of(0.0, 0.0), List.of(1.0, 1.0));
    OptimizerSpec.Sgd spec = new OptimizerSpec.Sgd(RATE, 0, false, 0, Set.of());
    List<BatchTransform> mixup = List.of(new Mixup(1));
    try (Normaliser normaliser = new Normaliser(none);
        Sgd sgd = new Sgd(spec, net, Map.of());
        BatchLoader loader =
            new BatchLoader(
                ImageSource.of(split, new FeatureMap(2, 1, 1), false),
                LoadPlan.inOrder(images, 1))) {
      StepSpec stepSpec = new StepSpec(images, 1, false, smoothing, 0);
      return new Stepper(net, normaliser, sgd, mixup, stepSpec, false, SEED)
          .step(loader.next(), step, 1, false, Optional.empty());
    }
  }
}
