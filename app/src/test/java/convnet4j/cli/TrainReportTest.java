package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Views;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Precision;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RunResult;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.Score;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainReportTest {
  private static final Recipe RECIPE =
      Recipe.of(Map.of("network", "resnet20", "data", "shapes", "epochs", 2));
  private static final Path RUN = Path.of("runs/x");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int print(RunResult result, boolean json) {
    Console.Mode mode = new Console.Mode(json, true, false, false, null);
    Console console =
        new Console(new PrintWriter(out), new PrintWriter(err), mode, System::nanoTime);
    return TrainReport.print(RECIPE, result, console);
  }

  private static RunResult result(Status status, Score test, Path checkpoint) {
    Long diverged = status == Status.DIVERGED ? 7L : null;
    return new RunResult(
        "resnet20",
        "shapes",
        RUN,
        status,
        2,
        158,
        90,
        200,
        0.314,
        new FeatureMap(3, 32, 32),
        10,
        269_722,
        test,
        null,
        test,
        100,
        new Views.Center(),
        null,
        0,
        Precision.BF16,
        2,
        diverged,
        3,
        checkpoint);
  }

  @Test
  void aFinishedRunReportsItsScoreAndFolder() {
    assertThat(print(result(Status.FINISHED, new Score(0.5, 75.25, 99.5), RUN), false)).isZero();
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
            finished after 2 epochs, 158 steps, 1 min 30 s
            test: top-1 75.25 %, top-5 99.50 %, loss 0.5000
            waited for data 0.31 %
            left out: 3 images that could not be decoded
            run: runs/x
            """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void anInterruptedRunSaysHowToGoOnEvenWhenQuiet() {
    assertThat(print(result(Status.INTERRUPTED, null, RUN), true)).isEqualTo(130);
    assertThat(out.toString()).contains("\"status\" : \"interrupted\"");
    assertThat(err.toString())
        .isEqualToNormalizingNewlines("go on with:\n  ./convnet train --resume runs/x\n");
  }

  @Test
  void aDivergedRunStillPrintsItsDocumentAndOneLine() {
    assertThat(print(result(Status.DIVERGED, null, null), true)).isEqualTo(2);
    assertThat(out.toString()).contains("\"status\" : \"diverged\"", "\"diverged_at_step\" : 7");
    assertThat(err.toString().lines())
        .singleElement()
        .isEqualTo(
            "error: the loss at step 7 is not a finite number; no checkpoint was saved before; try"
                + " an --lr below 0.1, or --warmup 1");
  }

  @Test
  void aDivergedRunOfStepsIsToldAWarmUpInSteps() {
    Recipe recipe = Recipe.of(Map.of("network", "resnet20", "data", "shapes", "steps", 400));
    Console.Mode mode = new Console.Mode(true, true, false, false, null);
    Console console =
        new Console(new PrintWriter(out), new PrintWriter(err), mode, System::nanoTime);
    TrainReport.print(recipe, result(Status.DIVERGED, null, null), console);
    assertThat(err.toString()).contains("or --warmup 20");
  }

  @Test
  void aDivergedRunNamesItsLastGoodCheckpoint() {
    print(result(Status.DIVERGED, null, RUN.resolve("last.safetensors")), false);
    assertThat(err.toString()).contains("the last good checkpoint is runs/x/last.safetensors");
  }
}
