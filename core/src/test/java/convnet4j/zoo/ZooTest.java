package convnet4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.cost.Cost;
import convnet4j.errors.InputException;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Initialisation;
import convnet4j.net.Initialisation.Fan;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZooTest {
  static Graph graph(String network, Map<String, String> options) {
    return Resolver.resolve(Zoo.create(network, options));
  }

  private static void refused(String message, String network, Map<String, String> options) {
    assertThatThrownBy(() -> Zoo.create(network, options))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  static List<String> names() {
    return Zoo.names();
  }

  @Test
  void namesAreUniqueAndInTheOrderOfTheEntries() {
    assertThat(Zoo.names())
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(Zoo.entries().stream().map(Entry::name).toList())
        .contains("vgg19_bn", "resnet1202", "plain110", "resnet152_cifar", "mobilenet_v2_cifar");
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNetworkResolvesAsItsEntrySaysAndWithEveryValueOfItsOptions(String name) {
    Entry entry = Zoo.entry(name);
    Graph graph = graph(name, Map.of());
    assertThat(graph.name()).isEqualTo(name);
    assertThat(graph.input()).isEqualTo(entry.input());
    assertThat(graph.classes()).isEqualTo(entry.classes());
    for (Option option : entry.options()) {
      assertThat(graph(name, Map.of(option.key(), option.initial()))).isEqualTo(graph);
      for (String value : option.values()) {
        assertThatCode(() -> graph(name, Map.of(option.key(), value))).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "resnet50", "vgg16_bn", "mobilenet_v2", "googlenet"})
  void parametersAreNamedShapedAndOrderedAsTorchvisions(String network) throws IOException {
    List<String> expected = torchvisions(network);
    expected.removeIf(line -> line.startsWith("aux"));

    assertThat(graph(network, Map.of()).params().stream().map(ZooTest::line).toList())
        .hasSizeGreaterThan(90)
        .isEqualTo(expected);
  }

  /** torchvision lists them after the network, not where they branch off. */
  @Test
  void auxiliaryClassifiersAreNamedAndShapedAsTorchvisions() throws IOException {
    assertThat(graph("googlenet", Map.of("aux", "true")).params().stream().map(ZooTest::line))
        .containsExactlyInAnyOrderElementsOf(torchvisions("googlenet"));
  }

  private static List<String> torchvisions(String network) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ZooTest.class.getResourceAsStream("torchvision-names.txt"),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> line.startsWith(network + " "))
          .map(line -> line.substring(network.length() + 1))
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  private static String line(ParamSpec spec) {
    String shape = spec.shape().stream().map(String::valueOf).collect(Collectors.joining("x"));
    return spec.name() + " " + (shape.isEmpty() ? "-" : shape);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet50, 49",
    "vgg16, 15",
    "mobilenet_v2, 35",
    "mobilenet_v2_cifar, 36",
    "nin_cifar, 9",
    "mobilenet_v1, 27",
    "xception, 35",
    "googlenet, 57",
    "googlenet_cifar, 64"
  })
  void anActivationReplacesEveryOne(String network, int count) {
    assertThat(activations(graph(network, Map.of("activation", "tanh"))))
        .hasSize(count)
        .containsOnly(ActivationKind.TANH);
    assertThat(activations(graph(network, Map.of())))
        .hasSize(count)
        .containsOnly(network.equals("mobilenet_v2") ? ActivationKind.RELU6 : ActivationKind.RELU);
  }

  private static List<ActivationKind> activations(Graph graph) {
    return graph.steps().stream()
        .map(Step::kernel)
        .filter(Op.Activation.class::isInstance)
        .map(kernel -> ((Op.Activation) kernel).activation())
        .toList();
  }

  @Test
  void classesAndInputFollowTheData() {
    Graph gray = graph("resnet20", Map.of("classes", "7", "input", "1x28x40"));
    assertThat(gray.input()).isEqualTo(new FeatureMap(1, 28, 40));
    assertThat(gray.params().getFirst().shape()).containsExactly(16, 1, 3, 3);
    assertThat(gray.params().getLast().shape()).containsExactly(7);

    Graph small = graph("vgg11", Map.of("input", "64"));
    assertThat(small.input()).isEqualTo(new FeatureMap(3, 64, 64));
    assertThat(Cost.of(small).params()).isEqualTo(132_863_336);
  }

  @Test
  void anInputTooSmallForANetworkIsAnErrorThatNamesTheLayer() {
    assertThatThrownBy(() -> graph("vgg11_bn_cifar", Map.of("input", "16")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "features.28: expects at least 2×2 for its window, receives 1×1; use a larger input"
                + " than 3×16×16");
  }

  @Test
  void weightsStartAsThePapersSay() {
    assertThat(graph("resnet56", Map.of()).params().getFirst().init())
        .isEqualTo(new Initialisation.HeNormal(Fan.IN));
    List<ParamSpec> vgg = graph("vgg11", Map.of()).params();
    assertThat(vgg.getFirst().init()).isEqualTo(new Initialisation.GlorotUniform());
    assertThat(vgg.getLast().init()).isEqualTo(new Initialisation.Constant(0));
    List<ParamSpec> nin = graph("nin_cifar", Map.of()).params();
    assertThat(nin.getFirst().init()).isEqualTo(new Initialisation.Normal(0.05));
    List<ParamSpec> mobile = graph("mobilenet_v2", Map.of()).params();
    assertThat(mobile.getFirst().init()).isEqualTo(new Initialisation.HeNormal(Fan.OUT));
    assertThat(mobile.get(mobile.size() - 2).init()).isEqualTo(new Initialisation.Normal(0.01));
  }

  @Test
  void aMisspeltNetworkSuggestsTheNearest() {
    refused(
        "unknown network 'resnet81': did you mean 'resnet18'? Run ./convnet models for the list",
        "resnet81",
        Map.of());
  }

  @Test
  void aMisspeltOptionSuggestsTheNearestAndListsThem() {
    refused(
        "unknown option of mobilenet_v2 'widht': did you mean 'width'? It takes activation,"
            + " classes, input, width, stochastic_depth",
        "mobilenet_v2",
        Map.of("widht", "1.4"));
    refused(
        "unknown option of plain20 'shortcut': expected activation, classes, input, width, norm",
        "plain20",
        Map.of("shortcut", "A"));
  }

  @Test
  void aWrongValueSuggestsTheNearestAndListsThem() {
    refused(
        "unknown value of activation of resnet18 'rely': did you mean 'relu'? It takes relu, relu6,"
            + " leaky_relu, elu, tanh, sigmoid, gelu, silu",
        "resnet18",
        Map.of("activation", "rely"));
    refused(
        "unknown value of shortcut of resnet18 'NONE': expected A, B, C",
        "resnet18",
        Map.of("shortcut", "NONE"));
  }

  @ParameterizedTest
  @CsvSource({
    "classes, 0",
    "classes, ten",
    "classes, 1000001",
    "classes, -1",
    "classes, 99999999999",
    "input, 0",
    "input, 3x32",
    "input, 3x0x32",
    "input, 3x32x99999",
    "input, 3x32x32x1",
    "width, 0",
    "width, 0.0",
    "width, 10.1",
    "width, NaN",
    "width, ''",
    "width, 1.",
    "width, -1",
    "stochastic_depth, 1",
    "stochastic_depth, 1.0",
    "stochastic_depth, -0.1",
    "stochastic_depth, 20%",
    "stochastic_depth, ''"
  })
  void aNumberThatCannotBeIsRefusedWithItsForm(String key, String value) {
    assertThatThrownBy(() -> Zoo.create("mobilenet_v2", Map.of(key, value)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("option " + key + " of mobilenet_v2: expects a ")
        .hasMessageEndingWith("; received '" + value + "'");
  }
}
