package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.recipe.Precision;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.Score;
import convnet4j.recipe.TrainEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrainProgressTest {
  private static final Recipe RECIPE =
      Recipe.of(Map.of("network", "resnet20", "data", "shapes", "epochs", 2, "threads", 4));
  private static final Path RUN = Path.of("runs/x");

  private final StringWriter out = new StringWriter();
  private final AtomicLong seconds = new AtomicLong();
  private TrainProgress progress;

  @BeforeEach
  void start() {
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(out),
            new Console.Mode(false, false, false, false, null),
            this::nanos);
    progress = new TrainProgress(console, RECIPE, this::nanos);
  }

  private long nanos() {
    return seconds.get() * 1_000_000_000L;
  }

  private void started(long resumedAtStep) {
    progress.accept(new TrainEvent.Started(RUN, 269_722, 200, 100, Precision.FP32, resumedAtStep));
  }

  private void stepped(long step, double loss, int correct) {
    progress.accept(
        new TrainEvent.Stepped(step, (int) (step / 100), loss, correct, 10, 0.1, 99.96, 1.5));
  }

  private void endEpoch(int epoch) {
    Score train = new Score(1.5, 50, null);
    Score test = new Score(1.25, 62.5, 99.0);
    progress.accept(
        new TrainEvent.EpochEnded(epoch, 100L * (epoch + 1), 0.1, train, null, test, 75, 99.96));
  }

  private String[] lines() {
    return out.toString().lines().toArray(String[]::new);
  }

  @Test
  void theStartSaysWhatIsTrainedAndWhere() {
    started(0);
    assertThat(lines())
        .containsExactly(
            "269,722 parameters, 2 epochs of 100 steps, fp32, 4 threads, seed 0",
            "run: runs/x",
            "");
  }

  @Test
  void aRunOfStepsSaysSoAndCountsTheEpochThatItEndsIn() {
    Recipe recipe =
        Recipe.of(Map.of("network", "resnet20", "data", "shapes", "steps", 250, "threads", 4));
    Console.Mode mode = new Console.Mode(false, false, false, false, null);
    Console console = new Console(new PrintWriter(out), new PrintWriter(out), mode, this::nanos);
    progress = new TrainProgress(console, recipe, this::nanos);
    progress.accept(new TrainEvent.Started(RUN, 269_722, 250, 100, Precision.FP32, 0));
    assertThat(lines())
        .startsWith(
            "269,722 parameters, 250 steps in epochs of 100 steps, fp32, 4 threads, seed 0");
    out.getBuffer().setLength(0);
    stepped(248, 3, 1);
    seconds.set(30);
    stepped(249, 3, 1);
    endEpoch(2);
    progress.accept(new TrainEvent.Saved(RUN.resolve("last"), 250));
    assertThat(out.toString()).contains("epoch 3/3  step 250/250").contains("    3/3  ");
  }

  @Test
  void aResumedRunSaysFromWhere() {
    started(120);
    assertThat(lines()).contains("resumed after step 120 of 200");
  }

  @Test
  void theLineHasTheEpochsMeanAndTheTimeLeftByThePaceSoFar() {
    started(0);
    out.getBuffer().setLength(0);
    stepped(0, 3, 1);
    seconds.set(29);
    stepped(1, 2, 2);
    seconds.set(60);
    stepped(2, 1, 9); // 2 steps in 60 s since the first, 197 to go
    assertThat(lines())
        .containsExactly(
            "epoch 1/2  step 3/200  loss 2.0000  top-1 40.0 %  100.0 images/s  lr 0.100"
                + "  1 h 38 min left");
  }

  @Test
  void meansBeginAnewWithEveryEpoch() {
    started(0);
    stepped(99, 3, 1);
    seconds.set(30);
    out.getBuffer().setLength(0);
    stepped(100, 1, 5);
    assertThat(out.toString()).contains("epoch 2/2  step 101/200  loss 1.0000  top-1 50.0 %");
  }

  @Test
  void everyEpochIsARowThatSaysWhetherItWasSaved() {
    started(0);
    out.getBuffer().setLength(0);
    endEpoch(0);
    stepped(100, 1, 5);
    endEpoch(1);
    progress.accept(new TrainEvent.Saved(RUN.resolve("last"), 200));
    assertThat(lines())
        .containsExactly(
            "  epoch  train loss  train top-1  test loss  test top-1          time",
            "    1/2      1.5000      50.00 %     1.2500     62.50 %    1 min 15 s",
            "    2/2      1.5000      50.00 %     1.2500     62.50 %    1 min 15 s  saved");
  }
}
