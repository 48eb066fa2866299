package convnet4j.zoo;

import static convnet4j.zoo.Parts.count;
import static convnet4j.zoo.Parts.kernels;
import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.cost.Cost;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What neither parameter names nor counts of the reference implementations tell. */
class FamilyTest {
  private static Graph graph(String network, Map<String, String> options) {
    return ZooTest.graph(network, options);
  }

  /**
   * By hand, on top of akamaster's 269,722 and 40,551,040 with option A. B: projections 16→32 and
   * 32→64 with batch norm, 16·32 + 2·32 + 32·64 + 2·64 = 2,752, and 16·32·16² + 32·64·8²
   * multiplications. C, on top of B: the other 3 + 2 + 2 blocks, 3·(16² + 32) + 2·(32² + 64) +
   * 2·(64² + 128) = 11,488, and as many multiplications as 3·16²·32² + 2·32²·16² + 2·64²·8².
   */
  @ParameterizedTest
  @CsvSource({"A, 269722, 40551040", "B, 272474, 40813184", "C, 283962, 42648192"})
  void shortcutsOfResnet20CostWhatTheyAreMadeOf(String shortcut, long params, long madds) {
    Cost cost = Cost.of(graph("resnet20", Map.of("shortcut", shortcut)));

    assertThat(cost.params()).isEqualTo(params);
    assertThat(cost.madds()).isEqualTo(madds);
  }

  @Test
  void shortcutAPadsEvenlyWhereTheShapeChangesAndIsTheIdentityElsewhere() {
    Graph resnet20 = graph("resnet20", Map.of());

    assertThat(count(resnet20, Join.SUM)).isEqualTo(9);
    assertThat(kernels(resnet20, "layer2.0.downsample"))
        .containsExactly(new Op.PadShortcut(8, 8, 2));
    assertThat(kernels(resnet20, "layer3.0.downsample"))
        .containsExactly(new Op.PadShortcut(16, 16, 2));
    assertThat(kernels(resnet20, "layer1.0.downsample")).isEmpty();
    assertThat(kernels(graph("resnet50", Map.of("shortcut", "A")), "layer1.0.downsample"))
        .containsExactly(new Op.PadShortcut(96, 96, 1));
  }

  @ParameterizedTest
  @CsvSource({"18", "34"})
  void aPlainNetIsItsResNetWithoutWhatGoesAroundTheBlocks(int depth) {
    Graph residual = graph("resnet" + depth, Map.of());
    Graph plain = graph("plain" + depth, Map.of());

    assertThat(plain.params())
        .isEqualTo(
            residual.params().stream().filter(p -> !p.name().contains("downsample")).toList());
    assertThat(count(plain, Join.SUM)).isZero();
    // 64·128 + 128·256 + 256·512 weights and twice 128 + 256 + 512 for batch norm.
    assertThat(Cost.of(residual).params() - Cost.of(plain).params()).isEqualTo(173_824);
  }

  @ParameterizedTest
  @CsvSource({"20", "32", "44", "56", "110"})
  void aPlainCifarNetHasTheParametersOfItsResNet(int depth) {
    Graph plain = graph("plain" + depth, Map.of());

    assertThat(plain.params()).isEqualTo(graph("resnet" + depth, Map.of()).params());
    assertThat(count(plain, Join.SUM)).isZero();
  }

  @Test
  void aResidualBlockAddsBeforeItsLastActivation() {
    Op.Activation relu = new Op.Activation(ActivationKind.RELU);

    assertThat(kernels(graph("resnet18", Map.of()), "layer2.0"))
        .containsExactly(
            Op.Conv.of(64, 128, 3, 2, 1),
            Op.BatchNorm.of(128),
            relu,
            Op.Conv.of(128, 128, 3, 1, 1),
            Op.BatchNorm.of(128),
            Op.Conv.of(64, 128, 1, 2, 0),
            Op.BatchNorm.of(128),
            Join.SUM,
            relu);
    // torchvision strides the 3×3, the paper the first 1×1.
    assertThat(kernels(graph("resnet50", Map.of()), "layer2.0"))
        .containsExactly(
            Op.Conv.of(256, 128, 1, 1, 0),
            Op.BatchNorm.of(128),
            relu,
            Op.Conv.of(128, 128, 3, 2, 1),
            Op.BatchNorm.of(128),
            relu,
            Op.Conv.of(128, 512, 1, 1, 0),
            Op.BatchNorm.of(512),
            Op.Conv.of(256, 512, 1, 2, 0),
            Op.BatchNorm.of(512),
            Join.SUM,
            relu);
  }

  @Test
  void anInvertedResidualEndsWithoutAnActivation() {
    Op.Activation relu6 = new Op.Activation(ActivationKind.RELU6);

    assertThat(kernels(graph("mobilenet_v2", Map.of()), "features.3"))
        .containsExactly(
            Op.Conv.of(24, 144, 1, 1, 0),
            Op.BatchNorm.of(144),
            relu6,
            Op.Conv.depthwise(144, 3, 1, 1),
            Op.BatchNorm.of(144),
            relu6,
            Op.Conv.of(144, 24, 1, 1, 0),
            Op.BatchNorm.of(24),
            Join.SUM);
    assertThat(kernels(graph("mobilenet_v2", Map.of()), "features.2")).doesNotContain(Join.SUM);
  }

  @Test
  void theCifarMobileNetHasAShortcutAroundEveryBlockOfStrideOne() {
    Graph graph = graph("mobilenet_v2_cifar", Map.of());

    // All 17 but the three that open a stage with stride 2.
    assertThat(count(graph, Join.SUM)).isEqualTo(14);
    assertThat(
            graph.params().stream()
                .map(ParamSpec::name)
                .filter(n -> n.endsWith("shortcut.0.weight")))
        .containsExactly(
            "features.1.shortcut.0.weight",
            "features.2.shortcut.0.weight",
            "features.11.shortcut.0.weight",
            "features.17.shortcut.0.weight");
    assertThat(count(graph("mobilenet_v2", Map.of()), Join.SUM)).isEqualTo(10);
  }

  /**
   * 32 · 0.35 = 11.2 becomes 16, since 8 is more than a tenth less; counted by torchvision 0.20.1's
   * code.
   */
  @Test
  void channelsAreRoundedToEightsButNotFarDown() {
    Graph graph = graph("mobilenet_v2", Map.of("width", "0.35"));

    assertThat(graph.params().getFirst().shape()).containsExactly(16, 3, 3, 3);
    assertThat(Cost.of(graph).params()).isEqualTo(1_677_128);
  }

  @Test
  void columnALrnIsColumnAWithOneResponseNormBehindItsFirstActivation() {
    Graph lrn = graph("vgg11_lrn", Map.of());
    // Krizhevsky et al.: k + 1e-4 · Σ over 5 channels, which is 5e-4 / 5 here.
    Op.LocalResponseNorm norm = new Op.LocalResponseNorm(5, 5e-4, 0.75, 2);
    List<Kernel> kernels = lrn.steps().stream().map(Step::kernel).toList();

    assertThat(kernels.indexOf(norm)).isEqualTo(2);
    assertThat(kernels.get(1)).isInstanceOf(Op.Activation.class);
    assertThat(kernels.stream().filter(k -> !k.equals(norm)))
        .containsExactlyElementsOf(
            graph("vgg11", Map.of()).steps().stream().map(Step::kernel).toList());
    assertThat(lrn.params().get(2).name()).isEqualTo("features.4.weight");
  }

  /**
   * By hand, below column D's 138,357,544: the third convolutions of three stages have 8 weights
   * less for every pair of channels, 8 · (256² + 512² + 512²) = 4,718,592.
   */
  @Test
  void columnCHasPointsForTheThirdWindowsOfColumnD() {
    Graph c = graph("vgg16_c", Map.of());

    assertThat(Cost.of(c).params()).isEqualTo(133_638_952);
    assertThat(c.steps().stream().map(Step::kernel).filter(Op.Conv.class::isInstance))
        .hasSize(13)
        .filteredOn(k -> ((Op.Conv) k).kernel() == 1)
        .containsExactly(
            new Op.Conv(256, 256, 1, 1, 0, 1, 1, true),
            new Op.Conv(512, 512, 1, 1, 0, 1, 1, true),
            new Op.Conv(512, 512, 1, 1, 0, 1, 1, true));
  }

  @Test
  void onlyTheImageNetFormsDropOut() {
    assertThat(count(graph("vgg16", Map.of()), new Op.Dropout(0.5))).isEqualTo(2);
    assertThat(count(graph("mobilenet_v2", Map.of()), new Op.Dropout(0.2))).isEqualTo(1);
    for (String name : List.of("vgg16_bn_cifar", "mobilenet_v2_cifar", "resnet18")) {
      assertThat(graph(name, Map.of()).steps())
          .noneMatch(step -> step.kernel() instanceof Op.Dropout);
    }
  }
}
