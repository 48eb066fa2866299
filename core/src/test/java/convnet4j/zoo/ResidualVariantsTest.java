package convnet4j.zoo;

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
import convnet4j.net.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of residual networks, and pre-activation. */
class ResidualVariantsTest {
  private static final Op.Activation RELU = new Op.Activation(ActivationKind.RELU);

  private static List<Kernel> kernels(String network, Map<String, String> options, String block) {
    return Parts.kernels(ZooTest.graph(network, options), block);
  }

  @Test
  void aBlockThatAddsAfterItsActivationHasNoneBehindTheSum() {
    assertThat(kernels("resnet18_cifar", Map.of("block", "relu_then_add"), "layer1.1"))
        .containsExactly(
            Op.Conv.of(64, 64, 3, 1, 1),
            Op.BatchNorm.of(64),
            RELU,
            Op.Conv.of(64, 64, 3, 1, 1),
            Op.BatchNorm.of(64),
            RELU,
            Join.SUM);
  }

  /** 19 convolutions of 688 channels in all: a bias each in the place of a scale and a shift. */
  @ParameterizedTest
  @CsvSource({"resnet20", "plain20"})
  void withoutBatchNormsConvolutionsHaveBiases(String network) {
    Graph graph = ZooTest.graph(network, Map.of("norm", "none"));
    assertThat(graph.steps()).noneMatch(step -> step.kernel() instanceof Op.BatchNorm);
    assertThat(graph.steps().stream().map(Step::kernel))
        .filteredOn(Op.Conv.class::isInstance)
        .hasSize(19)
        .allMatch(kernel -> ((Op.Conv) kernel).bias());
    assertThat(Cost.of(graph).params()).isEqualTo(269_722 - 688);
    assertThat(kernels("resnet50", Map.of("norm", "none"), "layer1.0.downsample"))
        .containsExactly(new Op.Conv(64, 256, 1, 1, 0, 1, 1, true));
  }

  /** 16, 32 and 64 channels become 8, 16 and 32; counted by hand, layer by layer. */
  @ParameterizedTest
  @CsvSource({"resnet20", "plain20"})
  void widthMultipliesTheChannelsOfAllStages(String network) {
    Cost half = Cost.of(ZooTest.graph(network, Map.of("width", "0.5")));
    assertThat(half.params()).isEqualTo(68_050);
    assertThat(half.madds()).isEqualTo(10_248_512);
    assertThat(kernels("resnet50", Map.of("width", "2"), "layer4.2"))
        .startsWith(Op.Conv.of(4096, 1024, 1, 1, 0))
        .contains(Op.Conv.of(1024, 4096, 1, 1, 0));
    assertThatThrownBy(() -> ZooTest.graph(network, Map.of("width", "0")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("width");
  }

  @Test
  void aSquareIsOfTheInputAndIsProjectedWhereTheShapeChanges() {
    Graph graph = ZooTest.graph("resnet18_cifar", Map.of("block", "add_square"));
    List<Step> same = steps(graph, "layer1.1");
    int input = same.getFirst().inputs().getFirst();
    assertThat(same.stream().map(Step::kernel))
        .containsExactly(
            Op.Conv.of(64, 64, 3, 1, 1),
            Op.BatchNorm.of(64),
            RELU,
            Op.Conv.of(64, 64, 3, 1, 1),
            Op.BatchNorm.of(64),
            Join.PRODUCT,
            Join.SUM,
            RELU);
    assertThat(same.get(5).inputs()).containsExactly(input, input);

    List<Step> changed = steps(graph, "layer2.0");
    input = changed.getFirst().inputs().getFirst();
    assertThat(changed.stream().map(Step::kernel))
        .endsWith(Join.PRODUCT, Op.Conv.of(64, 128, 1, 2, 0), Op.BatchNorm.of(128), Join.SUM, RELU);
    assertThat(changed.get(5).inputs()).containsExactly(input, input);
    assertThat(changed.get(6).inputs()).containsExactly(graph.steps().indexOf(changed.get(5)));
  }

  /**
   * By hand: a basic block of w channels has 18w² weights and 4w for batch norm; narrow-wide-narrow
   * has 4w² + 144w² + 4w² and 18w. That is 134w² + 14w more; the first block of a stage, which
   * reads half as many channels, saves 4.5w² of its 3×3 then, 2w² of its 1×1 now. Of 64, 128, 256
   * and 512 channels Σw = 960 and Σw² = 348,160; 344,064 without the first stage, which reads what
   * it yields. Two blocks each: 2·134·348,160 + 2.5·344,064 + 2·14·960.
   */
  @Test
  void aReversedBottleneckIsNarrowWideNarrow() {
    assertThat(kernels("resnet18_cifar", Map.of("block", "reversed_bottleneck"), "layer2.0"))
        .startsWith(
            Op.Conv.of(64, 512, 1, 1, 0),
            Op.BatchNorm.of(512),
            RELU,
            Op.Conv.of(512, 512, 3, 2, 1),
            Op.BatchNorm.of(512),
            RELU,
            Op.Conv.of(512, 128, 1, 1, 0),
            Op.BatchNorm.of(128))
        .endsWith(Join.SUM, RELU);
    long standard = Cost.of(ZooTest.graph("resnet18_cifar", Map.of())).params();
    long reversed =
        Cost.of(ZooTest.graph("resnet18_cifar", Map.of("block", "reversed_bottleneck"))).params();
    assertThat(reversed - standard).isEqualTo(2 * 134 * 348_160L + 860_160 + 26_880);
  }

  @ParameterizedTest
  @CsvSource({"relu_then_add", "add_square"})
  void theOtherBlocksHaveTheParametersOfTheStandardOne(String block) {
    for (String network : List.of("resnet20", "resnet50", "resnet18_cifar")) {
      assertThat(ZooTest.graph(network, Map.of("block", block)).params())
          .isEqualTo(ZooTest.graph(network, Map.of()).params());
    }
  }

  @Test
  void thePapersBottleneckHasItsStrideOnTheFirstConvolution() {
    assertThat(kernels("resnet50", Map.of("bottleneck_stride", "1x1"), "layer2.0"))
        .contains(Op.Conv.of(256, 128, 1, 2, 0), Op.Conv.of(128, 128, 3, 1, 1))
        .doesNotContain(Op.Conv.of(128, 128, 3, 2, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resnet50 | block | reversed_bottleneck | unknown value of block of resnet50"
            + " 'reversed_bottleneck': expected standard, relu_then_add, add_square",
        "resnet18 | bottleneck_stride | 1x1 | unknown option of resnet18 'bottleneck_stride':"
            + " expected activation, classes, input, shortcut, block, width, norm, stochastic_depth",
        "plain34 | block | standard | unknown option of plain34 'block': expected activation,"
            + " classes, input, width, norm",
        "preact_resnet110 | bottleneck_stride | 1x1 | unknown option of preact_resnet110"
            + " 'bottleneck_stride': expected activation, classes, input, stochastic_depth"
      })
  void whatANetworkCannotHaveIsRefusedInOneLine(
      String network, String key, String value, String message) {
    assertThatThrownBy(() -> Zoo.create(network, Map.of(key, value)))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  /** Figure 1(b) and the appendix of He et al. 2016. */
  @Test
  void preActivationNormalisesBeforeEveryConvolution() {
    assertThat(kernels("preact_resnet164", Map.of(), "layer2.1"))
        .containsExactly(
            Op.BatchNorm.of(128),
            RELU,
            Op.Conv.of(128, 32, 1, 1, 0),
            Op.BatchNorm.of(32),
            RELU,
            Op.Conv.of(32, 32, 3, 1, 1),
            Op.BatchNorm.of(32),
            RELU,
            Op.Conv.of(32, 128, 1, 1, 0),
            Join.SUM);
    Graph graph = ZooTest.graph("preact_resnet110", Map.of());
    assertThat(graph.steps().subList(0, 4).stream().map(Step::kernel))
        .containsExactly(
            Op.Conv.of(3, 16, 3, 1, 1), Op.BatchNorm.of(16), RELU, Op.Conv.of(16, 16, 3, 1, 1));
    assertThat(
            graph.steps().subList(graph.steps().size() - 6, graph.steps().size()).stream()
                .map(Step::kernel))
        .containsExactly(
            Join.SUM,
            Op.BatchNorm.of(64),
            RELU,
            new Op.AdaptiveAvgPool(1, 1),
            new Op.Flatten(),
            new Op.Linear(64, 10, true));
  }

  @Test
  void theFirstUnitAndThoseThatChangeTheShapeActivateBeforeTheirPathsPart() {
    for (String network : List.of("preact_resnet110", "preact_resnet164")) {
      Graph graph = ZooTest.graph(network, Map.of());
      assertThat(sharesActivation(graph, "layer1.0")).isTrue();
      assertThat(sharesActivation(graph, "layer1.1")).isFalse();
      assertThat(sharesActivation(graph, "layer2.0")).isTrue();
      assertThat(sharesActivation(graph, "layer3.17")).isFalse();
    }
    Graph kuangliu = ZooTest.graph("preact_resnet18_cifar", Map.of());
    assertThat(sharesActivation(kuangliu, "layer1.0")).isFalse();
    assertThat(sharesActivation(kuangliu, "layer2.0")).isTrue();
  }

  /** Whether both the first convolution and the shortcut read the first activation of a unit. */
  private static boolean sharesActivation(Graph graph, String unit) {
    List<Step> steps = steps(graph, unit);
    int activation = graph.steps().indexOf(steps.get(1));
    assertThat(steps.get(1).kernel()).isEqualTo(RELU);
    assertThat(steps.get(2).inputs()).containsExactly(activation);
    return steps.stream().filter(step -> step.inputs().contains(activation)).count() == 2;
  }

  @Test
  void shortcutsThatChangeTheShapeHaveNoBatchNorm() {
    assertThat(kernels("preact_resnet110", Map.of(), "layer2.0.downsample"))
        .containsExactly(new Op.PadShortcut(8, 8, 2));
    assertThat(kernels("preact_resnet164", Map.of(), "layer1.0.downsample"))
        .containsExactly(Op.Conv.of(16, 64, 1, 1, 0));
    assertThat(kernels("preact_resnet18_cifar", Map.of(), "layer2.0.downsample"))
        .containsExactly(Op.Conv.of(64, 128, 1, 2, 0));
  }

  /**
   * By hand, against 1,727,962 of the original: every block's second batch norm gives way to one
   * before its first convolution, of 16 instead of 32 and 32 instead of 64 channels where those
   * double; conv1's goes, and the last one of 64 comes: 2·(−16 − 32 − 16 + 64) = 0.
   */
  @Test
  void preActivationCostsWhatTheOriginalDoes() {
    Cost original = Cost.of(ZooTest.graph("resnet110", Map.of()));
    Cost before = Cost.of(ZooTest.graph("preact_resnet110", Map.of()));

    assertThat(before.params()).isEqualTo(original.params()).isEqualTo(1_727_962);
    assertThat(before.madds()).isEqualTo(original.madds());
    assertThat(before.depth()).isEqualTo(110);
    assertThat(Cost.of(ZooTest.graph("preact_resnet164", Map.of())).depth()).isEqualTo(164);
    assertThat(Cost.of(ZooTest.graph("preact_resnet1001", Map.of())).depth()).isEqualTo(1001);
  }
}
