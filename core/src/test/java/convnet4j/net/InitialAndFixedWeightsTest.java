package convnet4j.net;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.cost.Cost;
import convnet4j.errors.InputException;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Initialisation.Normal;
import convnet4j.net.Initialisation.Whitening;
import convnet4j.net.Shape.FeatureMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers that start in their own way, and such as training leaves alone. */
class InitialAndFixedWeightsTest {
  private static final Normal CONV = new Normal(1);
  private static final Normal LINEAR = new Normal(2);
  private static final Constant BIAS = new Constant(3);
  private static final Normal OWN = new Normal(4);

  private static Graph resolve(Layer... layers) {
    return Resolver.resolve(
        new Network(
            "tiny",
            new FeatureMap(2, 4, 4),
            3,
            seq(
                seq(layers),
                new Op.AdaptiveAvgPool(1, 1),
                new Op.Flatten(),
                scope("fc", new Op.Linear(16, 3, true))),
            new InitScheme(CONV, LINEAR, BIAS)));
  }

  private static Layer conv(String name, int in) {
    return scope(name, new Op.Conv(in, 16, 2, 1, 0, 1, 1, true));
  }

  @Test
  void weightsWithinStartAsSaidAndBiasesAndAllElseAsTheNetworks() {
    Graph graph = resolve(conv("a", 2), new InitialWeights(OWN, scope("in", conv("b", 16))));

    assertThat(graph.params())
        .extracting(ParamSpec::init)
        .containsExactly(CONV, BIAS, OWN, BIAS, LINEAR, BIAS);
    assertThat(graph.params()).extracting(ParamSpec::name).contains("in.b.weight");
  }

  @Test
  void theInnermostSaysHowWeightsStart() {
    Layer inner = new InitialWeights(new Normal(5), conv("b", 16));
    Graph graph = resolve(new InitialWeights(OWN, seq(conv("a", 2), inner)));

    assertThat(graph.params())
        .extracting(ParamSpec::init)
        .containsExactly(OWN, BIAS, new Normal(5), BIAS, LINEAR, BIAS);
  }

  @Test
  void weightsAndScalesWithinAreFixedAndWhatIsAddedIsTrained() {
    Graph graph = resolve(new FixedWeights(seq(conv("a", 2), scope("bn", Op.BatchNorm.of(16)))));

    assertThat(graph.params().stream().filter(ParamSpec::fixed).map(ParamSpec::name))
        .containsExactly("a.weight", "bn.weight");
    assertThat(graph.params().stream().filter(ParamSpec::trained).map(ParamSpec::name))
        .containsExactly("a.bias", "bn.bias", "fc.weight", "fc.bias");
  }

  /** 16·2·2·2 + 16, twice 16, and 3·16 + 3; multiplied at 3×3 places, and once. */
  @Test
  void fixedWeightsCostWhatOthersDo() {
    Layer layers = seq(conv("a", 2), scope("bn", Op.BatchNorm.of(16)));
    Cost fixed = Cost.of(resolve(new FixedWeights(layers)));

    assertThat(fixed).isEqualTo(Cost.of(resolve(layers)));
    assertThat(fixed.params()).isEqualTo(144 + 32 + 51);
    assertThat(fixed.madds()).isEqualTo(128 * 9 + 48);
  }

  @Test
  void fixedWeightsStaySoAtAnotherSizeOfImages() {
    Graph graph = resolve(new FixedWeights(conv("a", 2)));

    assertThat(Resolver.resized(graph, new FeatureMap(2, 8, 8)).params()).isEqualTo(graph.params());
    assertThat(graph.params().getFirst().withShape(List.of(16, 8)).fixed()).isTrue();
  }

  @Test
  void onlyWhatReadsTheImageWhitens() {
    Layer whitening = new InitialWeights(new Whitening(1, 1e-3), conv("b", 2));

    assertThat(resolve(whitening).params().getFirst().init()).isEqualTo(new Whitening(1, 1e-3));
    assertThatThrownBy(() -> resolve(new Op.Activation(ActivationKind.RELU), whitening))
        .isInstanceOf(InputException.class)
        .hasMessage("b: expects to read the image, which it whitens, receives a layer's output");
  }

  @Test
  void whatOnlyFiltersCanStartAsIsRefusedElsewhere() {
    Layer narrow = scope("a", new Op.Conv(2, 15, 2, 1, 0, 1, 1, true));
    assertThatThrownBy(() -> resolve(new InitialWeights(new Whitening(1, 1e-3), narrow)))
        .hasMessage("a.weight: whitening has 2 · in · kernel² outputs, received [15, 2, 2, 2]");
    Layer linear = seq(new Op.Flatten(), scope("fc0", new Op.Linear(32, 16, true)));
    assertThatThrownBy(() -> resolve(new InitialWeights(new Initialisation.Dirac(), linear)))
        .hasMessage(
            "fc0.weight: expects the filters of a convolution to start so, received [16, 32]");
    assertThatThrownBy(() -> new Whitening(0, 1e-3)).hasMessageContaining("images");
    assertThatThrownBy(() -> new Whitening(1, 0)).hasMessageContaining("eps");
  }
}
