package convnet4j.benchmarks;

import static java.util.Map.entry;

import convnet4j.data.Dataset;
import convnet4j.recipe.Precision;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.TrainEvent;
import convnet4j.train.RunFolder;
import convnet4j.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/** What {@code ./convnet train} does: the whole pipeline, timed from outside and stopped early. */
final class Convnet {
  /** Enough for all the steps of a job. */
  private static final int EPOCHS = 2;

  private final Job job;
  private final Stopwatch stopwatch;
  private double loss;

  private Convnet(Job job) {
    this.job = job;
    this.stopwatch = new Stopwatch(job);
  }

  static Measurement run(Job job, Precision precision) throws IOException {
    Recipe recipe =
        Recipe.of(
            Map.ofEntries(
                entry("network", job.network()),
                entry("data", job.data()),
                entry("epochs", EPOCHS),
                entry("batch-size", Job.BATCH),
                entry("lr", Job.LR),
                entry("momentum", Job.MOMENTUM),
                entry("weight-decay", Job.WEIGHT_DECAY),
                entry("augment", "crop:4,flip"),
                entry("precision", precision.label())));
    Path folder = Files.createTempDirectory("convnet4j-benchmark");
    try (Dataset data = ConstantBatch.open(job.data())) {
      Convnet run = new Convnet(job);
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
      case TrainEvent.Started started -> {
        if (job.network().equals(Job.NETWORK)) {
          Child.checkParams(started.params());
        }
      }
      case TrainEvent.Stepped step -> {
        loss = step.loss();
        stopwatch.lap();
      }
      case TrainEvent.EpochEnded e -> {}
      case TrainEvent.Saved e -> {}
      case TrainEvent.Finished e -> {}
      case TrainEvent.Notice e -> {}
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
