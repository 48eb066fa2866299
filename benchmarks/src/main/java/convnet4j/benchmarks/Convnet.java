package convnet4j.benchmarks;

import static java.util.Map.entry;

import convnet4j.data.Dataset;
import convnet4j.data.Split;
import convnet4j.eval.Evaluator;
import convnet4j.eval.Predictor;
import convnet4j.image.ImageSource;
import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.recipe.Precision;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.TrainEvent;
import convnet4j.torch.Natives;
import convnet4j.torch.Threads;
import convnet4j.torch.TorchNet;
import convnet4j.train.RunFolder;
import convnet4j.train.Trainer;
import convnet4j.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * What {@code ./convnet train} and {@code ./convnet eval} do: the whole pipeline, timed from
 * outside and stopped early.
 */
final class Convnet {
  /** Enough for all the steps of a job. */
  private static final int EPOCHS = 2;

  /** Batches of a pass of evaluation, so that few of them are the first or the last. */
  private static final int PASS = 256;

  private final Job job;
  private final Stopwatch stopwatch;
  private double loss;

  private Convnet(Job job, Timing timing) {
    this.job = job;
    this.stopwatch = new Stopwatch(job, timing);
  }

  static Measurement train(Job job, Timing timing, Precision precision) throws IOException {
    Recipe recipe =
        Recipe.of(
            Map.ofEntries(
                entry("network", job.workload().network()),
                entry("data", job.data()),
                entry("epochs", EPOCHS),
                entry("batch-size", job.workload().batch()),
                entry("lr", Job.LR),
                entry("momentum", Job.MOMENTUM),
                entry("weight-decay", Job.WEIGHT_DECAY),
                entry("augment", "crop:4,flip"),
                entry("precision", precision.label())));
    Path folder = Files.createTempDirectory("convnet4j-benchmark");
    try (Dataset data = Images.open(job)) {
      Convnet run = new Convnet(job, timing);
      Trainer.train(
          recipe,
          data,
          RunFolder.create(folder.resolve("run")),
          Optional.empty(),
          run::hear,
          run.stopwatch::finished);
      return run.stopwatch.measurement(version(), run.loss, recipe.threads());
    } finally {
      delete(folder);
    }
  }

  private void hear(TrainEvent event) {
    switch (event) {
      case TrainEvent.Started started -> job.checkParams(started.params());
      case TrainEvent.Stepped step -> {
        loss = step.loss();
        stopwatch.lap();
      }
      case TrainEvent.EpochEnded e -> {
        if (job.contender() != Contender.CONVNET4J_RSS) {
          throw new IllegalStateException(
              job.contender()
                  + ": an epoch ended, whose test would count as training;"
                  + " ask for fewer steps or seconds");
        }
      }
      case TrainEvent.Saved e -> {}
      case TrainEvent.Finished e -> {}
      case TrainEvent.Notice e -> {}
    }
  }

  /** With the weights that training starts from: the time does not depend on them. */
  static Measurement evaluate(Job job, Timing timing, Precision precision) throws IOException {
    Natives.load();
    int threads = Runtime.getRuntime().availableProcessors();
    Threads.use(threads);
    int batch = job.workload().batch();
    Graph graph = Resolver.resolve(Zoo.create(job.workload().network(), Map.of()));
    Stopwatch stopwatch = new Stopwatch(job, timing);
    try (Dataset data = Images.open(job);
        TorchNet start = TorchNet.initialised(graph, 0);
        Predictor predictor =
            Predictor.of(graph, start.weights(), data.normalisation(), precision)) {
      Split split = Images.repeated(data.test(), PASS * batch);
      ImageSource images = ImageSource.of(split, graph.input(), false);
      while (!stopwatch.finished()) {
        Evaluator.evaluate(predictor, images, batch, threads, done -> lap(stopwatch));
      }
    } catch (CancellationException e) {
      // Not all images were needed.
    }
    return stopwatch.measurement(version(), null, threads);
  }

  private static void lap(Stopwatch stopwatch) {
    stopwatch.lap();
    if (stopwatch.finished()) {
      throw new CancellationException("all steps have been done");
    }
  }

  private static String version() throws IOException {
    return "convnet4j, libtorch " + Loader.getVersion("org.bytedeco", "pytorch");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }
}
