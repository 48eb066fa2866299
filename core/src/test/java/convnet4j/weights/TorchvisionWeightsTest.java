package convnet4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.Normalisation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchvisionWeightsTest {
  /** torchvision's table of weights, as its documentation prints it. */
  @ParameterizedTest
  @CsvSource({
    "vgg11, vgg11-8a719046.pth, 69.020, 88.628",
    "vgg16, vgg16-397923af.pth, 71.592, 90.382",
    "vgg19_bn, vgg19_bn-c79401a0.pth, 74.218, 91.842",
    "resnet18, resnet18-f37072fd.pth, 69.758, 89.078",
    "resnet50, resnet50-0676ba61.pth, 76.130, 92.862",
    "resnet152, resnet152-394f9c45.pth, 78.312, 94.046",
    "googlenet, googlenet-1378be20.pth, 69.778, 89.530",
    "mobilenet_v2, mobilenet_v2-b0353104.pth, 71.878, 90.286"
  })
  void filesAndAccuraciesAreThePublishedOnes(String network, String file, double a1, double a5) {
    TorchvisionWeights weights = TorchvisionWeights.of(network);
    assertThat(weights.file()).isEqualTo(file);
    assertThat(weights.top1()).isEqualTo(a1);
    assertThat(weights.top5()).isEqualTo(a5);
  }

  @Test
  void everyFileIsNamedAfterEightDigitsOfItsHash() {
    assertThat(TorchvisionWeights.all())
        .hasSize(15)
        .allSatisfy(w -> assertThat(w.checksum().hex()).hasSize(8).isEqualTo(w.hash()));
    assertThat(TorchvisionWeights.all().stream().map(TorchvisionWeights::hash).distinct())
        .hasSize(15);
  }

  /** torchvision: first as all networks, then transform_input. Here: one normalisation. */
  @Test
  void googlenetsNormalisationIsTorchvisionsTwoStepsInOne() {
    Normalisation ours = TorchvisionWeights.of("googlenet").preprocessing().normalisation();
    double[][] usual = {{0.485, 0.229}, {0.456, 0.224}, {0.406, 0.225}};
    for (int c = 0; c < 3; c++) {
      for (int pixel = 0; pixel <= 255; pixel++) {
        double x = (pixel / 255.0 - usual[c][0]) / usual[c][1];
        double transformed = x * (usual[c][1] / 0.5) + (usual[c][0] - 0.5) / 0.5;
        double at = (pixel / 255.0 - ours.mean().get(c)) / ours.std().get(c);
        assertThat(at).isCloseTo(transformed, within(1e-12));
      }
    }
  }
}
