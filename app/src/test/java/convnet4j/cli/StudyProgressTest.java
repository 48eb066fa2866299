package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.data.Dataset;
import convnet4j.data.Datasets;
import convnet4j.io.ProgressListener;
import convnet4j.recipe.Precision;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.TrainEvent;
import convnet4j.render.Time;
import convnet4j.study.Plan;
import convnet4j.study.Scale;
import convnet4j.study.Study;
import convnet4j.study.StudyFolder;
import convnet4j.study.StudyYaml;
import convnet4j.study.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyProgressTest {
  /** Two runs of 100 steps each. */
  private static final String STUDY =
      """
      title: Progress
      question: How long?
      seeds: [0, 1]
      fixed:
        network: resnet20
        data: shapes
        steps: 100
        batch-size: 50
      axes:
        rate:
          usual: {lr: 0.1}
      """;

  @TempDir private Path temporary;
  private final StringWriter out = new StringWriter();
  private final AtomicLong seconds = new AtomicLong();
  private Dataset images;
  private Console console;
  private StudyPlan plan;
  private List<Trial> trials;
  private StudyProgress progress;

  @BeforeEach
  void start() throws IOException {
    Path file = Files.writeString(temporary.resolve("progress.yaml"), STUDY);
    Study study = StudyYaml.read(file);
    trials = study.trials(Scale.FULL, Map.of());
    Plan all = Plan.of(study, trials, data -> data);
    StudyFolder folder = new StudyFolder(temporary.resolve("study"));
    images = Datasets.open("shapes", temporary, true, ProgressListener.NONE);
    plan = StudyPlan.of(all, all.ledger(folder), trial -> true, 1, Map.of("shapes", images));
    Console.Mode terminal = new Console.Mode(false, false, true, false, null);
    console = new Console(new PrintWriter(out), new PrintWriter(out), terminal, this::nanos);
    progress = new StudyProgress(plan, console, this::nanos);
  }

  @AfterEach
  void close() {
    images.close();
  }

  @Test
  void measuringEndsWhenItIsAskedTo() throws IOException {
    TrainingRunner runner = new TrainingRunner(Map.of("shapes", images), true, console);
    AtomicLong asked = new AtomicLong();
    plan.measure(runner, console, () -> asked.incrementAndGet() > 2);
    assertThat(plan.pace().rate(trials.getFirst().recipe())).isEmpty();
    assertThat(asked).as("at the first kind, and at its steps").hasValueLessThan(10);
    plan.measure(runner, console, () -> false);
    assertThat(plan.pace().rate(trials.getFirst().recipe())).isPresent();
  }

  private long nanos() {
    return seconds.get() * 1_000_000_000L;
  }

  private double workInSeconds(double imagesPerSecond) {
    Recipe recipe = trials.getFirst().recipe();
    plan.pace().measured(recipe, imagesPerSecond);
    return plan.pace().seconds(recipe, plan.work(recipe));
  }

  private void stepped(long step) {
    progress.happens(
        trials.getFirst(), new TrainEvent.Stepped(step, 0, 1.5, 25, 50, 0.1, 99.9, 1.5));
  }

  private String timeLeft() {
    String shown = out.toString();
    String last = shown.substring(shown.lastIndexOf("images/s  ") + "images/s  ".length());
    return last.substring(0, last.indexOf(" left"));
  }

  @Test
  void theTimeLeftFollowsThePaceOfTheRunWhereTheMeasuredOneWasWrong() {
    double whole = workInSeconds(1);
    progress.begins(trials.getFirst());
    progress.happens(
        trials.getFirst(), new TrainEvent.Started(temporary, 5, 100, 100, Precision.FP32, 0));
    seconds.addAndGet(5);
    stepped(0);
    assertThat(timeLeft()).isEqualTo(Time.of(0.99 * whole + whole));

    seconds.addAndGet(30);
    stepped(30); // a step a second from here on
    assertThat(timeLeft()).isEqualTo("2 min 49 s"); // 69 steps and 100 of the other run
  }
}
