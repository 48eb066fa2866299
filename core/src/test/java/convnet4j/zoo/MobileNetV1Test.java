package convnet4j.zoo;

import static convnet4j.zoo.Parts.kernels;
import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.cost.Cost;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Op;
import convnet4j.net.Step;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MobileNetV1Test {
  private static final Op.Activation RELU = new Op.Activation(ActivationKind.RELU);

  /**
   * 3,185,088 weights and 567,716,352 multiply-adds up to the last 1×1 are in the comment of
   * tensorflow/models' mobilenet_v1.py. On top, by hand: two for each of the 10,944 normalised
   * channels, and a fully connected layer of 1024·1000 weights and 1000 biases.
   */
  @Test
  void costIsTheAuthorsWithBatchNormsAndLastLayer() {
    Cost cost = Cost.of(ZooTest.graph("mobilenet_v1", Map.of()));

    assertThat(cost.params()).isEqualTo(3_185_088 + 2 * 10_944 + 1_025_000).isEqualTo(4_231_976);
    assertThat(cost.madds()).isEqualTo(567_716_352 + 1_024_000).isEqualTo(568_740_352);
    // "If depthwise and pointwise convolutions are counted separately, 28 layers" (section 3.2).
    assertThat(cost.depth()).isEqualTo(28);
  }

  /** 1,800,144 and 106,002,432 in the same comment; 768 channels go to 1000 classes. */
  @Test
  void threeQuartersOfTheWidthCostWhatTheAuthorsCount() {
    Cost cost = Cost.of(ZooTest.graph("mobilenet_v1", Map.of("width", "0.75", "input", "128")));

    assertThat(cost.params()).isEqualTo(1_800_144 + 2 * 10_944 * 3 / 4 + 769_000);
    assertThat(cost.madds()).isEqualTo(106_002_432 + 768_000);
  }

  @Test
  void channelsAreCutToWholeNumbersAndAreEightAtLeast() {
    Graph graph = ZooTest.graph("mobilenet_v1", Map.of("width", "0.1"));

    assertThat(graph.params().getFirst().shape()).containsExactly(8, 3, 3, 3);
    assertThat(graph.params().get(graph.params().size() - 2).shape()).containsExactly(1000, 102);
  }

  @Test
  void aBlockIsADepthwiseAndAPointwiseConvolutionBothNormalisedAndActivated() {
    Graph graph = ZooTest.graph("mobilenet_v1", Map.of());

    assertThat(kernels(graph, "layers.1"))
        .containsExactly(
            Op.Conv.depthwise(64, 3, 2, 1),
            Op.BatchNorm.of(64),
            RELU,
            Op.Conv.of(64, 128, 1, 1, 0),
            Op.BatchNorm.of(128),
            RELU);
    // Printed with stride 2, between maps of 7×7.
    assertThat(kernels(graph, "layers.12")).contains(Op.Conv.depthwise(1024, 3, 1, 1));
  }

  @Test
  void theCifarFormKeepsTheResolutionInTheStemAndHasTheSameBlocks() {
    Graph cifar = ZooTest.graph("mobilenet_v1_cifar", Map.of("classes", "1000"));
    Graph imagenet = ZooTest.graph("mobilenet_v1", Map.of());

    assertThat(cifar.steps().getFirst().kernel()).isEqualTo(Op.Conv.of(3, 32, 3, 1, 1));
    assertThat(cifar.steps().stream().skip(1).map(Step::kernel))
        .containsExactlyElementsOf(imagenet.steps().stream().skip(1).map(Step::kernel).toList());
    assertThat(cifar.params()).isEqualTo(imagenet.params());
  }
}
