package convnet4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.stats.Confusion.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConfusionTest {
  /** Label 0: 3 images, one taken for 1; label 1: 2, both for 0; label 2: none; 3: 1, right. */
  private static final Confusion SMALL =
      of(4, new int[][] {{0, 0}, {0, 1}, {0, 0}, {1, 0}, {1, 0}, {3, 3}});

  private static Confusion of(int classes, int[][] pairs) {
    List<Answer> answers = new ArrayList<>();
    for (int[] pair : pairs) {
      answers.add(new Answer(answers.size(), pair[0], pair[1], 0.5f));
    }
    return Confusion.of(answers, classes);
  }

  @Test
  void countsLabelsByPredictions() {
    assertThat(SMALL.entries())
        .containsExactly(
            new Entry(0, 0, 2), new Entry(0, 1, 1), new Entry(1, 0, 2), new Entry(3, 3, 1));
    assertThat(SMALL.count(1, 0)).isEqualTo(2);
    assertThat(SMALL.count(2, 2)).isZero();
    assertThat(SMALL.images(0)).isEqualTo(3);
    assertThat(SMALL.predicted(0)).isEqualTo(4);
    assertThat(SMALL.correct(0)).isEqualTo(2);
  }

  @Test
  void recallIsOfTheLabelAndPrecisionOfThePrediction() {
    assertThat(SMALL.recall(0)).hasValue(2 / 3.0);
    assertThat(SMALL.precision(0)).hasValue(0.5);
    assertThat(SMALL.recall(1)).hasValue(0);
    assertThat(SMALL.precision(1)).hasValue(0);
    assertThat(SMALL.recall(2)).isEmpty();
    assertThat(SMALL.precision(2)).isEmpty();
    assertThat(SMALL.precision(3)).hasValue(1);
  }

  @Test
  void mistakesComeByFrequencyThenByClass() {
    Confusion confusion = of(3, new int[][] {{2, 0}, {2, 1}, {1, 0}, {1, 0}, {0, 0}, {0, 2}});
    assertThat(confusion.mistakes())
        .containsExactly(
            new Entry(1, 0, 2), new Entry(0, 2, 1), new Entry(2, 0, 1), new Entry(2, 1, 1));
  }

  /** Logits with a NaN rank some class first, but that is no prediction. */
  @Test
  void anUndecidedAnswerIsAnImageOfItsClassAndNoPrediction() {
    Confusion confusion =
        Confusion.of(
            List.of(
                new Answer(0, 0, 0, 0.5f),
                new Answer(1, 0, 0, Float.NaN),
                new Answer(2, 1, 0, Float.NaN)),
            2);
    assertThat(confusion.undecided()).isEqualTo(2);
    assertThat(confusion.entries()).containsExactly(new Entry(0, 0, 1));
    assertThat(confusion.images(0)).isEqualTo(2);
    assertThat(confusion.correct(0)).isEqualTo(1);
    assertThat(confusion.predicted(0)).isEqualTo(1);
    assertThat(confusion.recall(0)).hasValue(0.5);
    assertThat(confusion.precision(0)).hasValue(1);
    assertThat(confusion.recall(1)).hasValue(0);
    assertThat(confusion.mistakes()).isEmpty();
  }

  @Test
  void aClassThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> of(2, new int[][] {{0, 2}})).hasMessageContaining("below 2");
    assertThatThrownBy(() -> of(2, new int[][] {{2, 0}})).hasMessageContaining("below 2");
  }

  @Property
  void agreesWithAFullMatrix(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 24) Integer> cells) {
    long[][] matrix = new long[5][5];
    List<Answer> answers = new ArrayList<>();
    for (int cell : cells) {
      matrix[cell / 5][cell % 5]++;
      answers.add(new Answer(answers.size(), cell / 5, cell % 5, 1));
    }
    Confusion confusion = Confusion.of(answers, 5);
    for (int c = 0; c < 5; c++) {
      int k = c;
      assertThat(IntStream.range(0, 5).mapToLong(p -> confusion.count(k, p)))
          .containsExactly(matrix[c][0], matrix[c][1], matrix[c][2], matrix[c][3], matrix[c][4]);
      assertThat(confusion.images(c))
          .isEqualTo(IntStream.range(0, 5).mapToLong(p -> matrix[k][p]).sum());
      assertThat(confusion.predicted(c))
          .isEqualTo(IntStream.range(0, 5).mapToLong(l -> matrix[l][k]).sum());
      assertThat(confusion.correct(c)).isEqualTo(matrix[c][c]);
    }
  }
}
