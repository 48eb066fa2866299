package convnet4j.train;

import convnet4j.data.Dataset;
import convnet4j.data.Split;
import convnet4j.data.Views;
import convnet4j.errors.InputException;
import convnet4j.eval.Evaluation;
import convnet4j.eval.Evaluator;
import convnet4j.eval.Normaliser;
import convnet4j.eval.Precisions;
import convnet4j.eval.Predictor;
import convnet4j.image.Batch;
import convnet4j.image.BatchLoader;
import convnet4j.image.ImageSource;
import convnet4j.image.LoadPlan;
import convnet4j.io.AtomicFile;
import convnet4j.io.Json;
import convnet4j.net.Graph;
import convnet4j.recipe.BadImages;
import convnet4j.recipe.Precision;
import convnet4j.recipe.PredictionsCsv;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeYaml;
import convnet4j.recipe.RunResult;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.TrainEvent;
import convnet4j.torch.Environment;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import convnet4j.train.Stepper.Outcome;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import convnet4j.weights.Transfer;
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
  private final ImageSource trainImages;
  private final ImageSource testImages;
  private final TorchNet net;
  private final Normaliser normaliser;
  private final Sgd optimizer;
  private final Stepper stepper;
  private final long stepsPerEpoch;
  private final long totalSteps;
  private final Stopwatch watch;

  private Progress progress;
  private Evaluation evaluation;
  private boolean saved;

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
        Trainer trainer = new Trainer(recipe, data, run, init, events, stop)) {
      return trainer.run();
    } catch (IOException e) {
      throw new InputException(run.path() + ": cannot write the run's folder (" + e + ")", e);
    }
  }

  private Trainer(
      Recipe recipe,
      Dataset data,
      RunFolder run,
      Optional<ModelFile> init,
      Consumer<TrainEvent> events,
      BooleanSupplier stop) {
    this.recipe = recipe;
    this.run = run;
    this.events = events;
    this.stop = stop;
    this.precision = Precisions.inForce(recipe.precision());
    // Not kept: it has the weights that training begins with.
    Start start = Start.of(recipe, data, run, init);
    this.info = start.info();
    this.graph = start.graph();
    this.params = start.params();
    this.notices = start.notices();
    boolean skip = recipe.badImages() == BadImages.SKIP;
    this.trainImages = images(data.train(), skip);
    this.testImages = images(data.test(), skip);
    int images = plan(0).entries(trainImages.size());
    if (recipe.batchSize() > images) {
      throw new InputException(
          "batch-size: expects at most the "
              + images
              + " training images of "
              + recipe.data()
              + ", received "
              + recipe.batchSize()
              + "; choose a smaller --batch-size");
    }
    this.stepsPerEpoch = plan(0).batches(trainImages.size());
    this.totalSteps = recipe.totalSteps(stepsPerEpoch);

    this.progress = start.progress();
    this.net = start.net();
    this.normaliser = new Normaliser(info.preprocessing().normalisation());
    this.optimizer = start.optimizer(net);
    this.stepper =
        new Stepper(
            net,
            normaliser,
            optimizer,
            recipe.augment().batchTransforms(),
            recipe.labelSmoothing(),
            precision == Precision.BF16,
            recipe.seed());
    this.watch = new Stopwatch(progress.seconds());
    this.saved = start.checkpoint().isPresent();
  }

  private RunResult run() throws IOException {
    begin();
    while (!hasEnded()) {
      Status status = trainEpoch();
      if (status != Status.FINISHED) {
        return end(status);
      }
      try {
        endEpoch();
      } catch (CancellationException e) {
        save();
        return end(Status.INTERRUPTED);
      }
    }
    if (evaluation == null) {
      evaluation = evaluate();
    }
    PredictionsCsv.write(run.predictions(), evaluation.answers());
    return end(Status.FINISHED);
  }

  /** Whether the test after the last step is done as well. */
  private boolean hasEnded() {
    return !progress.history().isEmpty() && progress.history().getLast().step() >= totalSteps;
  }

  private void begin() throws IOException {
    RecipeYaml.write(run.recipe(), recipe);
    AtomicFile.writeString(
        run.environment(), Json.pretty(Environment.describe(recipe.threads())) + "\n");
    notices.forEach(line -> events.accept(new TrainEvent.Notice(line)));
    events.accept(
        new TrainEvent.Started(
            run.path(), params, totalSteps, stepsPerEpoch, precision, progress.step()));
    if (!saved) {
      // Whatever becomes of the first epoch: the folder can be resumed. A disk that is too small
      // is found out now.
      save();
    }
  }

  /**
   * Trains on what is left of the current epoch, or of the run; FINISHED if the end was reached.
   */
  private Status trainEpoch() {
    LoadPlan plan = plan(progress.epoch()).startingAt(progress.batch());
    try (BatchLoader loader = watch.waitFor(() -> new BatchLoader(trainImages, plan))) {
      while (progress.step() < totalSteps) {
        Batch batch = watch.waitFor(loader::next);
        if (batch == null) {
          break;
        }
        double lr = recipe.learningRate(progress.step(), stepsPerEpoch);
        Outcome outcome = stepper.step(batch, progress.step(), lr);
        if (!Double.isFinite(outcome.loss())) {
          return Status.DIVERGED;
        }
        tell(outcome, lr);
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
          recipe.data() + ": expects training images, none of its files could be decoded");
    }
    return Status.FINISHED;
  }

  private void tell(Outcome outcome, double lr) {
    watch.trained(outcome.images());
    events.accept(
        new TrainEvent.Stepped(
            progress.step(),
            progress.epoch(),
            outcome.loss(),
            outcome.correct(),
            outcome.images(),
            lr,
            watch.recentImagesPerSecond(),
            Double.NaN));
  }

  /**
   * Tests the network, writes the metrics, and saves where a checkpoint is due.
   *
   * @throws CancellationException if asked to stop during the test, which resuming then repeats
   */
  private void endEpoch() throws IOException {
    double trainSeconds = watch.pauseTraining();
    evaluation = evaluate();
    Progress.Row row =
        new Progress.Row(
            progress.epoch() + 1,
            progress.step(),
            recipe.learningRate(progress.step() - 1, stepsPerEpoch),
            progress.train(),
            evaluation.score(),
            watch.seconds(),
            watch.imagesPerSecond(),
            watch.recentDataWait(trainSeconds));
    boolean whole = progress.batch() == stepsPerEpoch;
    progress = whole ? progress.afterEpoch(row) : progress.afterPart(row);
    Metrics.write(run.metrics(), progress.history());
    events.accept(
        new TrainEvent.EpochEnded(
            row.epoch() - 1,
            row.step(),
            row.lr(),
            row.train(),
            null,
            row.test(),
            trainSeconds,
            row.imagesPerSecond()));
    if (hasEnded() || row.epoch() % recipe.checkpointEvery() == 0) {
      save();
    }
    watch.resumeTraining();
  }

  private ImageSource images(Split split, boolean skip) {
    return ImageSource.of(split, info.input(), info.preprocessing(), new Views.Center(), skip);
  }

  private Evaluation evaluate() {
    try (Predictor predictor =
        Predictor.of(graph, net.weights(), info.preprocessing().normalisation(), precision)) {
      return Evaluator.evaluate(
          predictor,
          testImages,
          recipe.batchSize(),
          recipe.threads(),
          done -> {
            if (stop.getAsBoolean()) {
              throw new CancellationException("asked to stop");
            }
          });
    } finally {
      dropCopies();
    }
  }

  /**
   * Testing and saving copy all weights to the heap. The collector would rather grow the heap up to
   * its limit than collect such large arrays: 170 MB an epoch for resnet18_cifar.
   */
  private static void dropCopies() {
    System.gc();
  }

  private void save() {
    progress = progress.withSeconds(watch.seconds());
    new Checkpoint(info, net.weights(), optimizer.state(), progress).save(run);
    saved = true;
    dropCopies();
    events.accept(new TrainEvent.Saved(run.last(), progress.step()));
  }

  private RunResult end(Status status) throws IOException {
    Progress.Row last = progress.history().isEmpty() ? null : progress.history().getLast();
    boolean idle = last != null && watch.imagesPerSecond() == 0; // it was finished before
    RunResult result =
        new RunResult(
            recipe.network(),
            recipe.data(),
            run.path(),
            status,
            progress.epoch(),
            progress.step(),
            watch.seconds(),
            idle ? last.imagesPerSecond() : watch.imagesPerSecond(),
            idle ? last.dataWait() : watch.dataWait(),
            params,
            last == null ? null : last.train(),
            last == null ? null : last.test(),
            recipe.seed(),
            precision,
            recipe.threads(),
            status == Status.DIVERGED ? progress.step() : null,
            progress.skipped() + (evaluation == null ? 0 : evaluation.skipped()),
            saved ? run.last() : null);
    AtomicFile.writeString(run.result(), result.toJson() + "\n");
    events.accept(new TrainEvent.Finished(result));
    return result;
  }

  private LoadPlan plan(int epoch) {
    return LoadPlan.training(
        recipe.batchSize(),
        recipe.augment().transforms(),
        recipe.expand(),
        recipe.seed(),
        epoch,
        recipe.threads());
  }

  @Override
  public void close() {
    optimizer.close();
    normaliser.close();
    net.close();
  }
}
