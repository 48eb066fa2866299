package convnet4j.cli;

import convnet4j.data.Normalisation;
import convnet4j.errors.InputException;
import convnet4j.net.Network;
import convnet4j.recipe.Precision;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeYaml;
import convnet4j.torch.Natives;
import convnet4j.torch.Threads;
import convnet4j.train.RunFolder;
import convnet4j.weights.ModelFile;
import convnet4j.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which trained network to use, and how it computes. */
final class ModelOptions {
  @Parameters(
      index = "0",
      paramLabel = "FILE|RUN|NETWORK",
      description =
          "A run's folder (its last checkpoint), or a safetensors or PyTorch file; with --weights"
              + " the name of a network.")
  private Path model;

  @Mixin private HubOptions hub;

  @Mixin private ForeignOptions foreign;

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

  /** What the file is of, if it does not say it. */
  ForeignOptions foreign() {
    return foreign;
  }

  /** Checks what can be checked before data is opened, which may take a download. */
  void check() {
    atLeastOne("--threads", threads);
    if (hub.given()) {
      checkPublished();
      foreign.check();
    } else {
      foreign.check(model);
    }
  }

  private void checkPublished() {
    if (foreign.network() != null) {
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
    Zoo.create(model.toString(), foreign.set());
    HubOptions.check(hub.source(), model.toString());
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

  /**
   * Reads the file, or downloads and reads the published weights.
   *
   * @param classes names for a foreign file
   * @param usual normalisation, see {@link ForeignOptions#read(Path, List, Normalisation)}
   * @param offline whether weights that are missing are an error
   */
  ModelFile read(List<String> classes, Normalisation usual, boolean offline, Console console) {
    return hub.given()
        ? published(published(), classes, usual, offline, console)
        : foreign.read(model, classes, usual);
  }

  /** As {@link #read(List, Normalisation, boolean, Console)}, with numbers for unknown classes. */
  ModelFile read(boolean offline, Console console) {
    if (!hub.given()) {
      return foreign.read(model);
    }
    Network net = published();
    return published(net, ForeignOptions.numbers(net), ForeignOptions.usual(net), offline, console);
  }

  private Network published() {
    return Zoo.create(model.toString(), foreign.set());
  }

  private ModelFile published(
      Network net, List<String> classes, Normalisation usual, boolean offline, Console console) {
    return foreign.normalised(
        HubOptions.read(
            hub.source(),
            ModelFile::read,
            net,
            foreign.set(),
            classes,
            foreign.normalisation(usual),
            offline,
            console));
  }
}
