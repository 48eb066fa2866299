package convnet4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.cost.Cost;
import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Costs of which papers print a few digits. */
class PublishedCostTest {
  @ParameterizedTest
  @CsvSource({
    // Sandler et al. 2018, table 4; Zhang et al. 2017, table 1.
    "shufflenet_g3_x1_0, , 137M",
    "shufflenet_g3_x1_5, 3.4M, 292M",
    "shufflenet_g3_x2_0, 5.4M, 524M",
    // Zoph et al. 2017, tables 1 and 3.
    "nasnet_a_mobile, 5.3M, 564M",
    "nasnet_a_cifar, 3.3M, ",
    // He et al. 2016, table 4.
    "preact_resnet110, 1.7M, ",
    "preact_resnet164, 1.7M, ",
  })
  void countsAreThosePrinted(String network, String params, String madds) {
    Cost cost = Cost.of(ZooTest.graph(network, Map.of()));

    if (params != null) {
      assertPrinted(cost.params(), params);
    }
    if (madds != null) {
      assertPrinted(cost.madds(), madds);
    }
  }

  /** Table 4 of He et al. 2016 prints 10.2M; with the batch norms' there are 10,327,706. */
  @Test
  void aThousandLayersHaveTheirPrintedParametersWithoutTheBatchNorms() {
    Graph graph = ZooTest.graph("preact_resnet1001", Map.of());

    assertPrinted(
        graph.params().stream()
            .filter(
                spec -> spec.role() == ParamSpec.Role.WEIGHT || spec.role() == ParamSpec.Role.BIAS)
            .mapToLong(ParamSpec::elements)
            .sum(),
        "10.2M");
  }

  /**
   * He et al. 2015, table 1, prints 3.8, 7.6 and 11.3 ·10⁹; the first is 3.86, cut off. By hand:
   * with the stride on the 3×3 the first 1×1 of stages 2, 3 and 4 works on four times the places,
   * and 256·128·(56² − 28²) = 512·256·(28² − 14²) = 1024·512·(14² − 7²) = 77,070,336.
   */
  @ParameterizedTest
  @CsvSource({"resnet50, 3857973248", "resnet101, 7570194432", "resnet152, 11282415616"})
  void theStrideOnTheFirstConvolutionGivesThePapersCost(String network, long madds) {
    Cost onThird = Cost.of(ZooTest.graph(network, Map.of()));
    Cost onFirst = Cost.of(ZooTest.graph(network, Map.of("bottleneck_stride", "1x1")));

    assertThat(onFirst.madds()).isEqualTo(madds).isEqualTo(onThird.madds() - 3 * 77_070_336L);
    assertThat(onFirst.params()).isEqualTo(onThird.params());
  }

  /** Within half a unit of the last digit printed: 4.2M is 4,150,000 to 4,250,000. */
  private static void assertPrinted(long count, String printed) {
    BigDecimal value =
        new BigDecimal(printed.substring(0, printed.length() - 1)).scaleByPowerOfTen(6);
    assertThat(new BigDecimal(count).subtract(value).abs())
        .as("%s is printed, %d counted", printed, count)
        .isLessThanOrEqualTo(value.ulp().divide(BigDecimal.TWO));
  }
}
