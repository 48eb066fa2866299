package convnet4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Op;
import convnet4j.net.Residual;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where layers lie: how deep, and what a residual sum adds to what. */
class DepthAndResidualTest {
  /** Depths of convolutions and fully connected layers by path. */
  private static Map<String, Integer> depths(String network) {
    Graph graph = ZooTest.graph(network, Map.of());
    Map<String, Integer> depths = new LinkedHashMap<>();
    for (int i = 0; i < graph.steps().size(); i++) {
      var step = graph.steps().get(i);
      if (step.kernel() instanceof Op.Conv || step.kernel() instanceof Op.Linear) {
        depths.put(step.path(), graph.depths()[i]);
      }
    }
    return depths;
  }

  private static String path(Graph graph, int step) {
    return graph.steps().get(step).path();
  }

  /** Sums as {@code path: branch around input}. */
  private static List<String> residuals(String network, Map<String, String> options) {
    Graph graph = ZooTest.graph(network, options);
    return Residual.of(graph).stream()
        .map(
            r ->
                path(graph, r.sum())
                    + ": "
                    + path(graph, r.branch())
                    + " around "
                    + path(graph, r.input()))
        .toList();
  }

  /** He et al. 2015, section 4.2: one layer, three stages of six, one layer. */
  @ParameterizedTest
  @ValueSource(strings = {"plain20", "resnet20"})
  void theWeightedLayersOfA20LayerNetworkAre1To20Deep(String network) {
    Map<String, Integer> depths = depths(network);
    assertThat(depths.values()).hasSize(20).doesNotHaveDuplicates();
    assertThat(depths)
        .containsEntry("conv1", 1)
        .containsEntry("layer1.0.conv1", 2)
        .containsEntry("layer1.2.conv2", 7)
        .containsEntry("layer2.0.conv1", 8)
        .containsEntry("layer3.2.conv2", 19)
        .containsEntry("fc", 20);
  }

  @Test
  void aProjectionIsAsDeepAsTheFirstLayerBesideIt() {
    assertThat(depths("resnet18"))
        .containsEntry("layer1.1.conv2", 5)
        .containsEntry("layer2.0.conv1", 6)
        .containsEntry("layer2.0.downsample.0", 6)
        .containsEntry("layer2.0.conv2", 7)
        .containsEntry("fc", 18);
  }

  @Test
  void outputsAreAsDeepAsTheLongestPathToThem() {
    Graph graph = ZooTest.graph("resnet20", Map.of());
    int[] depths = graph.depths();
    for (int i = 0; i < depths.length; i++) {
      if (path(graph, i).equals("layer1.0") || path(graph, i).startsWith("layer1.0.act2")) {
        assertThat(depths[i]).isEqualTo(3);
      }
    }
  }

  @Test
  void shortcutsOfZerosStartFromTheirBlocksInput() {
    assertThat(residuals("resnet20", Map.of()))
        .hasSize(9)
        .startsWith(
            "layer1.0: layer1.0.bn2 around act1", "layer1.1: layer1.1.bn2 around layer1.0.act2")
        .contains("layer2.0: layer2.0.bn2 around layer1.2.act2");
  }

  @Test
  void soDoProjections() {
    assertThat(residuals("resnet20", Map.of("shortcut", "C")))
        .hasSize(9)
        .startsWith("layer1.0: layer1.0.bn2 around act1")
        .contains("layer2.0: layer2.0.bn2 around layer1.2.act2");
    assertThat(residuals("resnet50", Map.of()))
        .hasSize(16)
        .startsWith("layer1.0: layer1.0.bn3 around maxpool")
        .contains("layer2.0: layer2.0.bn3 around layer1.2.act3");
  }

  @ParameterizedTest
  @CsvSource({
    "relu_then_add, layer1.1: layer1.1.act2 around layer1.0",
    "add_square, layer1.1: layer1.1.bn2 around layer1.0.act2",
    "reversed_bottleneck, layer1.1: layer1.1.bn3 around layer1.0.act3"
  })
  void otherBlocksToo(String block, String expected) {
    assertThat(residuals("resnet20", Map.of("block", block))).hasSize(9).contains(expected);
  }

  /** The first unit and those of another shape activate before the paths part. */
  @Test
  void preActivatedUnitsAddToTheSumBeforeThem() {
    assertThat(residuals("preact_resnet110", Map.of()))
        .hasSize(54)
        .startsWith(
            "layer1.0: layer1.0.conv2 around layer1.0.act1",
            "layer1.1: layer1.1.conv2 around layer1.0")
        .contains("layer2.0: layer2.0.conv2 around layer2.0.act1");
  }

  @Test
  void whatIsDroppedIsTheBranchAsItIsAdded() {
    assertThat(residuals("resnet20", Map.of("stochastic_depth", "0.5")))
        .hasSize(9)
        .startsWith("layer1.0: layer1.0.stochastic_depth around act1");
  }

  @Test
  void invertedResidualsAreResidual() {
    assertThat(residuals("mobilenet_v2", Map.of())).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain20", "vgg16_bn", "googlenet", "nin_cifar"})
  void networksWithoutShortcutsHaveNone(String network) {
    assertThat(residuals(network, Map.of())).isEmpty();
  }

  /** A sum of two layers of two cells: neither is a shortcut around the other. */
  @Test
  void sumsOfTwoBranchesAreNotResidual() {
    Graph graph = ZooTest.graph("nasnet_a_cifar", Map.of());
    List<Residual> residuals = Residual.of(graph);
    assertThat(residuals.size()).isLessThan((int) Parts.count(graph, Join.SUM));
    for (Residual residual : residuals) {
      assertThat(graph.steps().get(residual.sum()).inputs()).contains(residual.branch());
      assertThat(residual.input()).isLessThan(residual.branch());
    }
  }
}
