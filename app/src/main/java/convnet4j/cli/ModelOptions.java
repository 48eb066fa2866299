package convnet4j.cli;

import convnet4j.data.Normalisation;
import convnet4j.errors.InputException;
import convnet4j.net.Network;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Precision;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeYaml;
import convnet4j.torch.Natives;
import convnet4j.torch.Threads;
import convnet4j.train.RunFolder;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import convnet4j.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which trained network to use, and how it computes. */
final class ModelOptions {
  @Parameters(
      index = "0",
      paramLabel = "FILE|RUN|NETWORK",
      description =
          "A run's folder (its last checkpoint), or a safetensors file; with --weights the name of"
              + " a network.")
  private Path model;

  @Mixin private HubOptions hub;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "The network of a file that does not say it.")
  private String network;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "An option of that network; may be repeated.")
  private Map<String, String> set = new TreeMap<>();

  @Option(
      names = "--mean",
      paramLabel = "X",
      split = ",",
      description =
          "Subtracted from the channels after scaling to 0..1, such as 0.485,0.456,0.406.")
  private List<Double> mean;

  @Option(
      names = "--std",
      paramLabel = "X",
      split = ",",
      description = "Divided out of the channels after that.")
  private List<Double> std;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "auto, fp32 or bf16; auto is what this processor is fast at (default: auto).")
  private Precision precision = Precision.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  Precision precision() {
    return precision;
  }

  /** What the user gave. */
  Path path() {
    return model;
  }

  int threads() {
    return threads;
  }

  /** Checks what can be checked before data is opened, which may take a download. */
  void check() {
    if (hub.given()) {
      checkPublished();
    } else if (!Files.exists(model)) {
      throw new InputException(model + ": no such file or folder; give a run's folder or a file");
    }
    if ((mean == null) != (std == null)) {
      throw new InputException(
          (mean == null ? "--std: expects --mean" : "--mean: expects --std")
              + " with it, received none");
    }
    atLeastOne("--threads", threads);
    if (network != null) {
      Zoo.create(network, set);
    }
  }

  private void checkPublished() {
    if (network != null) {
      throw new InputException(
          "--network: with --weights the network is the first argument, received both; leave out"
              + " --network");
    }
    if (Files.exists(model) && !Zoo.names().contains(model.toString())) {
      throw new InputException(
          model
              + ": with --weights expects the name of a network, received a file or folder; leave"
              + " out one of them");
    }
    Zoo.create(model.toString(), set);
    hub.check(model.toString());
  }

  static void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new InputException(
          option + ": expects a whole number of at least 1, received '" + value + "'");
    }
  }

  /** Readies the engine for these options. */
  void loadNatives() {
    Natives.load();
    Threads.use(threads);
  }

  /** The recipe of the run that the file lies in; empty where it lies elsewhere. */
  Optional<Recipe> recipe() {
    if (hub.given()) {
      return Optional.empty();
    }
    Path file = model.toAbsolutePath().normalize();
    Path run = Files.isDirectory(file) ? file : file.resolve("../..").normalize();
    Path recipe = new RunFolder(run).recipe();
    return Files.isRegularFile(recipe) ? Optional.of(RecipeYaml.read(recipe)) : Optional.empty();
  }

  /** The network that a foreign file is said to be of. */
  Optional<Network> foreign() {
    return Optional.ofNullable(hub.given() ? model.toString() : network)
        .map(name -> Zoo.create(name, set));
  }

  /**
   * Reads the file, or downloads and reads the published weights.
   *
   * @param classes names for a foreign file
   * @param usual normalisation for a foreign file; these options go before it, for every file. Null
   *     where nothing is usual
   * @param offline whether weights that are missing are an error
   */
  ModelFile read(List<String> classes, Normalisation usual, boolean offline, Console console) {
    if (hub.given()) {
      return hub.read(
          foreign().orElseThrow(),
          set,
          classes,
          published -> normalisation(published.orElse(usual)),
          offline,
          console);
    }
    ModelFile file =
        ModelFile.read(model, foreign().map(net -> info(net, set, classes, normalisation(usual))));
    ModelInfo info = file.info();
    boolean contradicts =
        (network != null && !network.equals(info.network()))
            || !info.options().entrySet().containsAll(set.entrySet());
    if (contradicts) {
      throw new InputException(
          file.path()
              + ": says that it is of "
              + info.network()
              + " with options "
              + info.options()
              + ", received another --network or --set; leave them out");
    }
    return given().map(n -> new ModelFile(file.path(), with(info, n), file.tensors())).orElse(file);
  }

  /** What a foreign file is taken for. Its channels are those that the normalisation is for. */
  static ModelInfo info(
      Network net, Map<String, String> set, List<String> classes, Normalisation normalisation) {
    FeatureMap input =
        new FeatureMap(normalisation.channels(), net.input().height(), net.input().width());
    return new ModelInfo(net.name(), new TreeMap<>(set), input, classes, normalisation);
  }

  private static ModelInfo with(ModelInfo info, Normalisation normalisation) {
    if (normalisation.channels() != info.input().channels()) {
      throw new InputException(
          "--mean, --std: expects "
              + info.input().channels()
              + " values each, received "
              + normalisation.channels());
    }
    return new ModelInfo(
        info.network(), info.options(), info.input(), info.classes(), normalisation);
  }

  private Normalisation normalisation(Normalisation usual) {
    return given()
        .or(() -> Optional.ofNullable(usual))
        .orElseThrow(
            () ->
                new InputException(
                    model
                        + ": doesn't say what its pixels were normalised with; give --mean and"
                        + " --std"));
  }

  private Optional<Normalisation> given() {
    try {
      return Optional.ofNullable(mean).map(m -> new Normalisation(m, std));
    } catch (IllegalArgumentException e) {
      throw new InputException("--mean, --std: " + e.getMessage(), e);
    }
  }
}
