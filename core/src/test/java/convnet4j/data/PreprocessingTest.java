package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTest {
  private static final Normalisation GREY = new Normalisation(List.of(0.0), List.of(1.0));

  @ParameterizedTest
  @CsvSource({
    "28, 28, 32, 32, 28", // MNIST, padded by 2 on every side
    "32, 32, 32, 32, 32", // as it is
    "28, 28, 28, 28, 28",
    "32, 28, 32, 32, 28", // left and right only
    "24, 24, 32, 32, 24", // three quarters
    "22, 22, 32, 32, 32", // a smaller part is enlarged
    "28, 28, 224, 224, 224",
    "27, 27, 32, 32, 32", // 5 pixels cannot be shared by two sides
    "28, 27, 32, 32, 32",
    "32, 32, 28, 28, 28", // larger than the input is shrunk
    "28, 40, 32, 32, 32",
  })
  void padsWhatNearlyFillsTheInputAndResizesTheRest(
      int height, int width, int inputHeight, int inputWidth, int resize) {
    assertThat(Preprocessing.fit(height, width, inputHeight, inputWidth, GREY))
        .isEqualTo(new Preprocessing(resize, Interpolation.AREA, GREY));
  }
}
