package convnet4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.data.Interpolation;
import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.image.Decoder;
import convnet4j.net.Graph;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Precision;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import convnet4j.weights.Weights;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTest {
  private static final FeatureMap INPUT = new FeatureMap(3, 16, 16);

  @TempDir Path folder;

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  private static byte[] png() throws IOException {
    BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 60 * 40; i++) {
      image.setRGB(i % 60, i / 60, 0x040603 * (i % 60) ^ 0x050107 * (i / 60));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static ModelInfo info(Preprocessing preprocessing) {
    return new ModelInfo("resnet20", new TreeMap<>(), INPUT, List.of("a", "b", "c"), preprocessing);
  }

  @Test
  void anImageIsPreparedAsTheFileSays() throws IOException {
    Normalisation normalisation = Normalisation.IMAGENET;
    Preprocessing how = new Preprocessing(24, Interpolation.BICUBIC, normalisation);
    Graph graph = Models.graph(info(how));
    Weights weights;
    try (TorchNet net = TorchNet.initialised(graph, 1)) {
      weights = net.weights();
    }
    List<Prediction> prepared = classified(how, weights);
    byte[] pixels = Decoder.decode("png", png(), INPUT, how);
    try (Predictor predictor = Predictor.of(graph, weights, normalisation, Precision.FP32)) {
      double[] expected = Softmax.of(predictor.logits(pixels), 0, 3);
      for (int c = 0; c < 3; c++) {
        assertThat(prepared.get(c).probability()).isCloseTo(expected[c], within(1e-6));
      }
    }
    List<Prediction> covered = classified(Preprocessing.cover(16, normalisation), weights);
    assertThat(Math.abs(covered.getFirst().probability() - prepared.getFirst().probability()))
        .isGreaterThan(1e-4);
  }

  /** By class, from a file. */
  private List<Prediction> classified(Preprocessing how, Weights weights) throws IOException {
    Path file = folder.resolve(how.resize() + ".safetensors");
    ModelFile.write(file, info(how), weights);
    try (Classifier classifier = Classifier.of(ModelFile.read(file), Precision.FP32)) {
      return classifier.predict(png()).stream()
          .sorted(Comparator.comparing(Prediction::label))
          .toList();
    }
  }
}
