package convnet4j.net;

import static convnet4j.net.Layer.identity;
import static convnet4j.net.Layer.indexed;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.net.Layer.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.net.Op.AdaptiveAvgPool;
import convnet4j.net.Op.BatchNorm;
import convnet4j.net.Op.Conv;
import convnet4j.net.Op.Flatten;
import convnet4j.net.Op.Linear;
import convnet4j.net.Op.PadShortcut;
import convnet4j.net.Op.Pool;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Shape.Vector;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolverTest {
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.HeNormal(Initialisation.Fan.IN),
          new Initialisation.Normal(0.5),
          new Initialisation.Constant(0.25));

  private static Graph resolve(FeatureMap input, int classes, Layer... layers) {
    return Resolver.resolve(new Network("tiny", input, classes, seq(layers), INIT));
  }

  /** The shape that {@code op} makes of {@code input}. */
  private static Shape output(FeatureMap input, Op op) {
    Layer head = seq(new AdaptiveAvgPool(1, 1), new Flatten(), scope("fc", new Linear(2, 3, true)));
    return resolve(input, 3, scope("op", op), head).steps().getFirst().output();
  }

  private static void refused(String message, FeatureMap input, Layer... layers) {
    assertThatThrownBy(() -> resolve(input, 3, layers))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void onlyScopesMakePaths() {
    Graph graph =
        resolve(
            new FeatureMap(2, 4, 4),
            3,
            scope("a", indexed(List.of(Conv.of(2, 4, 1, 1, 0), seq(BatchNorm.of(4), identity())))),
            new AdaptiveAvgPool(1, 1),
            new Flatten(),
            scope("fc", new Linear(4, 3, true)));

    assertThat(graph.steps()).extracting(Step::path).containsExactly("a.0", "a.1", "", "", "fc");
    assertThat(graph.params())
        .extracting(ParamSpec::name)
        .containsExactly(
            "a.0.weight",
            "a.1.weight",
            "a.1.bias",
            "a.1.running_mean",
            "a.1.running_var",
            "a.1.num_batches_tracked",
            "fc.weight",
            "fc.bias");
  }

  @Test
  void parametersKnowTheirShapeRoleFansAndStart() {
    Graph graph =
        resolve(
            new FeatureMap(4, 4, 4),
            3,
            scope("conv", new Conv(4, 6, 3, 1, 1, 1, 2, true)),
            scope("bn", BatchNorm.of(6)),
            new AdaptiveAvgPool(1, 1),
            new Flatten(),
            scope("fc", new Linear(6, 3, true)));

    assertThat(graph.params())
        .startsWith(
            // Each output sees 2 of the 4 channels through 9 taps; PyTorch's fan-out is 9 · 6.
            new ParamSpec(
                "conv.weight",
                List.of(6, 2, 3, 3),
                ParamSpec.Role.WEIGHT,
                INIT.conv(),
                18,
                54,
                false),
            new ParamSpec("conv.bias", List.of(6), ParamSpec.Role.BIAS, INIT.bias(), 18, 54, false))
        .endsWith(
            new ParamSpec(
                "fc.weight", List.of(3, 6), ParamSpec.Role.WEIGHT, INIT.linear(), 6, 3, false),
            new ParamSpec("fc.bias", List.of(3), ParamSpec.Role.BIAS, INIT.bias(), 6, 3, false));
    assertThat(graph.params().subList(2, 7))
        .extracting(ParamSpec::role)
        .containsExactly(
            ParamSpec.Role.NORM,
            ParamSpec.Role.NORM,
            ParamSpec.Role.BUFFER,
            ParamSpec.Role.BUFFER,
            ParamSpec.Role.BUFFER);
    assertThat(graph.params().subList(2, 7))
        .extracting(ParamSpec::init)
        .containsExactly(
            new Initialisation.Constant(1),
            new Initialisation.Constant(0),
            new Initialisation.Constant(0),
            new Initialisation.Constant(1),
            new Initialisation.Constant(0));
    assertThat(graph.params())
        .extracting(ParamSpec::elements)
        .startsWith(108L, 6L, 6L)
        .contains(1L);
  }

  @Test
  void aResultIsHeldUntilItsLastReader() {
    Graph graph =
        resolve(
            new FeatureMap(2, 4, 4),
            3,
            scope("a", Conv.of(2, 2, 1, 1, 0)),
            sum(
                seq(scope("b", Conv.of(2, 2, 1, 1, 0)), scope("c", Conv.of(2, 2, 1, 1, 0))),
                identity()),
            new AdaptiveAvgPool(1, 1),
            new Flatten(),
            scope("fc", new Linear(2, 3, true)));

    // a is read by b and, last, by the sum; nobody reads the logits.
    assertThat(graph.steps()).extracting(Step::lastUse).containsExactly(3, 2, 3, 4, 5, 6, 6);
    assertThat(graph.steps())
        .extracting(Step::inputs)
        .containsExactly(
            List.of(Graph.INPUT),
            List.of(0),
            List.of(1),
            List.of(2, 0),
            List.of(3),
            List.of(4),
            List.of(5));
    assertThat(graph.shape(Graph.INPUT)).isEqualTo(new FeatureMap(2, 4, 4));
    assertThat(graph.shape(6)).isEqualTo(new Vector(3));
  }

  @Test
  void shapesAreThoseOfPyTorch() {
    FeatureMap input = new FeatureMap(2, 11, 8);
    // Dilation 2 makes a 3×3 window 5 wide: ⌊(11 + 2 − 5) / 2⌋ + 1 = 5, ⌊(8 + 2 − 5) / 2⌋ + 1 = 3.
    assertThat(output(input, new Conv(2, 2, 3, 2, 1, 2, 1, false)))
        .isEqualTo(new FeatureMap(2, 5, 3));
    assertThat(output(input, Conv.of(2, 2, 3, 2, 1))).isEqualTo(new FeatureMap(2, 6, 4));
    // ⌈(11 − 2) / 3⌉ + 1 = 4, ⌈(8 − 2) / 3⌉ + 1 = 3; floor would give 4, 3 too, so also side 12.
    assertThat(output(input, new Pool(Pool.Mode.MAX, 2, 3, 0, true, true)))
        .isEqualTo(new FeatureMap(2, 4, 3));
    FeatureMap twelve = new FeatureMap(2, 12, 12);
    assertThat(output(twelve, new Pool(Pool.Mode.MAX, 3, 2, 0, true, true)))
        .isEqualTo(new FeatureMap(2, 6, 6));
    assertThat(output(twelve, new Pool(Pool.Mode.MAX, 3, 2, 0, false, true)))
        .isEqualTo(new FeatureMap(2, 5, 5));
    // The third window would start at 4, past the last padded input at 3 + 1 − 1: it is dropped.
    assertThat(output(new FeatureMap(2, 3, 3), new Pool(Pool.Mode.AVERAGE, 2, 2, 1, true, true)))
        .isEqualTo(new FeatureMap(2, 2, 2));
    assertThat(output(new FeatureMap(1, 6, 5), new PadShortcut(1, 0, 2)))
        .isEqualTo(new FeatureMap(2, 3, 3));
    assertThat(output(new FeatureMap(2, 6, 5), new Op.Shift())).isEqualTo(new FeatureMap(2, 6, 5));
    assertThat(output(twelve, new AdaptiveAvgPool(7, 5))).isEqualTo(new FeatureMap(2, 7, 5));
  }

  @Test
  void branchesConcatenateAlongTheChannels() {
    Graph graph =
        resolve(
            new FeatureMap(2, 4, 4),
            3,
            new Parallel(
                Join.CONCAT,
                List.of(scope("a", Conv.of(2, 5, 1, 1, 0)), scope("b", Conv.of(2, 6, 3, 1, 1)))),
            new AdaptiveAvgPool(1, 1),
            new Flatten(),
            scope("fc", new Linear(11, 3, true)));

    assertThat(graph.shape(2)).isEqualTo(new FeatureMap(11, 4, 4));
  }

  @Test
  void wrongChannelsNameTheLayer() {
    refused(
        "layer2.0.conv1: expects 128 channels, receives 64",
        new FeatureMap(64, 8, 8),
        scope("layer2", indexed(List.of(scope("conv1", Conv.of(128, 128, 3, 1, 1))))));
    refused(
        "bn: expects 32 channels, receives 64",
        new FeatureMap(64, 8, 8),
        scope("bn", BatchNorm.of(32)));
  }

  @Test
  void aWindowThatDoesNotFitAsksForALargerInput() {
    refused(
        "conv: expects at least 5×5 for its window, receives 4×6; use a larger input than 3×4×6",
        new FeatureMap(3, 4, 6),
        scope("conv", Conv.of(3, 8, 7, 2, 1)));
  }

  @Test
  void branchesOfDifferentShapeDoNotSum() {
    refused(
        "block: expects branches of one shape for SUM, receives [4×2×2, 2×4×4]",
        new FeatureMap(2, 4, 4),
        scope("block", sum(scope("conv", Conv.of(2, 4, 3, 2, 1)), identity())));
  }

  @Test
  void branchesOfDifferentSizeDoNotConcatenate() {
    refused(
        "the network: expects branches of one height and width for CONCAT, receives [4×2×2, 2×4×4]",
        new FeatureMap(2, 4, 4),
        new Parallel(Join.CONCAT, List.of(scope("conv", Conv.of(2, 4, 3, 2, 1)), identity())));
  }

  @Test
  void vectorsAndFeatureMapsAreNotMixedUp() {
    refused(
        "fc: expects a vector of 32, receives 2×4×4",
        new FeatureMap(2, 4, 4),
        scope("fc", new Linear(32, 3, true)));
    refused(
        "fc: expects a vector of 31, receives 32",
        new FeatureMap(2, 4, 4),
        new Flatten(),
        scope("fc", new Linear(31, 3, true)));
    refused(
        "conv: Conv expects a feature map, receives a vector of 32",
        new FeatureMap(2, 4, 4),
        new Flatten(),
        scope("conv", Conv.of(2, 2, 1, 1, 0)));
  }

  @Test
  void theLastLayerYieldsTheLogits() {
    refused(
        "tiny: expects 3 logits at the end, receives 4",
        new FeatureMap(2, 4, 4),
        new Flatten(),
        scope("fc", new Linear(32, 4, true)));
    refused("tiny: expects 3 logits at the end, receives 2×4×4", new FeatureMap(2, 4, 4));
  }

  @Test
  void twoLayersDoNotShareAParameterName() {
    refused(
        "conv: two layers own a parameter conv.weight",
        new FeatureMap(2, 4, 4),
        scope("conv", Conv.of(2, 2, 1, 1, 0)),
        scope("conv", Conv.of(2, 2, 1, 1, 0)));
  }
}
