package convnet4j.track;

import convnet4j.recipe.Recipe;
import convnet4j.recipe.RunResult;
import convnet4j.recipe.TrainEvent;
import convnet4j.track.MlflowRun.Beginning;
import convnet4j.track.MlflowRun.Memory;
import convnet4j.track.MlflowRun.Metric;
import convnet4j.track.Points.Point;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells an MLflow server how a training goes: the recipe as parameters, metrics by step, tags and
 * how it ends. A thread of its own sends; the training waits for nothing but, at its end, some
 * seconds for what is still to be sent.
 */
public final class Mlflow implements Consumer<TrainEvent>, AutoCloseable {
  private static final String MEMORY = "mlflow.json";
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final MlflowServer server;
  private final Recipe recipe;
  private final Map<String, String> environment;
  private final Consumer<String> notices;
  private final InstantSource clock;

  private Points points;
  private MlflowSender sender;
  private String end = "FAILED"; // unless a result says otherwise

  /**
   * @param environment what the run depends on beside the recipe, which become tags
   * @param notices told of what goes wrong, in one line; from any thread
   * @param clock that dates values
   */
  public Mlflow(
      MlflowServer server,
      Recipe recipe,
      Map<String, String> environment,
      Consumer<String> notices,
      InstantSource clock) {
    this.server = server;
    this.recipe = recipe;
    this.environment = Map.copyOf(environment);
    this.notices = notices;
    this.clock = clock;
  }

  /** The server's address that a run's folder remembers, which resuming it goes on with. */
  public static Optional<String> remembered(Path run) {
    return Memory.read(run.resolve(MEMORY)).map(Memory::uri);
  }

  @Override
  public void accept(TrainEvent event) {
    switch (event) {
      case TrainEvent.Started e -> start(e);
      case TrainEvent.Stepped e -> points.after(e).ifPresent(this::send);
      case TrainEvent.EpochEnded e -> points.after(e).ifPresent(this::send);
      case TrainEvent.Finished e -> end = status(e.result().status());
      case TrainEvent.Saved e -> {}
      case TrainEvent.Notice e -> {}
    }
  }

  private void start(TrainEvent.Started e) {
    points = new Points(e);
    String name = String.valueOf(e.run().toAbsolutePath().normalize().getFileName());
    sender =
        new MlflowSender(
            server,
            e.run().resolve(MEMORY),
            new Beginning(name, params(recipe.toMap()), tags(e), clock.millis()),
            notices);
  }

  /** Values as text; those of {@code set} under {@code set.KEY}. */
  private static Map<String, String> params(Map<String, Object> recipe) {
    Map<String, String> params = new LinkedHashMap<>();
    recipe.forEach(
        (key, value) -> {
          switch (value) {
            case Map<?, ?> options -> options.forEach((k, v) -> params.put(key + "." + k, "" + v));
            case Collection<?> values ->
                params.put(
                    key, values.stream().map(String::valueOf).collect(Collectors.joining("; ")));
            default -> params.put(key, value.toString());
          }
        });
    params.values().removeIf(String::isEmpty); // some servers refuse them
    return params;
  }

  private Map<String, String> tags(TrainEvent.Started e) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("mlflow.source.name", "convnet4j");
    tags.put("network", recipe.network());
    tags.put("params", Long.toString(e.params()));
    tags.put("precision", e.precision().label());
    environment.forEach((key, value) -> tags.put("environment." + key, value));
    return tags;
  }

  private void send(Point point) {
    long now = clock.millis();
    point.values().forEach((key, value) -> sender.offer(new Metric(key, value, point.step(), now)));
  }

  private static String status(RunResult.Status status) {
    return switch (status) {
      case FINISHED -> "FINISHED";
      case INTERRUPTED -> "KILLED";
      case DIVERGED -> "FAILED";
    };
  }

  /** Sends what is still to be sent, for some seconds at most. */
  @Override
  public void close() {
    if (sender != null) {
      sender.end(end, clock.millis(), FAREWELL);
    }
  }
}
