package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.recipe.Recipe;
import convnet4j.torch.Environment;
import convnet4j.track.Mlflow;
import convnet4j.track.MlflowServer;
import convnet4j.track.TensorBoard;
import convnet4j.train.RunFolder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Who is told how a training goes, beside the terminal. */
final class FollowOptions {
  private static final int MOST_PORTS = 65_535;

  /** Stands for the port that nobody gave. */
  private static final String FREE = "free";

  @Option(
      names = "--watch",
      arity = "0..1",
      preprocessor = PortOrFree.class,
      paramLabel = "PORT",
      description =
          "Show the run's page to browsers on this machine, and refresh it as it changes.")
  private String watch;

  @Option(
      names = "--mlflow",
      paramLabel = "URI",
      description =
          "Log to an MLflow server such as http://localhost:5000. A run that is resumed goes on with"
              + " the server it had.")
  private String mlflow;

  /** What follows {@code --watch} is its port if it is a number, and else not its own. */
  static final class PortOrFree implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // the interface's
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      boolean attached = "=".equals(info.get("separator"));
      if (!attached && (args.isEmpty() || !args.peek().matches("\\d+"))) {
        args.push(FREE);
      }
      return false;
    }
  }

  /**
   * Refuses what can be seen to be wrong before any work is done.
   *
   * @throws InputException for an address that is none, or a port
   */
  void check() {
    port();
    server(Optional.empty());
  }

  /**
   * All who follow a run.
   *
   * @throws InputException when the port to watch at is taken
   */
  Followers followers(Recipe recipe, Dataset images, RunFolder run, Console console) {
    List<Followers.Follower> followers = new ArrayList<>();
    InstantSource clock = InstantSource.system();
    TensorBoard board = new TensorBoard(console::say, clock);
    followers.add(new Followers.Follower(board, board::close));
    server(Mlflow.remembered(run.path()))
        .map(to -> new Mlflow(to, recipe, environment(recipe), console::say, clock))
        .ifPresent(log -> followers.add(new Followers.Follower(log, log::close)));
    ReportWriter report = new ReportWriter(run, images, console);
    followers.add(new Followers.Follower(report, report::close));
    if (watch != null) {
      WatchServer server = WatchServer.of(run.report(), port());
      console.say("watch: " + server.uri());
      followers.addFirst(new Followers.Follower(event -> {}, server::close));
    }
    return new Followers(followers);
  }

  private OptionalInt port() {
    if (watch == null || watch.equals(FREE)) {
      return OptionalInt.empty();
    }
    if (!watch.matches("\\d{1,5}") || Integer.parseInt(watch) > MOST_PORTS) {
      throw new InputException(
          "--watch: expects a port, a whole number of at most "
              + MOST_PORTS
              + ", received '"
              + watch
              + "'; leave it out for one that is free");
    }
    return OptionalInt.of(Integer.parseInt(watch));
  }

  private Optional<MlflowServer> server(Optional<String> remembered) {
    return Optional.ofNullable(mlflow)
        .or(() -> remembered)
        .map(uri -> MlflowServer.of(uri, System.getenv()));
  }

  private static Map<String, String> environment(Recipe recipe) {
    Map<String, String> values = new LinkedHashMap<>();
    Environment.describe(recipe.threads()).forEach((key, value) -> values.put(key, "" + value));
    return values;
  }
}
