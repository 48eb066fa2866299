package convnet4j.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Initialisation;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.ParamSpec.Role;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Shape.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AirbenchTest {
  private static final Graph FAST94 = ZooTest.graph("fast94", Map.of());

  private static ParamSpec param(String name) {
    return FAST94.params().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  /** As {@code CifarNet().state_dict()} of airbench94_muon lists them in PyTorch 2.9.0. */
  @Test
  void parametersAreNamedShapedAndOrderedAsTheSources() {
    List<String> expected = new ArrayList<>(List.of("whiten.weight [24, 3, 2, 2]"));
    expected.add("whiten.bias [24]");
    int[] widths = {24, 64, 256, 256};
    for (int group = 1; group <= 3; group++) {
      for (int conv = 1; conv <= 2; conv++) {
        int in = conv == 1 ? widths[group - 1] : widths[group];
        String layer = "layers." + group + ".";
        expected.add(layer + "conv" + conv + ".weight [" + widths[group] + ", " + in + ", 3, 3]");
        for (String norm : List.of("weight", "bias", "running_mean", "running_var")) {
          expected.add(layer + "norm" + conv + "." + norm + " [" + widths[group] + "]");
        }
        expected.add(layer + "norm" + conv + ".num_batches_tracked []");
      }
    }
    expected.add("head.weight [10, 256]");

    assertThat(FAST94.params().stream().map(p -> p.name() + " " + p.shape()))
        .containsExactlyElementsOf(expected);
  }

  /** Counted there as those that require a gradient: 1,971,352 of 1,972,792. */
  @Test
  void whiteningFiltersAndScalesAreNotTrained() {
    assertThat(FAST94.params().stream().filter(ParamSpec::fixed).map(ParamSpec::name))
        .containsExactly(
            "whiten.weight",
            "layers.1.norm1.weight",
            "layers.1.norm2.weight",
            "layers.2.norm1.weight",
            "layers.2.norm2.weight",
            "layers.3.norm1.weight",
            "layers.3.norm2.weight");
    assertThat(
            FAST94.params().stream()
                .filter(ParamSpec::trained)
                .mapToLong(ParamSpec::elements)
                .sum())
        .isEqualTo(1_971_352);
    assertThat(param("whiten.weight").role()).isEqualTo(Role.WEIGHT);
    assertThat(param("layers.1.norm1.weight").role()).isEqualTo(Role.NORM);
  }

  @Test
  void weightsStartAsTheSources() {
    assertThat(param("whiten.weight").init()).isEqualTo(new Initialisation.Whitening(5000, 5e-4));
    // PyTorch's default for a convolution's bias: ±1/√(3·2·2).
    assertThat(param("whiten.bias").init()).isEqualTo(new Initialisation.UniformFanIn());
    assertThat(param("whiten.bias").fanIn()).isEqualTo(12);
    assertThat(
            FAST94.params().stream()
                .filter(p -> p.name().matches("layers.*conv.*"))
                .map(ParamSpec::init))
        .hasSize(6)
        .containsOnly(new Initialisation.Dirac());
    assertThat(param("layers.3.norm2.weight").init()).isEqualTo(new Initialisation.Constant(1));
    assertThat(param("head.weight").init()).isEqualTo(new Initialisation.Normal(1 / 256.0));
  }

  @Test
  void aGroupPoolsBehindItsFirstConvolution() {
    Op.Activation gelu = new Op.Activation(ActivationKind.GELU);
    Op.BatchNorm norm = new Op.BatchNorm(64, 1e-12, 0.4);

    assertThat(Parts.kernels(FAST94, "layers.1"))
        .containsExactly(
            Op.Conv.of(24, 64, 3, 1, 1),
            Op.Pool.max(2, 2, 0),
            norm,
            gelu,
            Op.Conv.of(64, 64, 3, 1, 1),
            norm,
            gelu);
    assertThat(FAST94.steps().getFirst().output()).isEqualTo(new FeatureMap(24, 31, 31));
    assertThat(Parts.steps(FAST94, "layers.3").getLast().output())
        .isEqualTo(new FeatureMap(256, 3, 3));
    assertThat(Parts.steps(FAST94, "head").getFirst().output()).isEqualTo(new Vector(10));
  }

  @ParameterizedTest
  @CsvSource({"1x32x32, 8, 256", "3x64x32, 24, 512", "3x25x50, 24, 512", "2x96x96, 16, 2304"})
  void filtersFollowTheChannelsAndTheHeadTheSize(String input, int filters, int features) {
    Graph graph = ZooTest.graph("fast94", Map.of("input", input, "classes", "7"));

    assertThat(graph.params().getFirst().shape().getFirst()).isEqualTo(filters);
    assertThat(graph.params().getLast().shape()).containsExactly(7, features);
    assertThat(graph.params().getLast().init())
        .isEqualTo(new Initialisation.Normal(1.0 / features));
  }

  @Test
  void anImageTooSmallIsRefusedByTheLayerItIsTooSmallFor() {
    assertThatThrownBy(() -> ZooTest.graph("fast94", Map.of("input", "24")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "layers.4: expects at least 3×3 for its window, receives 2×2; use a larger input than"
                + " 3×24×24");
  }
}
