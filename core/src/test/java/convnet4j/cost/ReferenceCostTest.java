package convnet4j.cost;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.zoo.Zoo;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceCostTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvFileSource(resources = "reference-implementations.csv", useHeadersInDisplayName = true)
  void countsAreThoseOfTheReferenceImplementationToTheLastDigit(
      String source,
      String name,
      String network,
      String option,
      String input,
      long params,
      long madds) {
    Map<String, String> options = new HashMap<>();
    if (option != null) {
      options.put(option.split("=")[0], option.split("=")[1]);
    }
    Graph graph = Resolver.resolve(Zoo.create(network, options));
    Cost cost = Cost.of(graph);

    assertThat(graph.input().dims().stream().map(String::valueOf).collect(Collectors.joining("x")))
        .isEqualTo(input);
    assertThat(cost.params()).isEqualTo(params);
    assertThat(cost.madds()).isEqualTo(madds);
    assertThat(
            graph.params().stream()
                .filter(spec -> spec.role().isParameter())
                .mapToLong(ParamSpec::elements)
                .sum())
        .isEqualTo(params);
  }

  @ParameterizedTest(name = "{1} {2} {3}")
  @CsvFileSource(resources = "published-costs.csv", useHeadersInDisplayName = true)
  void countsAreThoseOfThePaperToThePrintedDigits(
      String source,
      String network,
      String option,
      String input,
      String params,
      String madds,
      String digits) {
    Map<String, String> options = new HashMap<>(Map.of("input", input));
    if (option != null) {
      options.put(option.split("=")[0], option.split("=")[1]);
    }
    Cost cost = Cost.of(Resolver.resolve(Zoo.create(network, options)));

    assertThat(digits).isIn("rounded", "cut");
    assertThat(params != null || madds != null).isTrue();
    RoundingMode mode = digits.equals("cut") ? RoundingMode.DOWN : RoundingMode.HALF_UP;
    if (params != null) {
      assertPrinted(cost.params(), params, mode);
    }
    if (madds != null) {
      assertPrinted(cost.madds(), madds, mode);
    }
  }

  /** {@code printed}: 4.2M for what has 4.2 million to one decimal. */
  private static void assertPrinted(long count, String printed, RoundingMode mode) {
    int exponent = Math.max(0, "KMG".indexOf(printed.charAt(printed.length() - 1)) + 1) * 3;
    BigDecimal value =
        new BigDecimal(exponent == 0 ? printed : printed.substring(0, printed.length() - 1));
    assertThat(BigDecimal.valueOf(count, exponent).setScale(value.scale(), mode))
        .as("%d counted", count)
        .isEqualTo(value);
  }

  /** The number in a network's name, as He et al. and Simonyan and Zisserman count layers. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 18",
    "resnet34, 34",
    "resnet50, 50",
    "resnet101, 101",
    "resnet152, 152",
    "plain34, 34",
    "resnet20, 20",
    "resnet110, 110",
    "resnet1202, 1202",
    "plain56, 56",
    "vgg11, 11",
    "vgg13_bn, 13",
    "vgg11_lrn, 11",
    "vgg16_c, 16",
    "vgg16, 16",
    "vgg19_bn, 19"
  })
  void depthIsTheNumberInTheName(String network, int depth) {
    assertThat(Cost.of(Resolver.resolve(Zoo.create(network, Map.of()))).depth()).isEqualTo(depth);
  }
}
