package convnet4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Op;
import convnet4j.net.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The option {@code stochastic_depth}: which branches drop, and with what probability. */
class StochasticDepthTest {
  private static Graph graph(String network, String p, Map<String, String> more) {
    Map<String, String> options = new LinkedHashMap<>(more);
    options.put("stochastic_depth", p);
    return ZooTest.graph(network, options);
  }

  /** The probabilities by the paths of the blocks. */
  private static SequencedMap<String, Double> drops(Graph graph) {
    SequencedMap<String, Double> drops = new LinkedHashMap<>();
    for (Step step : graph.steps()) {
      if (step.kernel() instanceof Op.StochasticDepth d) {
        assertThat(step.path()).endsWith(".stochastic_depth");
        drops.put(step.path().substring(0, step.path().lastIndexOf('.')), d.p());
      }
    }
    return drops;
  }

  private static void assertDrops(SequencedMap<String, Double> drops, Object... expected) {
    List<String> blocks = new ArrayList<>();
    for (int i = 0; i < expected.length; i += 2) {
      blocks.add((String) expected[i]);
      assertThat(drops.get((String) expected[i]))
          .as("%s", expected[i])
          .isCloseTo((Double) expected[i + 1], within(1e-12));
    }
    assertThat(drops.keySet()).containsExactlyElementsOf(blocks);
  }

  /** By hand: nine blocks, 0.45 · l / 9. */
  @Test
  void theLinearRuleRisesFromTheFirstBlockToTheLast() {
    assertDrops(
        drops(graph("resnet20", "0.45", Map.of())),
        "layer1.0",
        0.05,
        "layer1.1",
        0.10,
        "layer1.2",
        0.15,
        "layer2.0",
        0.20,
        "layer2.1",
        0.25,
        "layer2.2",
        0.30,
        "layer3.0",
        0.35,
        "layer3.1",
        0.40,
        "layer3.2",
        0.45);
    assertThat(drops(graph("resnet20", "0.3", Map.of())).lastEntry().getValue()).isEqualTo(0.3);
  }

  /** By hand: 17 blocks of which ten keep size and channels, 0.17 · l / 17. */
  @Test
  void blocksWithoutAShortcutCountAndDropNothing() {
    assertDrops(
        drops(graph("mobilenet_v2", "0.17", Map.of())),
        "features.3",
        0.03,
        "features.5",
        0.05,
        "features.6",
        0.06,
        "features.8",
        0.08,
        "features.9",
        0.09,
        "features.10",
        0.10,
        "features.12",
        0.12,
        "features.13",
        0.13,
        "features.15",
        0.15,
        "features.16",
        0.16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resnet18 | 8 | ",
        "resnet50 | 16 | ",
        "resnet152_cifar | 50 | ",
        "resnet1202 | 600 | ",
        "resnet20 | 9 | shortcut=C",
        "resnet20 | 9 | block=relu_then_add",
        "resnet20 | 9 | block=reversed_bottleneck",
        "resnet20 | 9 | block=add_square",
        "preact_resnet110 | 54 | ",
        "preact_resnet164 | 54 | ",
        "preact_resnet18_cifar | 8 | ",
        "mobilenet_v2 | 10 | ",
        "mobilenet_v2_cifar | 14 | "
      })
  void everyResidualBranchEndsInItAndNothingElseChanges(String network, int count, String more) {
    Map<String, String> options =
        more == null ? Map.of() : Map.of(more.split("=")[0], more.split("=")[1]);
    Graph graph = graph(network, "0.5", options);
    Graph without = ZooTest.graph(network, options);

    List<Integer> drops = new ArrayList<>();
    for (int i = 0; i < graph.steps().size(); i++) {
      if (graph.steps().get(i).kernel() instanceof Op.StochasticDepth) {
        drops.add(i);
      }
    }
    assertThat(drops).hasSize(count);
    for (int drop : drops) {
      List<Step> readers =
          graph.steps().stream().filter(step -> step.inputs().contains(drop)).toList();
      assertThat(readers).hasSize(1);
      assertThat(readers.getFirst().kernel()).isEqualTo(Join.SUM);
      assertThat(readers.getFirst().inputs().getFirst()).isEqualTo(drop);
    }
    assertThat(graph.params()).isEqualTo(without.params());
    assertThat(
            graph.steps().stream()
                .filter(step -> !(step.kernel() instanceof Op.StochasticDepth))
                .map(step -> step.path() + " " + step.kernel()))
        .containsExactlyElementsOf(
            without.steps().stream().map(step -> step.path() + " " + step.kernel()).toList());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void whatIsNoProbabilityBelowOneIsRefused(double p) {
    assertThatThrownBy(() -> new Op.StochasticDepth(p))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("p must be in [0, 1), received " + p);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet56", "resnet50", "preact_resnet164", "mobilenet_v2_cifar"})
  void atZeroTheNetworkIsItself(String network) {
    assertThat(graph(network, "0", Map.of())).isEqualTo(ZooTest.graph(network, Map.of()));
  }
}
