package convnet4j.zoo;

import static convnet4j.zoo.Parts.count;
import static convnet4j.zoo.Parts.kernels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import convnet4j.cost.Cost;
import convnet4j.errors.InputException;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoogLeNetTest {
  private static final Op.Activation RELU = new Op.Activation(ActivationKind.RELU);
  private static final Map<String, String> AUX = Map.of("aux", "true");
  private static final Graph PAPER = ZooTest.graph("googlenet_paper", Map.of());

  private static Op.Conv conv(int in, int out, int kernel) {
    return new Op.Conv(in, out, kernel, 1, kernel / 2, 1, 1, true);
  }

  private static long madds(Graph graph, String path) {
    Cost cost = Cost.of(graph);
    long madds = 0;
    for (int i = 0; i < graph.steps().size(); i++) {
      if (graph.steps().get(i).path().startsWith(path + ".")) {
        madds += cost.steps().get(i).madds();
      }
    }
    return madds;
  }

  /** The column "ops" of table 1, in millions; some are rounded there and some are cut. */
  @ParameterizedTest
  @CsvSource({
    "inception3a, 128",
    "inception3b, 304",
    "inception4a, 73",
    "inception4b, 88",
    "inception4c, 100",
    "inception4d, 119",
    "inception4e, 170",
    "inception5b, 71"
  })
  void operationsOfAModuleAreThePapers(String module, double millions) {
    assertThat(madds(PAPER, module) / 1e6).isCloseTo(millions, within(1.0));
  }

  @Test
  void operationsOfTheSecondConvolutionAreThePapersAndOfTheFirstAndOf5aAreNot() {
    assertThat((madds(PAPER, "conv2") + madds(PAPER, "conv3")) / 1e6).isCloseTo(360, within(0.5));
    // Printed: 34, which 8 filters for each of 3 channels and a 1×1 to 64 would have.
    assertThat(madds(PAPER, "conv1")).isEqualTo(7 * 7 * 3 * 64 * 112 * 112);
    assertThat((7 * 7 * 3 * 8 + 3 * 8 * 64) * 112 * 112 / 1e6).isCloseTo(34, within(0.5));
    // Printed: 54.
    assertThat(madds(PAPER, "inception5a")).isEqualTo(1_042_432L * 7 * 7);
  }

  /**
   * Weights of the nine modules by hand from table 1's channels, of the stem 9,408 + 4,096 +
   * 110,592, 7,280 biases, and the last layer. BVLC's GoogLeNet has as many.
   */
  @Test
  void parametersAreThoseOfTheTablesChannels() {
    long modules =
        163_328 + 388_096 + 375_552 + 448_512 + 509_440 + 604_672 + 867_328 + 1_042_432 + 1_442_816;

    assertThat(Cost.of(PAPER).params())
        .isEqualTo(modules + 124_096 + 7_280 + 1_025_000)
        .isEqualTo(6_998_552);
    // "22 layers deep when counting only layers with parameters" (section 5).
    assertThat(Cost.of(PAPER).depth()).isEqualTo(22);
  }

  /**
   * By hand: 1×1 to 128, 4·4·128 to 1024, 1024 to 1000, with biases; of 512 and of 528 channels.
   */
  @Test
  void theAuxiliaryClassifiersAreThePapers() {
    Graph graph = ZooTest.graph("googlenet_paper", AUX);
    long one = 128 * 513L + 2049L * 1024 + 1025L * 1000;
    long two = 128 * 529L + 2049L * 1024 + 1025L * 1000;

    assertThat(Cost.of(graph).params()).isEqualTo(6_998_552 + one + two).isEqualTo(13_378_280);
    assertThat(Cost.of(graph).madds()).isEqualTo(Cost.of(PAPER).madds());
    assertThat(graph.auxiliary())
        .extracting(Graph.Auxiliary::path, Graph.Auxiliary::weight)
        .containsExactly(tuple("aux1", 0.3), tuple("aux2", 0.3));
    assertThat(kernels(graph, "aux1"))
        .containsExactly(
            Op.Pool.average(5, 3, 0),
            conv(512, 128, 1),
            RELU,
            new Op.Flatten(),
            new Op.Linear(2048, 1024, true),
            RELU,
            new Op.Dropout(0.7),
            new Op.Linear(1024, 1000, true));
    assertThat(graph.withoutAuxiliary()).isEqualTo(PAPER);
  }

  /** torchvision's InceptionAux. */
  @Test
  void theFirstAuxiliaryClassifierOfTorchvisionsFormPoolsToFourByFour() {
    assertThat(kernels(ZooTest.graph("googlenet", AUX), "aux1"))
        .containsExactly(
            new Op.AdaptiveAvgPool(4, 4),
            Op.Conv.of(512, 128, 1, 1, 0),
            new Op.BatchNorm(128, 1e-3, 0.1),
            RELU,
            new Op.Flatten(),
            new Op.Linear(2048, 1024, true),
            RELU,
            new Op.Dropout(0.7),
            new Op.Linear(1024, 1000, true));
  }

  @Test
  void aModuleIsFourBranchesSideBySide() {
    assertThat(kernels(PAPER, "inception3a"))
        .containsExactly(
            conv(192, 64, 1),
            RELU,
            conv(192, 96, 1),
            RELU,
            conv(96, 128, 3),
            RELU,
            conv(192, 16, 1),
            RELU,
            conv(16, 32, 5),
            RELU,
            Op.Pool.max(3, 1, 1),
            conv(192, 32, 1),
            RELU,
            Join.CONCAT);
    for (String name : List.of("googlenet", "googlenet_paper", "googlenet_cifar")) {
      assertThat(count(ZooTest.graph(name, Map.of()), Join.CONCAT)).isEqualTo(9);
    }
  }

  @Test
  void theFormsDifferInWhatStandsForFiveByFive() {
    Op.BatchNorm norm = new Op.BatchNorm(32, 1e-3, 0.1);

    assertThat(kernels(ZooTest.graph("googlenet", Map.of()), "inception3a.branch3.1"))
        .containsExactly(Op.Conv.of(16, 32, 3, 1, 1), norm, RELU);
    assertThat(kernels(ZooTest.graph("googlenet_cifar", Map.of()), "a3.b3"))
        .containsExactly(
            conv(192, 16, 1),
            Op.BatchNorm.of(16),
            RELU,
            conv(16, 32, 3),
            Op.BatchNorm.of(32),
            RELU,
            conv(32, 32, 3),
            Op.BatchNorm.of(32),
            RELU);
  }

  /** Figure 3: one behind the first pool, one before the second. */
  @Test
  void onlyThePapersFormHasResponseNorms() {
    Op.LocalResponseNorm norm = new Op.LocalResponseNorm(5, 1e-4, 0.75, 1);
    List<Step> steps = PAPER.steps();

    assertThat(count(PAPER, norm)).isEqualTo(2);
    assertThat(steps.get(2).path()).isEqualTo("maxpool1");
    assertThat(steps.get(3).kernel()).isEqualTo(norm);
    assertThat(steps.get(8).kernel()).isEqualTo(norm);
    assertThat(steps.get(9).path()).isEqualTo("maxpool2");
    assertThat(steps).noneMatch(step -> step.kernel() instanceof Op.BatchNorm);
    assertThat(count(ZooTest.graph("googlenet", Map.of()), norm)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"googlenet", "googlenet_paper"})
  void mapsHaveThePapersSizes(String name) {
    assertThat(
            ZooTest.graph(name, Map.of()).steps().stream()
                .filter(step -> step.path().startsWith("maxpool"))
                .map(step -> step.output().toString()))
        .containsExactly("64×56×56", "192×28×28", "480×14×14", "832×7×7");
  }

  /**
   * 4a has 96 / 16 = 6 pixels a side there, and 80 / 16 = 5; one window of 5 fits. 79 become 40,
   * 20, 10 and 5; 78 become 39, 19, 9 and 4.
   */
  @Test
  void theAuxiliaryClassifiersFollowTheInputSize() {
    Graph six = ZooTest.graph("googlenet_paper", Map.of("aux", "true", "input", "3x96x80"));
    Graph wide = ZooTest.graph("googlenet_paper", Map.of("aux", "true", "input", "3x80x128"));

    assertThat(kernels(six, "aux1.fc1")).containsExactly(new Op.Linear(128, 1024, true));
    assertThat(kernels(wide, "aux2.fc1")).containsExactly(new Op.Linear(256, 1024, true));
    Graph least = ZooTest.graph("googlenet_paper", Map.of("aux", "true", "input", "79"));
    assertThat(kernels(least, "aux1.fc1")).containsExactly(new Op.Linear(128, 1024, true));
    assertThatThrownBy(() -> ZooTest.graph("googlenet_paper", Map.of("aux", "true", "input", "78")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "aux1.pool: expects at least 5×5 for its window, receives 4×4; use a larger input than"
                + " 3×78×78");
    assertThat(
            kernels(ZooTest.graph("googlenet", Map.of("aux", "true", "input", "64")), "aux1.pool"))
        .containsExactly(new Op.AdaptiveAvgPool(4, 4));
  }

  @Test
  void theCifarFormHasKuangliusNamesAndNoAuxiliaryClassifier() {
    Graph cifar = ZooTest.graph("googlenet_cifar", Map.of());

    assertThat(cifar.params().stream().map(ParamSpec::name))
        .startsWith("pre_layers.0.weight", "pre_layers.0.bias", "pre_layers.1.weight")
        .contains("a3.b1.0.weight", "e4.b3.7.running_mean", "b5.b4.1.bias", "b5.b4.2.weight")
        .endsWith("linear.weight", "linear.bias");
    assertThatThrownBy(() -> Zoo.create("googlenet_cifar", AUX))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("unknown option of googlenet_cifar 'aux'");
  }
}
