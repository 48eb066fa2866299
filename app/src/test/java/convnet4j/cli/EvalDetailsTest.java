package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.stats.Answer;
import convnet4j.stats.Confusion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvalDetailsTest {
  @Test
  void aClassHasARowWithItsMostFrequentMistake() {
    int[][] pairs = {{0, 0}, {0, 2}, {0, 2}, {0, 1}, {1, 1}, {1, 1}, {2, 0}};
    List<Answer> answers = new ArrayList<>();
    for (int[] pair : pairs) {
      answers.add(new Answer(answers.size(), pair[0], pair[1], 0.5f));
    }
    assertThat(EvalDetails.table(Confusion.of(answers, 4), List.of("고양이", "cat", "dog", "emu")))
        .isEqualTo(
            """
            class  images  correct    recall  precision  most often taken for
            고양이         4        1   25.00 %    50.00 %  dog (2)
            cat         2        2  100.00 %    66.67 %
            dog         1        0    0.00 %     0.00 %  고양이 (1)
            emu         0        0         –          –
            """);
  }

  /** Logits with a NaN rank some class first; no image was recognised by that. */
  @Test
  void theNoteCountsOnlyWhatWasRecognised() {
    List<Answer> answers =
        List.of(
            new Answer(0, 0, 0, 0.5f), new Answer(1, 0, 0, Float.NaN), new Answer(2, 1, 0, 0.9f));
    assertThat(EvalDetails.note(Confusion.of(answers, 2)))
        .isEqualTo("3 test images, 1 of them right, top-1 33.33 %; 1 undecided (NaN), in no cell");
    assertThat(EvalDetails.note(Confusion.of(answers.subList(0, 1), 2)))
        .isEqualTo("1 test image, 1 of them right, top-1 100.00 %");
  }
}
