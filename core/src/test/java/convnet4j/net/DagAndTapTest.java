package convnet4j.net;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.cost.Cost;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers wired by hand, and second outputs. */
class DagAndTapTest {
  private static final FeatureMap INPUT = new FeatureMap(2, 4, 4);
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.HeNormal(Initialisation.Fan.IN),
          new Initialisation.Normal(0.5),
          new Initialisation.Constant(0));

  private static Graph resolve(Layer... layers) {
    return Resolver.resolve(new Network("tiny", INPUT, 3, seq(layers), INIT));
  }

  private static Layer head(int channels) {
    return seq(
        new Op.AdaptiveAvgPool(1, 1),
        new Op.Flatten(),
        scope("fc", new Op.Linear(channels, 3, true)));
  }

  @Test
  void aNodeReadsAnyEarlierNodeAgain() {
    Dag.Builder dag = new Dag.Builder();
    int a = dag.add(scope("a", Op.Conv.of(2, 2, 3, 1, 1)), Dag.INPUT);
    int b = dag.add(scope("b", Op.Conv.of(2, 2, 3, 1, 1)), a);
    int sum = dag.join(Join.SUM, List.of(a, b));
    dag.join(Join.CONCAT, List.of(Dag.INPUT, a, sum));
    Graph graph = resolve(scope("cell", dag.build()), head(6));

    assertThat(graph.steps().subList(0, 4))
        .extracting(Step::path)
        .containsExactly("cell.a", "cell.b", "cell", "cell");
    assertThat(graph.steps().subList(0, 4))
        .extracting(Step::inputs)
        .containsExactly(List.of(-1), List.of(0), List.of(0, 1), List.of(-1, 0, 2));
    assertThat(graph.shape(3)).isEqualTo(new FeatureMap(6, 4, 4));
    assertThat(graph.steps().getFirst().lastUse()).isEqualTo(3);
  }

  @Test
  void aNodeCannotReadWhatComesLaterOrJoinNothing() {
    assertThatThrownBy(() -> new Dag(List.of(new Dag.Node(null, List.of(0), seq()))))
        .hasMessage("node 0 reads earlier nodes, received 0");
    assertThatThrownBy(() -> new Dag.Node(Join.SUM, List.of(0), seq()))
        .hasMessageContaining("a node reads one input, or joins several");
    assertThatThrownBy(() -> new Dag.Node(null, List.of(0, 1), seq()))
        .hasMessageContaining("a node reads one input, or joins several");
  }

  @Test
  void aTapBranchesOffAndInferenceLeavesItOut() {
    Layer aux = seq(scope("conv", Op.Conv.of(4, 5, 1, 1, 0)), head(5));
    Layer trunk = scope("trunk", Op.Conv.of(2, 4, 3, 1, 1));
    Graph graph = resolve(trunk, new Tap("aux", aux, 0.3), head(4));
    Graph plain = resolve(trunk, head(4));

    assertThat(graph.auxiliary()).containsExactly(new Graph.Auxiliary("aux", 4, 0.3));
    assertThat(graph.leadsToLogits())
        .containsExactly(true, false, false, false, false, true, true, true);
    assertThat(graph.params())
        .extracting(ParamSpec::name)
        .containsExactly(
            "trunk.weight",
            "aux.conv.weight",
            "aux.fc.weight",
            "aux.fc.bias",
            "fc.weight",
            "fc.bias");
    assertThat(graph.withoutAuxiliary()).isEqualTo(plain);
    assertThat(plain.withoutAuxiliary()).isSameAs(plain);
  }

  /**
   * 4·2·9·16 of the trunk and 4·3 of the head; the tap has 5·4·16 + 5·3 more, and 20 + 18 values.
   */
  @Test
  void aTapCostsParametersButNoMultiplicationsInInference() {
    Layer aux = seq(scope("conv", Op.Conv.of(4, 5, 1, 1, 0)), head(5));
    Layer trunk = scope("trunk", Op.Conv.of(2, 4, 3, 1, 1));
    Cost plain = Cost.of(resolve(trunk, head(4)));
    Cost tapped = Cost.of(resolve(trunk, new Tap("aux", aux, 0.3), head(4)));

    assertThat(tapped.madds()).isEqualTo(plain.madds()).isEqualTo(1152 + 12);
    assertThat(tapped.auxiliaryMadds()).isEqualTo(320 + 15);
    assertThat(tapped.params()).isEqualTo(plain.params() + 38);
    assertThat(tapped.peakBytes()).isEqualTo(plain.peakBytes());
    assertThat(tapped.depth()).isEqualTo(plain.depth());
    assertThat(tapped.receptiveField()).isEqualTo(plain.receptiveField());
  }

  @Test
  void aTapMustYieldTheLogitsOfAllClassesAndCannotBeTheEnd() {
    Layer wrong = seq(new Op.AdaptiveAvgPool(1, 1), new Op.Flatten());
    assertThatThrownBy(() -> resolve(new Tap("aux", wrong, 0.3), head(2)))
        .isInstanceOf(InputException.class)
        .hasMessage("aux: expects 3 logits at the end, receives 2");
    Layer identityHead = scope("again", new Op.Linear(3, 3, true));
    assertThatThrownBy(() -> resolve(head(2), new Tap("aux", identityHead, 0.3)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("receives a tap there");
    assertThatThrownBy(() -> new Tap("aux", wrong, 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new Tap("a.b", wrong, 1)).hasMessageContaining("one path segment");
  }

  @Test
  void aShuffleNeedsChannelsThatItsGroupsDivide() {
    assertThatThrownBy(() -> resolve(scope("s", new Op.ChannelShuffle(3)), head(2)))
        .isInstanceOf(InputException.class)
        .hasMessage("s: expects channels that 3 groups divide, receives 2");
  }
}
