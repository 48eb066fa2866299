package convnet4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.stats.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDataTest {
  @TempDir Path run;

  @BeforeEach
  void recipe() {
    RunFiles.recipe(run);
  }

  @Test
  void aRunThatHasJustBegunHasARecipeAndNothingElse() {
    RunData data = RunData.read(run);
    assertThat(data.recipe().options()).containsEntry("shortcut", "B");
    assertThat(data.epochs()).isEqualTo(Columns.NONE);
    assertThat(data.answers()).isEmpty();
    assertThat(data.status()).isEqualTo("unfinished");
    assertThat(data.finished()).isFalse();
  }

  @Test
  void columnsAreFoundByNameAndEmptyCellsWereNotMeasured() {
    RunFiles.write(run, "metrics.csv", RunFiles.EPOCHS);
    RunFiles.write(run, "steps.csv", RunFiles.STEPS);
    RunData data = RunData.read(run);
    assertThat(data.epochs().of("test_top1")).containsExactly(Double.NaN, 54.5, 53.0);
    assertThat(data.epochs().last("seconds")).isEqualTo(7384);
    assertThat(data.epochs().has("val_loss")).isTrue();
    assertThat(data.epochs().has("no_such")).isFalse();
    assertThat(data.steps().of("gradient_norm")).containsExactly(3.25, Double.NaN);
  }

  @Test
  void aRunThatGoesOnHasNoResultOfItsFormerSession() {
    RunFiles.result(run, "interrupted");
    RunFiles.answers(run, 10, 5);
    RunData data = RunData.read(run);
    assertThat(data.status()).isEqualTo("interrupted");
    assertThat(data.answers()).hasSize(10);
    assertThat(data.running().status()).isEqualTo("running");
    assertThat(data.running().answers()).isEmpty();
  }

  @Test
  void aFileThatIsNoTableOfNumbersIsNamedWithItsLine() {
    RunFiles.write(run, "metrics.csv", "epoch,step\n1,100\n2,many\n");
    assertThatThrownBy(() -> RunData.read(run))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("metrics.csv line 3: expected 2 numbers, received 2,many");
    RunFiles.write(run, "metrics.csv", "epoch,step\n1\n");
    assertThatThrownBy(() -> RunData.read(run)).hasMessageContaining("line 2: expected 2 numbers");
  }

  @Test
  void theWorstMistakesAreThoseMadeWithMostConviction() {
    List<Answer> answers =
        List.of(
            new Answer(0, 1, 1, 0.99f),
            new Answer(1, 1, 2, 0.5f),
            new Answer(2, 1, 0, 0.9f),
            new Answer(3, 0, 1, Float.NaN),
            new Answer(4, 0, 1, 0.9f),
            new Answer(5, 0, 1, 0.4f));
    assertThat(Mistake.worst(answers, 3)).extracting(Answer::index).containsExactly(2, 4, 1);
  }
}
