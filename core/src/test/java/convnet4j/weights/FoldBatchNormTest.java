package convnet4j.weights;

import static convnet4j.net.Layer.identity;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.net.Layer.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Join;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.ParamSpec.Role;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Step;
import convnet4j.weights.FoldBatchNorm.Folded;
import convnet4j.zoo.Zoo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldBatchNormTest {
  private static final Op.Activation RELU = new Op.Activation(ActivationKind.RELU);

  /** {@code layer} on 2×1×1 images, two channels out, as the logits. */
  private static Graph graph(Layer layer) {
    return Resolver.resolve(
        new Network(
            "test",
            new FeatureMap(2, 1, 1),
            2,
            seq(layer, new Op.Flatten()),
            new InitScheme(new Constant(0), new Constant(0), new Constant(0))));
  }

  private static Layer conv(String name) {
    return scope(name, Op.Conv.of(2, 2, 1, 1, 0));
  }

  private static Layer norm(String name) {
    return scope(name, Op.BatchNorm.of(2));
  }

  private static Weights weights(Graph graph, Map<String, float[]> given) {
    Map<String, HostTensor> tensors = new HashMap<>();
    for (ParamSpec spec : graph.params()) {
      float[] values = given.getOrDefault(spec.name(), new float[(int) spec.elements()]);
      tensors.put(spec.name(), HostTensor.floats(spec.shape(), values));
    }
    return Weights.matching(graph, tensors, "test");
  }

  private static Folded folded(Layer layer) {
    Graph graph = graph(layer);
    return FoldBatchNorm.apply(graph, weights(graph, Map.of()));
  }

  private static List<String> kinds(Graph graph) {
    return graph.steps().stream().map(step -> step.kernel().kind()).toList();
  }

  @Test
  void weightsAndBiasAreTheOnesComputedByHand() {
    // eps 0.25, variances 2 and 15.75: √(σ²+ε) is 1.5 and 4, γ/√ is 2 and −0.5.
    Graph graph = graph(seq(conv("c"), scope("b", new Op.BatchNorm(2, 0.25, 0.1))));
    Weights weights =
        weights(
            graph,
            Map.of(
                "c.weight", new float[] {1, 2, 3, 4},
                "b.weight", new float[] {3, -2},
                "b.bias", new float[] {0.5f, 10},
                "b.running_mean", new float[] {7, -1},
                "b.running_var", new float[] {2, 15.75f}));
    Folded folded = FoldBatchNorm.apply(graph, weights);
    assertThat(folded.weights().get("c.weight"))
        .isEqualTo(HostTensor.floats(List.of(2, 2, 1, 1), 2, 4, -1.5f, -2));
    // −7·2 + 0.5 and 1·−0.5 + 10.
    assertThat(folded.weights().get("c.bias"))
        .isEqualTo(HostTensor.floats(List.of(2), -13.5f, 9.5f));
    assertThat(kinds(folded.graph())).containsExactly("Conv", "Flatten");
    assertThat(folded.graph().steps().getFirst().kernel())
        .isEqualTo(new Op.Conv(2, 2, 1, 1, 0, 1, 1, true));
  }

  @Test
  void theConvolutionsOwnBiasIsKept() {
    Graph graph =
        graph(
            seq(
                scope("c", new Op.Conv(2, 2, 1, 1, 0, 1, 2, true)),
                scope("b", new Op.BatchNorm(2, 0.25, 0.1))));
    Weights weights =
        weights(
            graph,
            Map.of(
                "c.weight", new float[] {1, 2},
                "c.bias", new float[] {4, 8},
                "b.weight", new float[] {1, 3},
                "b.running_mean", new float[] {1, 2},
                "b.running_var", new float[] {0.75f, 2}));
    Folded folded = FoldBatchNorm.apply(graph, weights);
    // (4−1)·1 and (8−2)·2; the weights of a depthwise convolution are one per channel.
    assertThat(folded.weights().get("c.bias").toFloats()).containsExactly(3, 12);
    assertThat(folded.weights().get("c.weight"))
        .isEqualTo(HostTensor.floats(List.of(2, 1, 1, 1), 1, 4));
    assertThat(folded.graph().params())
        .extracting(ParamSpec::name)
        .containsExactly("c.weight", "c.bias");
  }

  @Test
  void computesInDouble() {
    Graph graph = graph(seq(conv("c"), norm("b")));
    Weights weights =
        weights(
            graph,
            Map.of(
                "c.weight", new float[] {0.1f, 0, 0, 0},
                "b.weight", new float[] {0.3f, 1},
                "b.running_var", new float[] {0.7f, 1}));
    double exact = (double) 0.1f * ((double) 0.3f / Math.sqrt((double) 0.7f + 1e-5));
    assertThat(FoldBatchNorm.apply(graph, weights).weights().get("c.weight").toFloats()[0])
        .isEqualTo((float) exact);
  }

  @Test
  void stepsAreRenumberedAndDieWhereTheyAreLastRead() {
    Folded folded =
        folded(
            seq(
                conv("c1"),
                norm("b1"),
                RELU,
                sum(seq(conv("c2"), norm("b2"), RELU), identity()),
                RELU));
    assertThat(folded.graph().steps())
        .extracting(Step::path, s -> s.kernel().kind(), Step::inputs, Step::lastUse)
        .containsExactly(
            tuple("c1", "Conv", List.of(-1), 1),
            tuple("", "Activation", List.of(0), 4),
            tuple("c2", "Conv", List.of(1), 3),
            tuple("", "Activation", List.of(2), 4),
            tuple("", "SUM", List.of(3, 1), 5),
            tuple("", "Activation", List.of(4), 6),
            tuple("", "Flatten", List.of(5), 6));
    assertThat(folded.graph().params())
        .extracting(ParamSpec::name, ParamSpec::role)
        .containsExactly(
            tuple("c1.weight", Role.WEIGHT),
            tuple("c1.bias", Role.BIAS),
            tuple("c2.weight", Role.WEIGHT),
            tuple("c2.bias", Role.BIAS));
    assertThat(folded.weights().tensors().keySet())
        .containsExactly("c1.weight", "c1.bias", "c2.weight", "c2.bias");
  }

  @Test
  void aBatchNormStaysWhereFoldingWouldChangeWhatOthersRead() {
    // Of the image, of a sum, behind an activation, and of a convolution that is read twice.
    assertThat(kinds(folded(norm("b")).graph())).containsExactly("BatchNorm", "Flatten");
    assertThat(kinds(folded(seq(sum(conv("c"), identity()), norm("b"))).graph()))
        .containsExactly("Conv", "SUM", "BatchNorm", "Flatten");
    assertThat(kinds(folded(seq(conv("c"), RELU, norm("b"))).graph()))
        .containsExactly("Conv", "Activation", "BatchNorm", "Flatten");
    Folded twice = folded(seq(conv("c"), sum(norm("b"), identity())));
    assertThat(kinds(twice.graph())).containsExactly("Conv", "BatchNorm", "SUM", "Flatten");
    assertThat(twice.weights().tensors()).containsKey("b.running_var").doesNotContainKey("c.bias");
  }

  @Test
  void twoBatchNormsOfOneConvolutionBothStay() {
    assertThat(kinds(folded(seq(conv("c"), sum(norm("a"), norm("b")))).graph()))
        .containsExactly("Conv", "BatchNorm", "BatchNorm", "SUM", "Flatten");
  }

  @Test
  void theSecondOfTwoBatchNormsStays() {
    assertThat(kinds(folded(seq(conv("c"), norm("a"), norm("b"))).graph()))
        .containsExactly("Conv", "BatchNorm", "Flatten");
  }

  @Test
  void aPostActivationResNetKeepsNoBatchNorm() {
    Graph graph = Resolver.resolve(Zoo.create("resnet20", Map.of()));
    Map<String, HostTensor> tensors = new HashMap<>();
    for (ParamSpec spec : graph.params()) {
      float[] values = new float[(int) spec.elements()];
      Arrays.fill(values, 0.5f);
      tensors.put(spec.name(), HostTensor.floats(spec.shape(), values));
    }
    Folded folded = FoldBatchNorm.apply(graph, Weights.matching(graph, tensors, "test"));
    assertThat(kinds(folded.graph())).doesNotContain("BatchNorm").contains("Conv", Join.SUM.name());
    assertThat(folded.graph().steps()).hasSize(graph.steps().size() - 19);
    assertThat(folded.weights().get("conv1.bias").toFloats()[0])
        .isCloseTo((float) (0.5 - 0.25 / Math.sqrt(0.50001)), within(1e-7f));
  }
}
