package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.recipe.StepWindows.Window;
import convnet4j.recipe.TrainEvent.Stepped;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StepWindowsTest {
  private static Stepped step(long step, double loss, int images, double norm) {
    return new Stepped(step, 0, loss, 0, images, 0.1 * step, 100, norm);
  }

  @Test
  void aWindowHasTheMeanOverItsImagesAndOfTheNormsThatWereMeasured() {
    StepWindows windows = new StepWindows(4001); // windows of three steps
    assertThat(windows.after(step(0, 4, 10, Double.NaN))).isEmpty();
    assertThat(windows.after(step(1, 1, 20, 5))).isEmpty();
    // (4 · 10 + 1 · 20 + 2 · 30) / 60 and (5 + 7) / 2.
    assertThat(windows.after(step(2, 2, 30, 7))).contains(new Window(3, 2, 0.2, 100, 6));
    assertThat(windows.after(step(3, 9, 1, 1))).isEmpty();
  }

  @Test
  void windowsEndAtMultiplesOfTheirLengthAndWithTheRun() {
    StepWindows windows = new StepWindows(4001);
    assertThat(LongStream.range(0, 4001).filter(windows::endsWith))
        .hasSize(1334)
        .startsWith(2L, 5L, 8L)
        .endsWith(3998L, 4000L);
    StepWindows each = new StepWindows(2000);
    assertThat(LongStream.range(0, 2000).filter(each::endsWith)).hasSize(2000);
  }

  @Test
  void aBatchThatWasLeftOutDoesNotCount() {
    StepWindows windows = new StepWindows(1);
    assertThat(windows.after(step(0, 0, 0, Double.NaN)))
        .hasValueSatisfying(
            window -> {
              assertThat(window.loss()).isNaN();
              assertThat(window.gradientNorm()).isNaN();
            });
  }
}
