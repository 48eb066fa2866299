package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.eval.Normaliser;
import convnet4j.explain.LayerProbe;
import convnet4j.image.BatchLoader;
import convnet4j.image.ImageSource;
import convnet4j.image.LoadPlan;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.LayerMeasure;
import convnet4j.recipe.LayerRow;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A look at a step by hand: images of one pixel x of two channels, h = Wx, logits Fh of two
 * classes.
 */
class LayerProbeTest {
  private static final double RATE = 0.5;
  private static final double[][] X = {{51 / 255.0, 204 / 255.0}, {1, 102 / 255.0}};
  private static final int[] LABELS = {1, 0};
  private static final double[][] W = {{0.5, -1}, {2, 0.25}};
  private static final double[][] F = {{1, -0.5}, {0.75, 1.5}};

  /** What the gradients of the mean loss are. */
  private static final double[][] W_GRADIENT = new double[2][2];

  private static final double[][] F_GRADIENT = new double[2][2];

  @BeforeAll
  static void gradients() {
    Natives.load();
    for (int n = 0; n < 2; n++) {
      double[] h = product(W, X[n]);
      double[] z = product(F, h);
      double sum = Math.exp(z[0]) + Math.exp(z[1]);
      double[] d = {Math.exp(z[0]) / sum, Math.exp(z[1]) / sum};
      d[LABELS[n]] -= 1;
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          F_GRADIENT[i][j] += d[i] * h[j] / 2;
          W_GRADIENT[i][j] += (F[0][i] * d[0] + F[1][i] * d[1]) * X[n][j] / 2;
        }
      }
    }
  }

  private static Graph graph() {
    Layer layer =
        Layer.seq(
            Layer.scope("trunk", Op.Conv.of(2, 2, 1, 1, 0)),
            new Op.Flatten(),
            Layer.scope("fc", new Op.Linear(2, 2, false)));
    InitScheme none = new InitScheme(new Constant(0), new Constant(0), new Constant(0));
    return Resolver.resolve(new Network("tiny", new FeatureMap(2, 1, 1), 2, layer, none));
  }

  /** The rows of one step on both images, the trunk's first. */
  private static List<LayerRow> look(int parts, double clip, Predicate<ParamSpec> frozen) {
    byte[] pixels = {51, (byte) 204, (byte) 255, 102};
    PixelSplit images = new PixelSplit(2, 1, 1, pixels, LABELS);
    Normalisation none = new Normalisation(List.of(0.0, 0.0), List.of(1.0, 1.0));
    OptimizerSpec.Sgd spec = new OptimizerSpec.Sgd(RATE, 0, false, 0, Set.of());
    Weights start =
        Weights.matching(
            graph(),
            Map.of("trunk.weight", tensor(W, 2, 2, 1, 1), "fc.weight", tensor(F, 2, 2)),
            "by hand");
    try (TorchNet net = TorchNet.trainable(graph(), start, frozen);
        Normaliser normaliser = new Normaliser(none);
        Sgd sgd = new Sgd(spec, net, Map.of());
        LayerProbe probe = new LayerProbe(net, 0);
        BatchLoader loader =
            new BatchLoader(
                ImageSource.of(images, new FeatureMap(2, 1, 1), false), LoadPlan.inOrder(2, 1))) {
      StepSpec step = new StepSpec(2, parts, false, 0, clip);
      new Stepper(net, normaliser, sgd, List.of(), step, false, 1)
          .step(loader.next(), 0, 1, false, Optional.of(probe));
      return probe.rows();
    }
  }

  private static void assertValue(LayerRow row, LayerMeasure measure, double expected) {
    assertThat(row.value(measure).orElseThrow())
        .as(row.path() + " " + measure.label())
        .isCloseTo(expected, within(1e-6));
  }

  @Test
  void gradientsAndUpdatesAreThoseOfTheFormulas() {
    List<LayerRow> rows = look(1, 0, spec -> false);
    assertThat(rows).extracting(LayerRow::path).containsExactly("trunk", "fc");
    assertValue(rows.get(0), LayerMeasure.GRADIENT_NORM, norm(W_GRADIENT));
    assertValue(rows.get(0), LayerMeasure.WEIGHT_NORM, norm(W));
    assertValue(rows.get(0), LayerMeasure.UPDATE_RATIO, RATE * norm(W_GRADIENT) / norm(W));
    assertValue(rows.get(1), LayerMeasure.GRADIENT_NORM, norm(F_GRADIENT));
    assertValue(rows.get(1), LayerMeasure.WEIGHT_NORM, norm(F));
    assertValue(rows.get(1), LayerMeasure.UPDATE_RATIO, RATE * norm(F_GRADIENT) / norm(F));
  }

  @Test
  void gradientsAreSeenBeforeTheyAreClippedAndUpdatesAfter() {
    double clip = 0.01;
    double all = Math.hypot(norm(W_GRADIENT), norm(F_GRADIENT));
    assertThat(all).isGreaterThan(clip);
    LayerRow trunk = look(1, clip, spec -> false).getFirst();
    assertValue(trunk, LayerMeasure.GRADIENT_NORM, norm(W_GRADIENT));
    assertValue(trunk, LayerMeasure.UPDATE_RATIO, RATE * clip / all * norm(W_GRADIENT) / norm(W));
  }

  @Test
  void ofABatchInPartsTheOutputsAreTheFirstPartsAndTheGradientsTheWholes() {
    double[] first = product(W, X[0]);
    double[] second = product(W, X[1]);
    LayerRow whole = look(1, 0, spec -> false).getFirst();
    LayerRow parts = look(2, 0, spec -> false).getFirst();
    assertValue(whole, LayerMeasure.MEAN, (sum(first) + sum(second)) / 4);
    assertValue(parts, LayerMeasure.MEAN, sum(first) / 2);
    assertValue(parts, LayerMeasure.GRADIENT_NORM, norm(W_GRADIENT));
  }

  @Test
  void frozenLayersHaveOutputsOnly() {
    List<LayerRow> rows = look(1, 0, spec -> spec.name().startsWith("trunk"));
    assertThat(rows.get(0).values()).containsOnlyKeys(LayerMeasure.MEAN, LayerMeasure.STD);
    assertValue(rows.get(1), LayerMeasure.GRADIENT_NORM, norm(F_GRADIENT));
  }

  /** Their squares would be 0 in float32. */
  @Test
  void gradientsThatHaveNearlyVanishedAreStillMeasured() {
    try (TorchNet net = SmallNet.drawn();
        LayerProbe probe = new LayerProbe(net, 0)) {
      net.trained()
          .forEach(
              (spec, tensor) -> {
                float[] gradient = new float[(int) spec.elements()];
                Arrays.fill(gradient, 1e-30f);
                SmallNet.setGradient(tensor, spec, gradient);
              });
      probe.beforeUpdate();
      LayerRow wide = probe.rows().getFirst();
      assertThat(wide.path()).isEqualTo("wide");
      assertThat(wide.value(LayerMeasure.GRADIENT_NORM).orElseThrow())
          .isCloseTo(1e-30 * Math.sqrt(4 * 3 * 9), within(1e-35));
      probe.afterUpdate();
      assertValue(probe.rows().getFirst(), LayerMeasure.UPDATE_RATIO, 0);
    }
  }

  private static double sum(double[] v) {
    return v[0] + v[1];
  }

  private static double norm(double[][] m) {
    return Math.hypot(Math.hypot(m[0][0], m[0][1]), Math.hypot(m[1][0], m[1][1]));
  }

  private static double[] product(double[][] m, double[] v) {
    return new double[] {m[0][0] * v[0] + m[0][1] * v[1], m[1][0] * v[0] + m[1][1] * v[1]};
  }

  private static HostTensor tensor(double[][] m, Integer... shape) {
    return HostTensor.floats(
        List.of(shape), (float) m[0][0], (float) m[0][1], (float) m[1][0], (float) m[1][1]);
  }
}
