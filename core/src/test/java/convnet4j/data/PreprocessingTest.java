package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTest {
  @ParameterizedTest
  @CsvSource({"224, 256", "299, 342", "14336, 16384"})
  void torchvisionResizesTo8SeventhsOfTheInput(int side, int resize) {
    assertThat(Preprocessing.torchvision(side).resize()).isEqualTo(resize);
  }

  @Test
  void anInputThatIsTooLargeToResizeToIsOneClearLine() {
    String line = "an input of 14337 pixels on its shorter side: expects images resized to at most";
    assertThatThrownBy(() -> Preprocessing.usual(14_337, Normalisation.IMAGENET))
        .isInstanceOf(InputException.class)
        .hasMessage(line + " 16384, received 16385; choose a smaller input");
    assertThatThrownBy(() -> Preprocessing.torchvision(224).scaled(224, 14_337))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(line);
    assertThatThrownBy(() -> Preprocessing.cover(16_385, Normalisation.IMAGENET))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("received 16385");
  }

  @Test
  void aLabelIsReadAsItIsWritten() {
    for (Interpolation i : Interpolation.values()) {
      assertThat(Interpolation.of(i.label())).contains(i);
    }
    assertThat(Interpolation.BICUBIC.label()).isEqualTo("bicubic");
    assertThat(Interpolation.of("BICUBIC")).isEmpty();
  }
}
