package convnet4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.cost.Cost;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NinTest {
  private static final Graph NIN = ZooTest.graph("nin_cifar", Map.of());

  /**
   * Weights by hand, and a bias for each of their 192 + 160 + 96, three times 192, twice 192 and 10
   * filters: 1,418. Maps are 32×32, 16×16 and 8×8, since pools reach past the border.
   */
  @Test
  void costIsThatOfNineLayersCountedByHand() {
    long first = 5 * 5 * 3 * 192 + 192 * 160 + 160 * 96;
    long second = 5 * 5 * 96 * 192 + 2 * 192 * 192;
    long third = 3 * 3 * 192 * 192 + 192 * 192 + 192 * 10;

    assertThat(Cost.of(NIN).params()).isEqualTo(first + second + third + 1_418).isEqualTo(966_986);
    assertThat(Cost.of(NIN).madds())
        .isEqualTo(first * 32 * 32 + second * 16 * 16 + third * 8 * 8)
        .isEqualTo(222_486_528);
    assertThat(Cost.of(NIN).depth()).isEqualTo(9);
  }

  @Test
  void twoPoolsFollowTheFirstTwoLayersAndTheThirdHasAMapPerClass() {
    List<Kernel> others =
        NIN.steps().stream()
            .map(Step::kernel)
            .filter(k -> !(k instanceof Op.Conv || k instanceof Op.Activation))
            .toList();

    assertThat(others)
        .containsExactly(
            Op.Pool.maxCeil(3, 2, 0),
            new Op.Dropout(0.5),
            new Op.Pool(Op.Pool.Mode.AVERAGE, 3, 2, 0, true, true),
            new Op.Dropout(0.5),
            new Op.AdaptiveAvgPool(1, 1),
            new Op.Flatten());
    Step last = NIN.steps().get(NIN.steps().size() - 3);
    assertThat(last.kernel()).isEqualTo(new Op.Activation(ActivationKind.RELU));
    assertThat(last.output()).isEqualTo(new FeatureMap(10, 8, 8));
    assertThat(NIN.params().getFirst().name()).isEqualTo("conv1.weight");
    assertThat(NIN.params().getLast().name()).isEqualTo("cccp6.bias");
  }

  @Test
  void classesAreTheChannelsOfTheLastLayer() {
    Graph graph = ZooTest.graph("nin_cifar", Map.of("classes", "100"));

    assertThat(graph.params().getLast().shape()).containsExactly(100);
    assertThat(Cost.of(graph).params()).isEqualTo(966_986 + 90 * 193);
  }
}
