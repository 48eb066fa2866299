package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.io.Json;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.TrainEvent;
import convnet4j.render.Table;
import convnet4j.render.Time;
import convnet4j.study.Cell;
import convnet4j.study.Ledger;
import convnet4j.study.Outcome.State;
import convnet4j.study.Pace;
import convnet4j.study.Plan;
import convnet4j.study.Plan.Job;
import convnet4j.study.StudyRunner;
import convnet4j.study.Trial;
import convnet4j.study.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is left of a study, and how long it takes by what was measured. */
final class StudyPlan {
  /** The first steps make what later ones reuse. */
  private static final int WARM_UP = 2;

  private static final int MEASURED = 8;
  private static final double ENOUGH_SECONDS = 10;

  private final Plan plan;
  private final Ledger ledger;
  private final Predicate<Trial> wanted;
  private final List<Job> missing;
  private final int jobs;
  private final Map<String, Dataset> data;
  private final Pace pace = new Pace();

  private StudyPlan(
      Plan plan, Ledger ledger, Predicate<Trial> wanted, int jobs, Map<String, Dataset> data) {
    this.plan = plan;
    this.ledger = ledger;
    this.wanted = wanted;
    this.missing = StudyRunner.missing(plan, ledger, wanted);
    this.jobs = jobs;
    this.data = data;
  }

  static StudyPlan of(
      Plan plan, Ledger ledger, Predicate<Trial> wanted, int jobs, Map<String, Dataset> data) {
    StudyPlan told = new StudyPlan(plan, ledger, wanted, jobs, data);
    for (int i = 0; i < plan.jobs().size(); i++) {
      Recipe recipe = plan.jobs().get(i).trial().recipe();
      told.pace.finished(recipe, told.work(recipe), ledger.entries().get(i).outcome());
    }
    return told;
  }

  /** What is left, and what is not wanted or over. */
  Plan all() {
    return plan;
  }

  /** Which trials are to be run now. */
  Predicate<Trial> wanted() {
    return wanted;
  }

  List<Job> missing() {
    return missing;
  }

  Pace pace() {
    return pace;
  }

  Work work(Recipe recipe) {
    Dataset images = data.get(recipe.images().data());
    return Work.of(recipe, images.train().size(), images.test().size());
  }

  /** Seconds of all that is left and whose speed is known. */
  private double seconds() {
    return missing.stream().mapToDouble(this::seconds).filter(Double::isFinite).sum() / jobs;
  }

  private String time() {
    long unknown = missing.stream().filter(job -> Double.isNaN(seconds(job))).count();
    String known = unknown == missing.size() ? "" : ", about " + Time.of(seconds());
    return known + (unknown == 0 ? "" : ", " + Format.count(unknown, "run") + " of unknown speed");
  }

  private double seconds(Job job) {
    return pace.seconds(job.trial().recipe(), work(job.trial().recipe()));
  }

  /**
   * Trains a few steps of every kind of run that nothing is known of.
   *
   * @param stop asked at every step; once true, the rest is not measured
   */
  void measure(TrainingRunner runner, Console console, BooleanSupplier stop) throws IOException {
    for (Job job : missing) {
      Recipe recipe = job.trial().recipe();
      if (pace.rate(recipe).isEmpty() && !stop.getAsBoolean()) {
        console.progress(() -> "measuring " + job.trial().cell());
        measure(recipe, runner, stop);
      }
    }
  }

  private void measure(Recipe recipe, TrainingRunner runner, BooleanSupplier stop)
      throws IOException {
    Path folder = Files.createTempDirectory("convnet-study-");
    try {
      Speed speed = new Speed();
      runner.run(few(recipe), folder, speed, () -> speed.isKnown() || stop.getAsBoolean());
      if (speed.isKnown()) {
        pace.measured(recipe, speed.imagesPerSecond());
      }
    } catch (InputException e) {
      // What is wrong with it is told when its turn comes.
    } finally {
      delete(folder);
    }
  }

  /**
   * More steps than are measured, so that what ends the run is that, and no test. They hardly move:
   * what diverges under the recipe's learning rate still has a speed.
   */
  private static Recipe few(Recipe recipe) {
    Map<String, Object> values = new LinkedHashMap<>(recipe.toMap());
    values.put("epochs", 0);
    values.put("steps", WARM_UP + 2 * MEASURED);
    values.put("warmup", 0);
    values.put("train-images", 0);
    values.put("lr", 1e-12);
    values.put("probe", 0);
    return Recipe.of(values);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The study, what is done and what is left. */
  String summary(StudyOptions.Given given) {
    long runs = plan.jobs().stream().map(Job::run).distinct().count();
    long over = runs(State.FINISHED) + runs(State.DIVERGED);
    int cells = given.study().cells(given.scale()).size();
    String text =
        Format.text(
            "%s%s\n%s × %s: %s, %s over, %s to run%s",
            given.study().title(),
            given.scale().isFull()
                ? ""
                : "\nscale " + given.scale().name() + ": " + given.scale().says(),
            Format.count(cells, "cell"),
            Format.count(given.study().seeds(given.scale()).size(), "seed"),
            Format.count(runs, "run"),
            Format.count(over),
            Format.count(missing.size()),
            time());
    return text + "\nfolder: " + given.folder().path() + "\n";
  }

  private long runs(State state) {
    return ledger.entries().stream()
        .filter(entry -> entry.outcome().state() == state)
        .map(Ledger.Entry::run)
        .distinct()
        .count();
  }

  /** The summary and every cell that something is left of. */
  String text(StudyOptions.Given given) {
    List<Table.Column> columns = new ArrayList<>();
    plan.axes().forEach(axis -> columns.add(Table.left(axis)));
    columns.add(Table.right("to run"));
    columns.add(Table.right("images/s"));
    columns.add(Table.right("time of each"));
    Table table = new Table(columns.toArray(Table.Column[]::new));
    byCell()
        .forEach(
            (cell, left) -> {
              Job first = left.getFirst();
              List<String> row = new ArrayList<>(cell.labels().values());
              row.add(Format.count(left.size()));
              row.add(rate(first));
              row.add(time(seconds(first)));
              table.row(row.toArray(String[]::new));
            });
    return summary(given) + (missing.isEmpty() ? "" : "\n" + table.text());
  }

  private Map<Cell, List<Job>> byCell() {
    Map<Cell, List<Job>> cells = new LinkedHashMap<>();
    missing.forEach(
        job -> cells.computeIfAbsent(job.trial().cell(), cell -> new ArrayList<>()).add(job));
    return cells;
  }

  private String rate(Job job) {
    var rate = pace.rate(job.trial().recipe());
    return rate.isEmpty() ? "–" : Format.rate(rate.getAsDouble());
  }

  static String time(double seconds) {
    return Double.isNaN(seconds) ? "–" : Time.of(seconds);
  }

  /** For programs. */
  String json(StudyOptions.Given given) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("study", given.study().name());
    json.put("scale", given.scale().name());
    json.put("folder", given.folder().path().toString());
    json.put("seconds", seconds());
    json.put(
        "to_run",
        missing.stream()
            .map(
                job -> {
                  Map<String, Object> run = new LinkedHashMap<>();
                  run.put("cell", job.trial().cell().labels());
                  run.put("seed", job.trial().seed());
                  run.put("run", job.run());
                  run.put("seconds", seconds(job));
                  return run;
                })
            .toList());
    return Json.pretty(json);
  }

  /** Watches the clock while a few steps are trained. */
  private static final class Speed implements Consumer<TrainEvent> {
    private final long begin = System.nanoTime();
    private long from;
    private long steps;
    private long images;
    private double seconds;

    @Override
    public void accept(TrainEvent event) {
      if (event instanceof TrainEvent.Stepped step) {
        long now = System.nanoTime();
        steps++;
        if (steps <= WARM_UP) {
          from = now;
        } else {
          images += step.images();
          seconds = (now - from) / 1e9;
        }
      }
    }

    boolean isKnown() {
      boolean enough = images > 0 && (System.nanoTime() - begin) / 1e9 > ENOUGH_SECONDS;
      return steps >= WARM_UP + MEASURED || enough;
    }

    double imagesPerSecond() {
      return images / seconds;
    }
  }
}
