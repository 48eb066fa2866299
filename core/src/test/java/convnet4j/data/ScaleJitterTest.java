package convnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleJitterTest {
  private static Draws draws(int index) {
    return Draws.of(11, 0, index, 0);
  }

  @ParameterizedTest
  @CsvSource({
    // image, input, S: input · shorter side / S
    "375, 500, 224, 224, 256, 328, 328", // 328.125
    "500, 375, 224, 224, 512, 164, 164", // 164.06
    "480, 640, 224, 224, 480, 224, 224",
    "375, 375, 224, 224, 224, 375, 375",
    "375, 500, 112, 224, 256, 164, 328",
    "32, 32, 28, 28, 30, 30, 30", // 29.87
    "1, 9, 224, 224, 512, 1, 1" // 0.44
  })
  void theBoxIsWhatBecomesTheInputAtThatScale(
      int height, int width, int inputHeight, int inputWidth, int side, int h, int w) {
    Box box = new ScaleJitter(side, side).box(height, width, inputHeight, inputWidth, draws(0));
    assertThat(List.of(box.height(), box.width())).isEqualTo(List.of(h, w));
  }

  @Test
  void everySideOfTheRangeIsDrawnAlike() {
    int n = 50_000;
    int[] counts = new int[513];
    for (int i = 0; i < n; i++) {
      Box box = new ScaleJitter(256, 512).box(1_000_000, 1_200_000, 224, 224, draws(i));
      counts[(int) Math.rint(224e6 / box.height())]++;
    }
    assertThat(IntStream.range(0, 256).map(s -> counts[s]).sum()).isZero();
    for (int side = 256; side <= 512; side++) {
      assertThat(counts[side]).as("%s", side).isBetween(125, 264); // 194.6, 5 sigma
    }
  }

  @Test
  void everyPlaceIsDrawnAlike() {
    int n = 50_000;
    int[] tops = new int[48]; // 375 − 328 + 1
    double left = 0;
    for (int i = 0; i < n; i++) {
      Box box = new ScaleJitter(256, 256).box(375, 500, 224, 224, draws(i));
      tops[box.top()]++;
      left += box.left();
    }
    assertThat(IntStream.of(tops))
        .allMatch(count -> count > 880 && count < 1202); // 1041.7, 5 sigma
    assertThat(left / n).isCloseTo(86, within(1.2)); // of 0..172, 5 sigma
  }

  @Property
  void theBoxLiesInTheImageAndIsTheInputToHalfAPixel(
      @ForAll @IntRange(min = 1, max = 700) int height,
      @ForAll @IntRange(min = 1, max = 700) int width,
      @ForAll @IntRange(min = 1, max = 300) int inputHeight,
      @ForAll @IntRange(min = 1, max = 300) int inputWidth,
      @ForAll @IntRange(max = 300) int more,
      @ForAll @IntRange(max = 300) int spread,
      @ForAll int index) {
    int min = Math.max(inputHeight, inputWidth) + more;
    ScaleJitter jitter = new ScaleJitter(min, min + spread);
    Box box = jitter.box(height, width, inputHeight, inputWidth, draws(index));
    assertThat(box.top() + box.height()).isLessThanOrEqualTo(height);
    assertThat(box.left() + box.width()).isLessThanOrEqualTo(width);
    double shorter = Math.min(height, width);
    check(box.height(), inputHeight * shorter / (min + spread), inputHeight * shorter / min);
    check(box.width(), inputWidth * shorter / (min + spread), inputWidth * shorter / min);
    assertThat(jitter.box(height, width, inputHeight, inputWidth, draws(index))).isEqualTo(box);
  }

  private static void check(int side, double least, double greatest) {
    assertThat((double) side).isBetween(Math.max(1, least - 0.5), Math.max(1, greatest + 0.5));
  }

  @Test
  void anInputThatTheScalesDoNotCoverIsRefused() {
    assertThatThrownBy(() -> new ScaleJitter(223, 512).box(500, 500, 10, 224, draws(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected an input of at most 223×223, received 10×224");
  }

  @Test
  void itIsOnlyTheFirstTransformAndAlwaysCarriedOut() {
    ScaleJitter jitter = new ScaleJitter(256, 512);
    assertThat(Augmentation.of(jitter, new Grayscale()).transforms()).hasSize(2);
    assertThatThrownBy(() -> Augmentation.of(new RandomResizedCrop(), jitter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("before all other transforms");
    assertThatThrownBy(() -> new Sometimes(0.5, jitter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("may be left out");
  }
}
