package convnet4j.train;

import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.eval.Evaluation;
import convnet4j.eval.Precisions;
import convnet4j.explain.LayerProbe;
import convnet4j.image.Batch;
import convnet4j.image.BatchLoader;
import convnet4j.image.ImageSource;
import convnet4j.image.LoadPlan;
import convnet4j.io.AtomicFile;
import convnet4j.io.Json;
import convnet4j.net.Graph;
import convnet4j.recipe.Moment;
import convnet4j.recipe.Precision;
import convnet4j.recipe.PredictionsCsv;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeYaml;
import convnet4j.recipe.RunResult;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.Score;
import convnet4j.recipe.Testing.Best;
import convnet4j.recipe.TrainEvent;
import convnet4j.torch.Environment;
import convnet4j.torch.Natives;
import convnet4j.train.Progress.Row;
import convnet4j.train.Stepper.Outcome;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import convnet4j.weights.Transfer;
import convnet4j.weights.Weights;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.bytedeco.pytorch.global.torch;

/**
 * Executes a {@link Recipe}. The same recipe on the same machine gives the same weights bit for
 * bit, whether it runs through or is killed and resumed: every random number is drawn from the seed
 * and the place where it is used, and a checkpoint holds all else.
 */
public final class Trainer implements AutoCloseable {
  private final Recipe recipe;
  private final RunFolder run;
  private final Consumer<TrainEvent> events;
  private final BooleanSupplier stop;
  private final Precision precision;
  private final ModelInfo info;
  private final Graph graph;
  private final long params;
  private final List<String> notices;
  private final TrainingData data;
  private final Learner learner;
  private final Judge judge;
  private final Choice choice;
  private final long stepsPerEpoch;
  private final long totalSteps;
  private final StepLog steps;
  private final LayerLog layers;
  private final Stopwatch watch;

  private Progress progress;
  private boolean saved;

  /** The test images after the last epoch; null where they were not looked at. */
  private Evaluation lastTest;

  /**
   * Trains in {@code run}'s folder: from the beginning if it holds no checkpoint, else from there.
   *
   * @param data classes and channels of the network follow it
   * @param init weights to begin with, instead of drawn ones, as {@link Transfer} takes them; the
   *     normalisation comes with them
   * @param events told what happens, on the calling thread
   * @param stop asked after every step; once true, the state is saved and training ends
   * @return how it ended; also written to the folder
   * @throws InputException if recipe, data and folder do not fit each other or the disk is full
   */
  public static RunResult train(
      Recipe recipe,
      Dataset data,
      RunFolder run,
      Optional<ModelFile> init,
      Consumer<TrainEvent> events,
      BooleanSupplier stop) {
    Natives.load();
    torch.set_num_threads(recipe.threads());
    try (FileChannel lock = run.lock();
        Trainer trainer = new Trainer(data, run, Start.of(recipe, data, run, init), events, stop)) {
      return trainer.run();
    } catch (IOException e) {
      throw new InputException(run.path() + ": cannot write the run's folder (" + e + ")", e);
    }
  }

  private Trainer(
      Dataset data, RunFolder run, Start start, Consumer<TrainEvent> events, BooleanSupplier stop)
      throws IOException {
    this.recipe = start.recipe();
    this.run = run;
    this.events = events;
    this.stop = stop;
    this.precision = Precisions.inForce(recipe.precision());
    // What begins the run is not kept: it has the weights that training begins with.
    this.info = start.info();
    this.graph = start.graph();
    this.params = start.params();
    this.notices = start.notices();
    this.data = new TrainingData(recipe, info, data);
    this.stepsPerEpoch = this.data.stepsPerEpoch();
    this.totalSteps = recipe.length().totalSteps(stepsPerEpoch);
    this.progress = start.progress();
    this.steps = new StepLog(run.steps(), totalSteps, progress.step());
    this.layers = new LayerLog(run.layers(), recipe.testing().probe(), totalSteps, progress.step());
    this.learner = new Learner(start, precision == Precision.BF16);
    this.judge = new Judge(recipe, info, graph, precision, stop);
    this.choice = new Choice(recipe.testing());
    this.watch = new Stopwatch(progress.seconds());
    this.saved = start.checkpoint().isPresent();
  }

  private RunResult run() throws IOException {
    begin();
    try {
      while (!hasEnded()) {
        Status status = trainEpoch();
        if (status != Status.FINISHED) {
          return end(status, null);
        }
        endEpoch();
      }
      Evaluation test = lastTest();
      PredictionsCsv.write(run.predictions(), test.answers());
      return end(Status.FINISHED, test);
    } catch (CancellationException e) {
      save();
      return end(Status.INTERRUPTED, null);
    }
  }

  /** Whether the test after the last step is done as well, or patience is at its end. */
  private boolean hasEnded() {
    List<Row> history = progress.history();
    return !history.isEmpty()
        && (history.getLast().step() >= totalSteps || choice.isExhausted(history));
  }

  private void begin() throws IOException {
    RecipeYaml.write(run.recipe(), recipe);
    AtomicFile.writeString(
        run.environment(), Json.pretty(Environment.describe(recipe.threads())) + "\n");
    notices.forEach(this::notice);
    if (recipe.testing().best() == Best.TEST) {
      notice(
          "best: chosen by the test images, so its accuracy on them is better than on new ones;"
              + " hold images out to choose by with --hold-out");
    }
    if (recipe.step().checkpointActivations() && learner.activationShare() == 1) {
      notice(
          "checkpoint-activations: "
              + recipe.network()
              + " has no place to be cut that saves memory; it trains as without");
    }
    events.accept(
        new TrainEvent.Started(
            run.path(), params, totalSteps, stepsPerEpoch, precision, progress.step()));
    if (!saved) {
      // Whatever becomes of the first epoch: the folder can be resumed. A disk that is too small
      // is found out now.
      save();
    }
  }

  private void notice(String line) {
    events.accept(new TrainEvent.Notice(line));
  }

  /**
   * Trains on what is left of the current epoch, or of the run; FINISHED if the end was reached.
   */
  private Status trainEpoch() throws IOException {
    LoadPlan plan = data.plan(progress.epoch()).startingAt(progress.batch());
    try (BatchLoader loader = watch.waitFor(() -> new BatchLoader(data.train(), plan))) {
      while (progress.step() < totalSteps) {
        Batch batch = watch.waitFor(loader::next);
        if (batch == null) {
          break;
        }
        long step = progress.step();
        double rate = recipe.rate(moment(step));
        Outcome outcome = learn(batch, step, rate);
        if (!Double.isFinite(outcome.loss())) {
          writeLogs(); // what led there is worth seeing
          return Status.DIVERGED;
        }
        tell(outcome, rate);
        progress =
            progress
                .afterBatch(outcome.loss(), outcome.correct(), outcome.images())
                .withSkipped(loader.skipped());
        if (stop.getAsBoolean()) {
          save();
          return Status.INTERRUPTED;
        }
      }
    }
    if (progress.images() == 0) {
      throw new InputException(
          recipe.images().data() + ": expects training images, none of its files could be decoded");
    }
    return Status.FINISHED;
  }

  private Outcome learn(Batch batch, long step, double rate) {
    boolean measured = steps.endsRow(step);
    if (!layers.isDue(step)) {
      return learner.step(batch, step, rate, measured, Optional.empty());
    }
    try (LayerProbe probe = learner.probe(step)) {
      Outcome outcome = learner.step(batch, step, rate, measured, Optional.of(probe));
      layers.add(probe.rows());
      return outcome;
    }
  }

  private void writeLogs() throws IOException {
    steps.write();
    layers.write();
  }

  private Moment moment(long step) {
    boolean held = data.held().isPresent();
    return new Moment(step, totalSteps, stepsPerEpoch, progress.losses(held));
  }

  private void tell(Outcome outcome, double rate) {
    watch.trained(outcome.images());
    TrainEvent.Stepped event =
        new TrainEvent.Stepped(
            progress.step(),
            progress.epoch(),
            outcome.loss(),
            outcome.correct(),
            outcome.images(),
            recipe.optimizer().lr() * rate,
            watch.recentImagesPerSecond(),
            outcome.gradientNorm());
    steps.add(event);
    events.accept(event);
  }

  /**
   * Tests the network where that is due, writes the metrics, and saves where a checkpoint is due.
   *
   * @throws CancellationException if asked to stop during the test, which resuming then repeats
   */
  private void endEpoch() throws IOException {
    double trainSeconds = watch.pauseTraining();
    boolean last = progress.step() >= totalSteps;
    int epoch = progress.epoch() + 1;
    boolean tested = last || epoch % recipe.testing().every() == 0;
    Weights judged = tested ? learner.judged() : null;
    Score validation = tested ? validation(judged) : null;
    lastTest = tested ? judge.judge(judged, data.test()) : null;
    Row row =
        new Row(
            epoch,
            progress.step(),
            recipe.learningRate(moment(progress.step() - 1)),
            progress.train(),
            validation,
            tested ? lastTest.score() : null,
            watch.seconds(),
            watch.imagesPerSecond(),
            watch.recentDataWait(trainSeconds));
    boolean whole = progress.batch() == stepsPerEpoch;
    progress = whole ? progress.afterEpoch(row) : progress.afterPart(row);
    Metrics.write(run.metrics(), progress.history());
    writeLogs();
    events.accept(
        new TrainEvent.EpochEnded(
            epoch - 1,
            row.step(),
            row.lr(),
            row.train(),
            row.validation(),
            row.test(),
            trainSeconds,
            row.imagesPerSecond()));
    if (isBest(row)) {
      Checkpoint.saveBest(run, info, judged, row.step());
    }
    if (hasEnded() || epoch % recipe.checkpointEvery() == 0) {
      save();
    } else {
      dropCopies();
    }
    watch.resumeTraining();
  }

  private Score validation(Weights judged) {
    return data.held().map(held -> judge.judge(judged, held).score()).orElse(null);
  }

  private boolean isBest(Row row) {
    return choice.best(progress.history()).filter(row::equals).isPresent();
  }

  /** The test images, as the recipe has them seen, through the network that the run ends with. */
  private Evaluation lastTest() {
    boolean best = choice.best(progress.history()).isPresent();
    boolean isLast = !best || isBest(progress.history().getLast());
    ImageSource images = data.testInAllViews();
    if (lastTest != null && isLast && images == data.test()) {
      return lastTest;
    }
    Weights weights = best ? ModelFile.read(run.best()).weights(graph) : learner.judged();
    return judge.judge(weights, images);
  }

  /**
   * Testing and saving copy all weights to the heap. The collector would rather grow the heap up to
   * its limit than collect such large arrays: 170 MB an epoch for resnet18_cifar.
   */
  private static void dropCopies() {
    System.gc();
  }

  private void save() throws IOException {
    progress = progress.withSeconds(watch.seconds());
    writeLogs();
    Weights weights = learner.weights();
    new Checkpoint(info, weights, learner.state(), progress).save(run, learner.judged(weights));
    saved = true;
    dropCopies();
    events.accept(new TrainEvent.Saved(run.last(), progress.step()));
  }

  /**
   * Says how the run ended.
   *
   * @param test of the network that it ended with; null where it has not come so far
   */
  private RunResult end(Status status, Evaluation test) throws IOException {
    Row last = progress.history().isEmpty() ? null : progress.history().getLast();
    boolean idle = last != null && watch.imagesPerSecond() == 0; // it was finished before
    Optional<Row> best = choice.best(progress.history());
    RunResult result =
        new RunResult(
            recipe.network(),
            recipe.images().data(),
            run.path(),
            status,
            progress.epoch(),
            progress.step(),
            watch.seconds(),
            idle ? last.imagesPerSecond() : watch.imagesPerSecond(),
            idle ? last.dataWait() : watch.dataWait(),
            info.input(),
            info.classes().size(),
            params,
            last == null ? null : last.train(),
            last == null ? null : best.orElse(last).validation(),
            test == null ? lastTestScore() : test.score(),
            test == null ? null : test.answers().size(),
            recipe.testing().views(),
            best.map(Row::epoch).orElse(null),
            recipe.seed(),
            precision,
            recipe.threads(),
            status == Status.DIVERGED ? progress.step() : null,
            progress.skipped() + (test == null ? 0 : test.skipped()),
            saved ? run.last() : null);
    AtomicFile.writeString(run.result(), result.toJson() + "\n");
    events.accept(new TrainEvent.Finished(result));
    return result;
  }

  private Score lastTestScore() {
    return progress.history().reversed().stream()
        .map(Row::test)
        .filter(score -> score != null)
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() {
    learner.close();
  }
}
