package convnet4j.zoo;

import static convnet4j.zoo.Parts.count;
import static convnet4j.zoo.Parts.kernels;
import static convnet4j.zoo.Parts.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.cost.Cost;
import convnet4j.errors.InputException;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.Padding;
import convnet4j.net.ParamSpec;
import convnet4j.net.Shape;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ShuffleNet and NASNet-A, held against their papers' figures. */
class MobileFamiliesTest {
  private static final Op.Activation RELU = new Op.Activation(ActivationKind.RELU);

  private static Op.Conv grouped(int in, int out) {
    return new Op.Conv(in, out, 1, 1, 0, 1, 3, false);
  }

  /** Table 1, g = 3: output sizes and channels of the stages, times the scale. */
  @ParameterizedTest
  @CsvSource({
    "shufflenet_g3_x1_0, 24, 240",
    "shufflenet_g3_x1_5, 24, 360",
    "shufflenet_g3_x2_0, 48, 480"
  })
  void shuffleNetsHaveTheShapesOfTheTable(String network, int stem, int channels) {
    Graph graph = ZooTest.graph(network, Map.of());

    assertThat(steps(graph, "conv1").getLast().output()).isEqualTo(new FeatureMap(stem, 112, 112));
    assertThat(steps(graph, "maxpool").getLast().output()).isEqualTo(new FeatureMap(stem, 56, 56));
    assertThat(steps(graph, "stage2").getLast().output())
        .isEqualTo(new FeatureMap(channels, 28, 28));
    assertThat(steps(graph, "stage3").getLast().output())
        .isEqualTo(new FeatureMap(2 * channels, 14, 14));
    assertThat(steps(graph, "stage4").getLast().output())
        .isEqualTo(new FeatureMap(4 * channels, 7, 7));
    assertThat(graph.steps().stream().filter(s -> s.kernel() instanceof Op.ChannelShuffle))
        .hasSize(16);
  }

  /** Figure 2(b) and (c). */
  @Test
  void shuffleUnitsAddOrConcatenate() {
    Graph graph = ZooTest.graph("shufflenet_g3_x1_0", Map.of());

    assertThat(kernels(graph, "stage3.1"))
        .containsExactly(
            grouped(480, 120),
            Op.BatchNorm.of(120),
            RELU,
            new Op.ChannelShuffle(3),
            Op.Conv.depthwise(120, 3, 1, 1),
            Op.BatchNorm.of(120),
            grouped(120, 480),
            Op.BatchNorm.of(480),
            Join.SUM,
            RELU);
    assertThat(kernels(graph, "stage3.0"))
        .containsExactly(
            grouped(240, 120),
            Op.BatchNorm.of(120),
            RELU,
            new Op.ChannelShuffle(3),
            Op.Conv.depthwise(120, 3, 2, 1),
            Op.BatchNorm.of(120),
            grouped(120, 240),
            Op.BatchNorm.of(240),
            Op.Pool.average(3, 2, 1),
            Join.CONCAT,
            RELU);
    assertThat(kernels(graph, "stage2.0.conv1")).containsExactly(Op.Conv.of(24, 60, 1, 1, 0));
  }

  /** Appendix A.4, figure 4 and the released code: which state each operation reads. */
  @Test
  void aNormalCellIsWiredAsInTheFigure() {
    Graph graph = ZooTest.graph("nasnet_a_mobile", Map.of());
    String cell = "cell_2";
    int now = index(graph, cell + ".beginning_bn");
    int before = index(graph, cell + ".prev_bn");
    List<Step> joins =
        graph.steps().stream()
            .filter(s -> s.path().equals(cell) && s.kernel() instanceof Join)
            .toList();

    assertThat(joins).extracting(Step::kernel).startsWith(Join.SUM).endsWith(Join.CONCAT);
    assertThat(joins).hasSize(6);
    assertThat(sources(graph, cell, "comb_iter_0_left", now, before)).containsExactly("now");
    assertThat(sources(graph, cell, "comb_iter_0_right", now, before)).containsExactly("before");
    assertThat(sources(graph, cell, "comb_iter_1_left", now, before)).containsExactly("before");
    assertThat(sources(graph, cell, "comb_iter_1_right", now, before)).containsExactly("before");
    assertThat(joins.get(2).inputs())
        .containsExactly(index(graph, cell + ".comb_iter_2_left"), before);
    assertThat(sources(graph, cell, "comb_iter_3_left", now, before)).containsExactly("before");
    assertThat(joins.get(4).inputs())
        .containsExactly(index(graph, cell + ".comb_iter_4_left.bn_sep_2"), now);
    assertThat(joins.getLast().inputs().getFirst()).isEqualTo(before);
    assertThat(joins.getLast().output()).isEqualTo(new FeatureMap(6 * 44, 28, 28));
    assertThat(
            kernels(graph, cell + ".comb_iter_0_left").stream()
                .filter(Op.Conv.class::isInstance)
                .toList())
        .containsExactly(
            Op.Conv.depthwise(44, 5, 1, Padding.SAME),
            Op.Conv.of(44, 44, 1, 1, 0),
            Op.Conv.depthwise(44, 5, 1, Padding.SAME),
            Op.Conv.of(44, 44, 1, 1, 0));
  }

  /** What the first step of a part reads: the cell's states, activated or not. */
  private static List<String> sources(Graph graph, String cell, String part, int now, int before) {
    int read = steps(graph, cell + "." + part).getFirst().inputs().getFirst();
    if (graph.steps().get(read).kernel().equals(RELU)) {
      read = graph.steps().get(read).inputs().getFirst();
    }
    return List.of(read == now ? "now" : read == before ? "before" : "another");
  }

  private static int index(Graph graph, String path) {
    for (int i = graph.steps().size() - 1; i >= 0; i--) {
      if (graph.steps().get(i).path().equals(path)) {
        return i;
      }
    }
    throw new AssertionError("no step " + path);
  }

  /**
   * As in the released code at 224: 111×111 and 32 channels; reduction cells of 11 and 22 filters,
   * four outputs each; then 44, 88 and 176 filters, six outputs per normal cell.
   */
  @Test
  void theMobileNetHasTheSizesOfTheReleasedCode() {
    Graph graph = ZooTest.graph("nasnet_a_mobile", Map.of());

    assertThat(output(graph, "conv0_bn")).isEqualTo(new FeatureMap(32, 111, 111));
    assertThat(output(graph, "cell_stem_0")).isEqualTo(new FeatureMap(44, 56, 56));
    assertThat(output(graph, "cell_stem_1")).isEqualTo(new FeatureMap(88, 28, 28));
    assertThat(output(graph, "cell_3")).isEqualTo(new FeatureMap(264, 28, 28));
    assertThat(output(graph, "reduction_cell_0")).isEqualTo(new FeatureMap(352, 14, 14));
    assertThat(output(graph, "cell_7")).isEqualTo(new FeatureMap(528, 14, 14));
    assertThat(output(graph, "reduction_cell_1")).isEqualTo(new FeatureMap(704, 7, 7));
    assertThat(output(graph, "cell_11")).isEqualTo(new FeatureMap(1056, 7, 7));
    assertThat(Cost.of(graph).params()).isEqualTo(5_289_978);
    assertThat(output(ZooTest.graph("nasnet_a_cifar", Map.of()), "cell_17"))
        .isEqualTo(new FeatureMap(768, 8, 8));
  }

  private static Shape output(Graph graph, String path) {
    return graph.shape(index(graph, path));
  }

  /** Whatever the parity of a side, windows of stride 2 halve it upwards, and shapes meet. */
  @ParameterizedTest
  @ValueSource(strings = {"331", "3x97x64", "3x64x97", "3x75x130", "1x33x33"})
  void theMobileNetTakesSidesOfAnyParity(String input) {
    Graph graph = ZooTest.graph("nasnet_a_mobile", Map.of("input", input));
    FeatureMap stem = (FeatureMap) output(graph, "conv0_bn");

    assertThat(output(graph, "cell_11"))
        .isEqualTo(
            new FeatureMap(1056, Math.ceilDiv(stem.height(), 16), Math.ceilDiv(stem.width(), 16)));
  }

  /**
   * By hand, 4 @ 1056: 1×1 from 528 channels to 128, 4×4 to 768, both with batch norm, and 1000
   * classes: 528·128 + 256 + 128·16·768 + 1536 + 768·1000 + 1000. 6 @ 768: from 384 channels, and
   * 10 classes.
   */
  @ParameterizedTest
  @CsvSource({"nasnet_a_mobile, 7, 528, 1000", "nasnet_a_cifar, 11, 384, 10"})
  void theAuxiliaryClassifierIsTheReleasedOne(String network, int cell, int in, int classes) {
    Graph graph = ZooTest.graph(network, Map.of("aux", "true"));
    String path = "aux_" + cell;

    assertThat(graph.auxiliary())
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.path()).isEqualTo(path);
              assertThat(a.weight()).isEqualTo(0.4);
            });
    assertThat(
            graph.params().stream()
                .filter(p -> p.name().startsWith(path + ".") && p.role().isParameter())
                .mapToLong(ParamSpec::elements)
                .sum())
        .isEqualTo(in * 128L + 256 + 128 * 16 * 768 + 1536 + 768L * classes + classes);
    assertThat(graph.withoutAuxiliary()).isEqualTo(ZooTest.graph(network, Map.of()));
  }

  /** {@code _build_aux_head} of the released code; its map of 4×4 is left as 1×1. */
  @ParameterizedTest
  @CsvSource({"nasnet_a_mobile, aux_7, 528, 1000", "nasnet_a_cifar, aux_11, 384, 10"})
  void theAuxiliaryClassifierIsInTheOrderOfTheReleasedCode(
      String network, String path, int in, int classes) {
    Graph graph = ZooTest.graph(network, Map.of("aux", "true"));
    List<Step> steps = steps(graph, path);

    assertThat(graph.steps().get(steps.getFirst().inputs().getFirst()).kernel()).isEqualTo(RELU);
    assertThat(steps)
        .extracting(Step::kernel)
        .containsExactly(
            Op.Pool.average(5, 3, 0),
            Op.Conv.of(in, 128, 1, 1, 0),
            norm(network, 128),
            RELU,
            Op.Conv.of(128, 768, 4, 1, 0),
            norm(network, 768),
            RELU,
            new Op.AdaptiveAvgPool(1, 1),
            new Op.Flatten(),
            new Op.Linear(768, classes, true));
  }

  /**
   * tensorflow/models research/slim/nets/nasnet/nasnet.py: batch_norm_epsilon and 1 −
   * batch_norm_decay of nasnet_mobile_arg_scope and nasnet_cifar_arg_scope.
   */
  private static Op.BatchNorm norm(String network, int channels) {
    return switch (network) {
      case "nasnet_a_mobile" -> new Op.BatchNorm(channels, 1e-3, 3e-4);
      case "nasnet_a_cifar" -> new Op.BatchNorm(channels, 1e-5, 0.1);
      default -> throw new AssertionError(network);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"nasnet_a_mobile", "nasnet_a_cifar"})
  void everyBatchNormHasTheConstantsOfTheReleasedCode(String network) {
    List<Kernel> norms =
        ZooTest.graph(network, Map.of("aux", "true")).steps().stream()
            .map(Step::kernel)
            .filter(Op.BatchNorm.class::isInstance)
            .toList();

    assertThat(norms)
        .hasSizeGreaterThan(100)
        .allMatch(kernel -> kernel.equals(norm(network, ((Op.BatchNorm) kernel).channels())));
  }

  /**
   * The same file: 32 · stem_multiplier of 1 for ImageNet, stride 2 and "VALID"; 32 filters ·
   * stem_multiplier of 3 for CIFAR. dense_dropout_keep_prob is 0.5, and 1.
   */
  @Test
  void stemsAndDropoutAreThoseOfTheReleasedCode() {
    Graph mobile = ZooTest.graph("nasnet_a_mobile", Map.of());
    Graph cifar = ZooTest.graph("nasnet_a_cifar", Map.of());

    assertThat(kernels(mobile, "conv0")).containsExactly(Op.Conv.of(3, 32, 3, 2, 0));
    assertThat(kernels(cifar, "conv0")).containsExactly(Op.Conv.of(3, 96, 3, 1, 1));
    List<Step> end = mobile.steps().subList(mobile.steps().size() - 5, mobile.steps().size());
    assertThat(end)
        .extracting(Step::kernel)
        .containsExactly(
            RELU,
            new Op.AdaptiveAvgPool(1, 1),
            new Op.Flatten(),
            new Op.Dropout(0.5),
            new Op.Linear(1056, 1000, true));
    assertThat(count(mobile, new Op.Dropout(0.5))).isOne();
    assertThat(cifar.steps()).noneMatch(step -> step.kernel() instanceof Op.Dropout);
  }

  /** Two separable convolutions, two pools and a projection of stride 2, and what follows them. */
  @Test
  void aReductionCellHalvesByTensorFlowsPadding() {
    Graph graph = ZooTest.graph("nasnet_a_mobile", Map.of());
    String cell = "reduction_cell_0";

    assertThat(kernels(graph, cell + ".comb_iter_0_right"))
        .filteredOn(Op.Conv.class::isInstance)
        .containsExactly(
            Op.Conv.depthwise(88, 7, 2, Padding.SAME),
            Op.Conv.of(88, 88, 1, 1, 0),
            Op.Conv.depthwise(88, 7, 1, Padding.SAME),
            Op.Conv.of(88, 88, 1, 1, 0));
    assertThat(kernels(graph, cell + ".comb_iter_1_left"))
        .containsExactly(Op.Pool.same(Op.Pool.Mode.MAX, 3, 2));
    assertThat(kernels(graph, cell + ".comb_iter_2_left"))
        .containsExactly(Op.Pool.same(Op.Pool.Mode.AVERAGE, 3, 2));
    assertThat(kernels(graph, cell + ".comb_iter_3_right"))
        .containsExactly(Op.Pool.same(Op.Pool.Mode.AVERAGE, 3, 1));
    assertThat(kernels(graph, "cell_4.path2_shift")).containsExactly(new Op.Shift());
  }

  @Test
  void anImageTooSmallForTheAuxiliaryClassifierIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> ZooTest.graph("nasnet_a_cifar", Map.of("aux", "true", "input", "8")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("aux_11.pool: expects at least 5×5 for its window");
  }
}
