package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NormalisationTest {
  /** Worked by hand: red 0 and 255, green 51 throughout, blue 0 0 0 255. */
  @Test
  void isTheMeanAndDeviationOverAllPixels() {
    byte[] pixels = {0, 51, 0, -1, 51, 0, 0, 51, 0, -1, 51, -1};
    PixelSplit split = new PixelSplit(3, 1, 2, pixels, new int[] {0, 1});
    assertThat(Normalisation.of(split))
        .isEqualTo(new Normalisation(List.of(0.5, 0.2, 0.25), List.of(0.5, 1.0, 0.433)));
  }

  @Test
  void refusesWhatNothingCanBeDividedBy() {
    for (List<Double> std : List.of(List.of(0.0), List.of(-1.0), List.of(Double.NaN))) {
      assertThatThrownBy(() -> new Normalisation(List.of(0.5), std))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Normalisation(List.of(0.5), List.of(1.0, 1.0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Normalisation(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
