package convnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.io.Json;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeRunner;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import convnet4j.study.Outcome.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyRunnerTest {
  private static final Predicate<Trial> ALL = trial -> true;

  @TempDir private Path temporary;
  private StudyFolder folder;
  private Plan plan;

  /** What was run, by cell and seed. */
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  private StudyRunner.Keep keep = StudyRunner.Keep.ALL;
  private final List<String> refused = new ArrayList<>();

  @BeforeEach
  void keepTheStudy() throws IOException {
    Study study = StudyYamlTest.read(StudyYamlTest.WHOLE);
    plan = Plan.of(study, study.trials(Scale.FULL, Map.of()), data -> "digest of " + data);
    folder = new StudyFolder(temporary.resolve("study"));
    keep(study, Scale.FULL, Map.of());
  }

  private void keep(Study study, Scale scale, Map<String, String> data) throws IOException {
    folder.keep(StudyYamlTest.WHOLE, study, scale, data, plan.ledger(folder));
  }

  private Status write(Recipe recipe, Path run, Status status) {
    ran.add(recipe.network() + recipe.options() + recipe.seed());
    try {
      Files.createDirectories(run);
      Files.writeString(run.resolve("recipe.yaml"), "network: " + recipe.network());
      Files.writeString(
          run.resolve("result.json"),
          """
          {"status": "%s", "params": 5, "seconds": 2.0, "images_per_second": 10.5, "epochs": 1,
           "steps": 3, "train": {"loss": 0.5, "top1": 80.0},
           "test": {"loss": 0.25, "top1": %d, "top5": null},
           "last_checkpoint": "checkpoints/last.safetensors"}
          """
              .formatted(status.label(), 90 + recipe.seed()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return status;
  }

  private final RecipeRunner finishing =
      (recipe, run, events, stop) -> write(recipe, run, Status.FINISHED);

  private Ledger run(RecipeRunner runner, Predicate<Trial> only, int jobs) throws IOException {
    StudyRunner.Listener listener =
        new StudyRunner.Listener() {
          @Override
          public void begins(Trial trial) {}

          @Override
          public void happens(Trial trial, TrainEvent event) {}

          @Override
          public void ends(Trial trial, Outcome outcome) {}

          @Override
          public void fails(Trial trial, InputException reason) {
            refused.add(trial + ": " + reason.getMessage());
          }
        };
    return StudyRunner.run(folder, plan, only, runner, jobs, keep, listener, () -> false);
  }

  @Test
  void everyTrialIsRunOnceAndTheLedgerSaysWhatCameOfIt() throws IOException {
    Ledger ledger = run(finishing, ALL, 1);
    assertThat(ledger.isComplete()).isTrue();
    assertThat(ran).hasSize(6).doesNotHaveDuplicates();
    assertThat(ledger.entries().getLast().outcome().testTop1()).isEqualTo(95);
    assertThat(ledger.entries().getLast().outcome().testTop5()).isNaN();
    assertThat(Ledger.read(folder.ledger())).isEqualTo(ledger);
    assertThat(run(finishing, ALL, 1)).isEqualTo(ledger);
    assertThat(ran).as("nothing twice").hasSize(6);
  }

  @Test
  void onlyWhatIsWantedIsRunAndTheLedgerStillHasAllCells() throws IOException {
    Ledger ledger = run(finishing, trial -> trial.seed() == 5, 1);
    assertThat(ran).hasSize(3);
    assertThat(ledger.count(State.FINISHED)).isEqualTo(3);
    assertThat(ledger.count(State.MISSING)).isEqualTo(3);
  }

  @Test
  void aRunThatDivergesIsAResult() throws IOException {
    Ledger ledger = run((recipe, run, events, stop) -> write(recipe, run, Status.DIVERGED), ALL, 1);
    assertThat(ledger.count(State.DIVERGED)).isEqualTo(6);
    run(finishing, ALL, 1);
    assertThat(ran).hasSize(6);
  }

  @Test
  void aRunThatIsRefusedLeavesTheOthersAloneAndIsTriedAgain() throws IOException {
    RecipeRunner picky =
        (recipe, run, events, stop) -> {
          if (recipe.network().equals("resnet32")) {
            throw new InputException("batch-size: too large");
          }
          return write(recipe, run, Status.FINISHED);
        };
    Ledger ledger = run(picky, ALL, 1);
    assertThat(ledger.count(State.FINISHED)).isEqualTo(4);
    assertThat(ledger.count(State.FAILED)).isEqualTo(2);
    assertThat(refused)
        .containsExactly(
            "network=resnet32 shortcut=A seed=3: batch-size: too large",
            "network=resnet32 shortcut=A seed=5: batch-size: too large");
    assertThat(run(finishing, trial -> false, 1).count(State.FAILED))
        .as("still, where it is not tried again")
        .isEqualTo(2);
    Ledger all = run(finishing, ALL, 1);
    assertThat(all.isComplete()).isTrue();
    assertThat(plan.ledger(folder)).isEqualTo(all);
    assertThat(ran).hasSize(6);
  }

  @Test
  void whatWasStoppedGoesOn() throws IOException {
    RecipeRunner stopping =
        (recipe, run, events, stop) ->
            write(recipe, run, recipe.seed() == 3 ? Status.FINISHED : Status.INTERRUPTED);
    Ledger stopped = run(stopping, ALL, 1);
    assertThat(stopped.count(State.STARTED)).isEqualTo(3);
    ran.clear();
    assertThat(run(finishing, ALL, 1).isComplete()).isTrue();
    assertThat(ran).hasSize(3);
    List<String> events =
        Files.readAllLines(folder.journal()).stream().map(line -> line.split(",", -1)[1]).toList();
    assertThat(events.stream().filter("started"::equals)).hasSize(6);
    assertThat(events.stream().filter("resumed"::equals)).hasSize(3);
    assertThat(events.stream().filter("finished"::equals)).hasSize(6);
  }

  @Test
  void twoJobsRunAtATimeAndLeaveTheSameLedger() throws IOException {
    CountDownLatch both = new CountDownLatch(2);
    RecipeRunner meeting =
        (recipe, run, events, stop) -> {
          both.countDown();
          try {
            assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return write(recipe, run, Status.FINISHED);
        };
    Ledger ledger = run(meeting, ALL, 2);
    assertThat(ledger.isComplete()).isTrue();
    assertThat(ledger.entries().stream().map(Ledger.Entry::seed))
        .containsExactly(3L, 3L, 3L, 5L, 5L, 5L);
    assertThat(Ledger.read(folder.ledger())).isEqualTo(ledger);
  }

  @Test
  void aBugInARunEndsTheStudy() {
    RecipeRunner broken =
        (recipe, run, events, stop) -> {
          throw new IllegalStateException("a bug");
        };
    assertThatThrownBy(() -> run(broken, ALL, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug");
  }

  @Test
  void onlyFiguresAreKeptOfWhatIsOver() throws IOException {
    RecipeRunner large =
        (recipe, run, events, stop) -> {
          Status status = recipe.seed() == 3 ? Status.FINISHED : Status.INTERRUPTED;
          write(recipe, run, status);
          try {
            Files.createDirectories(run.resolve("checkpoints"));
            Files.writeString(run.resolve("checkpoints").resolve("last.safetensors"), "weights");
            Files.writeString(run.resolve("metrics.csv"), "epoch");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return status;
        };
    run(large, ALL, 1);
    assertThat(names()).as("all is kept").filteredOn("checkpoints"::equals).hasSize(6);
    keep = StudyRunner.Keep.FIGURES;
    run(large, trial -> false, 1);
    assertThat(names())
        .as("of those that were over before")
        .filteredOn("checkpoints"::equals)
        .hasSize(3);
    Ledger ledger = run(finishing, ALL, 1);
    assertThat(names()).doesNotContain("checkpoints");
    assertThat(names()).filteredOn("metrics.csv"::equals).hasSize(6);
    for (Plan.Job job : plan.jobs()) {
      assertThat(Json.document(folder.run(job.run()).resolve("result.json")))
          .containsEntry("last_checkpoint", null)
          .containsEntry("images_per_second", 10.5);
    }
    ran.clear();
    assertThat(run(finishing, ALL, 1)).isEqualTo(ledger);
    assertThat(ran).isEmpty();
  }

  /** What lies in the folders of runs. */
  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(folder.path().resolve("runs"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void whereItsDataLiesIsRemembered() throws IOException {
    Study study = StudyYamlTest.read(StudyYamlTest.WHOLE);
    assertThat(folder.readData()).isEmpty();
    keep(study, Scale.FULL, Map.of("shapes", "/data/ä b"));
    assertThat(folder.readData()).isEqualTo(Map.of("shapes", "/data/ä b"));
  }

  @Test
  void trialsOfOneRecipeShareARun() throws IOException {
    Study study =
        StudyYamlTest.read(
            StudyYamlTest.WHOLE.replace(
                "none: {set.shortcut: B, lr: 0.05}", "none: {set.shortcut: A}"));
    plan = Plan.of(study, study.trials(Scale.FULL, Map.of()), data -> data);
    assertThat(run(finishing, ALL, 1).isComplete()).isTrue();
    assertThat(ran).hasSize(4);
  }

  @Test
  void aRunIsNotComparedWithItself() {
    Study study =
        StudyYamlTest.read(
            StudyYamlTest.WHOLE.replace(
                "none: {set.shortcut: B, lr: 0.05}", "none: {set.shortcut: A}"));
    Plan same = Plan.of(study, study.trials(Scale.FULL, Map.of()), data -> data);
    assertThatThrownBy(() -> study.comparisons().get(0).requireApart(same.ledger(folder)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "comparison 'A against none': network=resnet20 shortcut=A and network=resnet20"
                + " shortcut=none are one recipe on the same data here, which there is nothing to"
                + " compare of; let their levels differ, or leave the comparison out");
    study.comparisons().get(1).requireApart(same.ledger(folder));
  }

  @Test
  void aFolderIsOneFromTheMomentItIsKeptInAndKnowsAShareOfTheLength() throws IOException {
    Study study = StudyYamlTest.read(StudyYamlTest.WHOLE);
    folder = new StudyFolder(temporary.resolve("share"));
    keep(study, study.scale("0.1"), Map.of());
    StudyFolder opened = StudyFolder.open(folder.path());
    assertThat(opened.readScale(study)).isEqualTo(study.scale(".1"));
    assertThat(opened.readLedger().count(State.MISSING)).isEqualTo(6);
    opened.requireSame(study, study.scale("x0.1"));
  }

  @Test
  void anotherStudyOrScaleNeedsAnotherFolder() {
    Study study = StudyYamlTest.read(StudyYamlTest.WHOLE);
    assertThatThrownBy(() -> keep(study, study.scale("small"), Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            folder.path()
                + ": holds study shortcuts at scale full, received study shortcuts at scale small;"
                + " choose another --out");
    assertThat(folder.readStudy()).isEqualTo(study);
    assertThat(folder.readScale(study)).isEqualTo(Scale.FULL);
  }
}
