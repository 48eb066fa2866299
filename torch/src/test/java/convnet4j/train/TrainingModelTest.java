package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Dataset;
import convnet4j.data.FileSplit;
import convnet4j.data.Interpolation;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.data.Preprocessing;
import convnet4j.data.Split;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Recipe;
import convnet4j.weights.ModelInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingModelTest {
  private static final Normalisation GREY = new Normalisation(List.of(0.1307), List.of(0.3081));

  private static ModelInfo info(String input, Split images, Normalisation normalisation) {
    Recipe recipe =
        Recipe.of(
            Map.of("network", "resnet20", "data", "d", "epochs", 1, "set", Map.of("input", input)));
    Dataset data = new Dataset("d", List.of("a", "b"), images, images, normalisation);
    return TrainingModel.info(recipe, data, Optional.empty());
  }

  private static PixelSplit grey(int side) {
    return new PixelSplit(1, side, side, new byte[side * side], new int[1]);
  }

  @Test
  void imagesThatNearlyFillTheInputArePadded() {
    ModelInfo mnist = info("32", grey(28), GREY);
    assertThat(mnist.input()).isEqualTo(new FeatureMap(1, 32, 32));
    assertThat(mnist.preprocessing()).isEqualTo(new Preprocessing(28, Interpolation.AREA, GREY));
  }

  @Test
  void imagesOfOtherSizesAndFilesCoverTheInput() {
    assertThat(info("28", grey(28), GREY).preprocessing()).isEqualTo(Preprocessing.cover(28, GREY));
    assertThat(info("64", grey(28), GREY).preprocessing()).isEqualTo(Preprocessing.cover(64, GREY));
    assertThat(info("32", new FileSplit(List.of()), Normalisation.IMAGENET).preprocessing())
        .isEqualTo(Preprocessing.cover(32, Normalisation.IMAGENET));
  }
}
