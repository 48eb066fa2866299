package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AccuracyTest {
  @Test
  void lossIsTheMeanCrossEntropyOfTheLogits() {
    Accuracy accuracy = new Accuracy(2);
    // −log(1/2) and −log(e³/(e³+e¹)) = log(1+e⁻²).
    accuracy.add(new float[] {0, 0, 3, 1}, new long[] {1, 0}, 2);
    assertThat(accuracy.loss())
        .isCloseTo((Math.log(2) + Math.log(1 + Math.exp(-2))) / 2, within(1e-12));
  }

  @Test
  void lossOfLogitsThatOverflowAnExponentialIsStillRight() {
    Accuracy accuracy = new Accuracy(2);
    accuracy.add(new float[] {2000, 1000}, new long[] {1}, 1);
    assertThat(accuracy.loss()).isEqualTo(1000);
  }

  @Test
  void countsTop1AndTop5OverBatches() {
    Accuracy accuracy = new Accuracy(6);
    float[] falling = {6, 5, 4, 3, 2, 1};
    for (long label = 0; label < 6; label++) {
      accuracy.add(falling, new long[] {label}, 1);
    }
    assertThat(accuracy.images()).isEqualTo(6);
    assertThat(accuracy.top1()).isCloseTo(100 / 6.0, within(1e-12));
    assertThat(accuracy.top5().orElseThrow()).isCloseTo(500 / 6.0, within(1e-12));
  }

  @Test
  void top5IsEmptyWhenFiveClassesAreAll() {
    assertThat(new Accuracy(5).top5()).isEmpty();
    assertThat(new Accuracy(6).top5()).isPresent();
  }

  @Test
  void ofEqualLogitsTheLowerIndexComesFirst() {
    Accuracy accuracy = new Accuracy(10);
    float[] equal = new float[10];
    accuracy.add(equal, new long[] {0}, 1);
    assertThat(accuracy.top1()).isEqualTo(100);
    accuracy.add(equal, new long[] {4}, 1);
    assertThat(accuracy.top1()).isEqualTo(50);
    assertThat(accuracy.top5()).hasValue(100);
    accuracy.add(equal, new long[] {5}, 1);
    assertThat(accuracy.top5().orElseThrow()).isCloseTo(200 / 3.0, within(1e-12));
  }

  @Test
  void anImageWithANaNIsWrongAndSpoilsTheLossButNotTheOthers() {
    Accuracy accuracy = new Accuracy(6);
    accuracy.add(
        new float[] {9, 0, 0, 0, 0, Float.NaN, Float.NaN, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0},
        new long[] {0, 0, 0},
        3);
    assertThat(accuracy.top1()).isCloseTo(100 / 3.0, within(1e-12));
    assertThat(accuracy.top5().orElseThrow()).isCloseTo(100 / 3.0, within(1e-12));
    assertThat(accuracy.loss()).isNaN();
  }

  @Test
  void aBatchMayBeSmallerThanItsArrays() {
    Accuracy accuracy = new Accuracy(2);
    accuracy.add(new float[] {1, 0, 0, 1}, new long[] {0, 0}, 1);
    assertThat(accuracy.images()).isEqualTo(1);
    assertThat(accuracy.top1()).isEqualTo(100);
  }

  @Test
  void refusesLabelsAndArraysThatDoNotFit() {
    Accuracy accuracy = new Accuracy(3);
    assertThatThrownBy(() -> accuracy.add(new float[3], new long[] {3}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a label in 0..2, received 3");
    assertThatThrownBy(() -> accuracy.add(new float[5], new long[2], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 2 labels and 2×3 logits, received 2 and 5");
    assertThat(accuracy.images()).isZero();
  }

  @Property
  void rankAgreesWithAStableSort(
      @ForAll @Size(8) float[] logits, @ForAll @IntRange(max = 7) int label) {
    int[] order =
        IntStream.range(0, 8)
            .boxed()
            .sorted((a, b) -> logits[a] == logits[b] ? 0 : logits[a] > logits[b] ? -1 : 1)
            .mapToInt(i -> i)
            .toArray();
    int rank = Arrays.stream(order).boxed().toList().indexOf(label);
    Accuracy accuracy = new Accuracy(8);
    accuracy.add(logits, new long[] {label}, 1);
    assertThat(accuracy.top1()).isEqualTo(rank == 0 ? 100 : 0);
    assertThat(accuracy.top5()).hasValue(rank < 5 ? 100 : 0);
  }
}
