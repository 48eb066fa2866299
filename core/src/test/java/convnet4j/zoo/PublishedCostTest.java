package convnet4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.cost.Cost;
import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.ParamSpec.Role;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why some printed costs are not those of the network: what does come out to their digits. */
class PublishedCostTest {
  private static Cost cost(String network, Map<String, String> options) {
    return Cost.of(ZooTest.graph(network, options));
  }

  private static double millionsWithoutBatchNorms(String network) {
    return ZooTest.graph(network, Map.of()).params().stream()
            .filter(spec -> spec.role() == Role.WEIGHT || spec.role() == Role.BIAS)
            .mapToLong(ParamSpec::elements)
            .sum()
        / 1e6;
  }

  /** Table 4 of He et al. 2016 prints 10.2M; with the batch norms' there are 10,327,706. */
  @Test
  void aThousandLayersHaveTheirPrintedParametersWithoutTheBatchNorms() {
    assertThat(millionsWithoutBatchNorms("preact_resnet1001")).isCloseTo(10.2, within(0.05));
  }

  /** Table 4 of Sandler et al. 2018 prints 3.4M; there are 3,504,872. */
  @Test
  void mobileNetV2HasItsPrintedParametersWithoutTheBatchNormsIfCut() {
    assertThat(millionsWithoutBatchNorms("mobilenet_v2")).isBetween(3.4, 3.5);
  }

  /**
   * Table 4 of Sandler et al. 2018 prints 6.9M and 585M; torchvision's rule, which widens the last
   * convolution too, gives neither.
   */
  @Test
  void theWideMobileNetV2IsNotThePrintedOne() {
    Cost wide = cost("mobilenet_v2", Map.of("width", "1.4"));

    assertThat(wide.params() / 1e6).isCloseTo(6.1, within(0.05));
    assertThat(wide.madds() / 1e6).isCloseTo(582, within(0.5));
  }

  /**
   * He et al. 2015, section 4.1: 15.3 ·10⁹ for VGG-16, which its convolutions alone have, and 19.6
   * ·10⁹ for VGG-19, which it has with its linear layers only.
   */
  @Test
  void vgg16IsPrintedWithoutItsLinearLayersAndVgg19WithThem() {
    // By hand: 25088·4096 + 4096·4096 + 4096·1000.
    long linear = 102_760_448L + 16_777_216 + 4_096_000;

    assertThat((cost("vgg16", Map.of()).madds() - linear) / 1e9).isCloseTo(15.3, within(0.05));
    assertThat(cost("vgg16", Map.of()).madds() / 1e9).isCloseTo(15.5, within(0.05));
    assertThat(cost("vgg19", Map.of()).madds() / 1e9).isCloseTo(19.6, within(0.05));
    assertThat((cost("vgg19", Map.of()).madds() - linear) / 1e9).isCloseTo(19.5, within(0.05));
  }

  /**
   * Szegedy et al. 2014, section 1, says 1.5 billion. So do the operations in table 1 add up, with
   * its 34M for the first convolution, which has 118M as printed there.
   */
  @Test
  void googLeNetHasItsPrintedMultiplyAddsWithTheTablesFirstRow() {
    long paper = cost("googlenet_paper", Map.of()).madds();

    assertThat(paper / 1e9).isCloseTo(1.583, within(0.0005));
    assertThat((paper - 7L * 7 * 3 * 64 * 112 * 112 + 34_000_000) / 1e9)
        .isCloseTo(1.5, within(0.05));
    // torchvision's has 3×3 where the paper has 5×5.
    assertThat(cost("googlenet", Map.of()).madds() / 1e9).isCloseTo(1.498, within(0.0005));
  }

  /**
   * By hand: with the stride on the 3×3, the first 1×1 of stages 2, 3 and 4 works on four times the
   * places, and 256·128·(56² − 28²) = 512·256·(28² − 14²) = 1024·512·(14² − 7²) = 77,070,336.
   */
  @ParameterizedTest
  @CsvSource({"resnet50, 3857973248", "resnet101, 7570194432", "resnet152, 11282415616"})
  void theStrideOnTheFirstConvolutionSavesThreeTimesTheSame(String network, long madds) {
    Cost onThird = cost(network, Map.of());
    Cost onFirst = cost(network, Map.of("bottleneck_stride", "1x1"));

    assertThat(onFirst.madds()).isEqualTo(madds).isEqualTo(onThird.madds() - 3 * 77_070_336L);
    assertThat(onFirst.params()).isEqualTo(onThird.params());
  }

  /**
   * osmr/imgclsmob prints 8,403.63M for Xception under "FLOPs/2". Its gluon/model_stats.py counts
   * two operations per multiply-add (for a convolution one less per pair of an input and an output
   * channel), four per normalised value, one per activated one and one per value that a pool reads,
   * and halves the sum; sums of branches are free.
   */
  @Test
  void halfOfTheOperationsThatImgclsmobCountsIsWhatItPrints() {
    Graph graph = ZooTest.graph("xception", Map.of());
    long operations = graph.steps().stream().mapToLong(s -> operations(graph, s)).sum();

    assertThat(operations / 2e6).isCloseTo(8403.63, within(0.005));
  }

  private static long operations(Graph graph, Step step) {
    return switch (step.kernel()) {
      case Op.Conv c -> {
        FeatureMap out = (FeatureMap) step.output();
        long places = (long) c.kernel() * c.kernel() * out.height() * out.width();
        yield (2 * places - 1) * c.in() * c.out() / c.groups();
      }
      case Op.Linear l -> 2L * l.in() * l.out();
      case Op.BatchNorm b -> 4 * step.output().elements();
      case Op.Activation a -> step.output().elements();
      case Op.Pool p -> (long) p.kernel() * p.kernel() * step.output().elements();
      case Op.AdaptiveAvgPool p -> graph.shape(step.inputs().getFirst()).elements();
      case Op.Dropout d -> 0;
      case Op.StochasticDepth d -> 0;
      case Op.Flatten f -> 0;
      case Join j -> 0;
      default -> throw new AssertionError(step.kernel());
    };
  }
}
