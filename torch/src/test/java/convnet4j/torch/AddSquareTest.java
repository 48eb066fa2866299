package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Step;
import convnet4j.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ReLU(F(x) + x²) at the start of training. A run of n blocks without a projection, and the square
 * in front of the projection that ends it, make x^(2^(n+1)) of what a batch norm has scaled.
 */
class AddSquareTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  /** Runs of two blocks, of three, and of none: with shortcut C every block has a projection. */
  @ParameterizedTest
  @CsvSource({
    "resnet18_cifar, B, 1e5, 1e7",
    "resnet20, B, 1e12, 1e15",
    "resnet18_cifar, C, 1e3, 1e4",
    "resnet110, C, 1e3, 1e5"
  })
  void valuesGrowWithTheLongestRunOfBlocksWithoutAProjection(
      String network, String shortcut, double least, double most) {
    assertThat(largest(network, shortcut)).isBetween(least, most);
  }

  /** Runs of five, of five, and of all blocks, since shortcut A has no projection. */
  @ParameterizedTest
  @CsvSource({"resnet34_cifar, B", "resnet32, B", "resnet20, A", "resnet18_cifar, A"})
  void runsOfFiveBlocksLeaveFloat32(String network, String shortcut) {
    assertThat(largest(network, shortcut)).isNaN();
  }

  /** The largest magnitude that any step yields; not a number once one of them is infinite. */
  private static double largest(String network, String shortcut) {
    Map<String, String> options = Map.of("block", "add_square", "shortcut", shortcut);
    Graph graph = keepingAll(Resolver.resolve(Zoo.create(network, options)));
    FeatureMap in = graph.input();
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.initialised(graph, 1)) {
      torch.manual_seed(2);
      Tensor images =
          torch
              .randn(8, in.channels(), in.height(), in.width())
              .contiguous(MemoryFormat.ChannelsLast);
      return net.outputs(images, true).stream()
          .mapToDouble(output -> output.abs().max().item_float())
          .max()
          .orElseThrow();
    }
  }

  /** A graph that yields the value of every step. */
  private static Graph keepingAll(Graph graph) {
    int end = graph.steps().size();
    List<Step> steps =
        graph.steps().stream()
            .map(s -> new Step(s.path(), s.kernel(), s.inputs(), s.output(), end))
            .toList();
    List<Graph.Auxiliary> all =
        IntStream.range(0, end)
            .mapToObj(i -> new Graph.Auxiliary(steps.get(i).path(), i, 0))
            .toList();
    return new Graph(graph.name(), graph.input(), graph.classes(), steps, graph.params(), all);
  }
}
