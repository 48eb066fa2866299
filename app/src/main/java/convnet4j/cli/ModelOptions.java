package convnet4j.cli;

import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.eval.Models;
import convnet4j.net.Network;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Precision;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeYaml;
import convnet4j.torch.Natives;
import convnet4j.torch.Threads;
import convnet4j.train.RunFolder;
import convnet4j.weights.Foreign;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import convnet4j.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
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

  @Mixin private HubOptions hub = new HubOptions();

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

  /** These options for a command that computes nothing; null or empty for what is not given. */
  static ModelOptions of(
      Path model, String network, Map<String, String> set, List<Double> mean, List<Double> std) {
    ModelOptions options = new ModelOptions();
    options.model = model;
    options.network = network;
    options.set = set;
    options.mean = mean;
    options.std = std;
    return options;
  }

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
   * @param usual normalisation for a foreign file whose names do not tell whose it is; --mean and
   *     --std go before it, and before what any file says. Null where nothing is usual
   * @param offline whether weights that are missing are an error
   */
  ModelFile read(List<String> classes, Normalisation usual, boolean offline, Console console) {
    Optional<Normalisation> assumed = given().or(() -> Optional.ofNullable(usual));
    ModelFile file =
        hub.given()
            ? hub.read(
                ModelFile::read, foreign().orElseThrow(), set, classes, assumed, offline, console)
            : readGiven(classes, assumed);
    return given().map(n -> file.with(with(file.info(), n))).orElse(file);
  }

  private ModelFile readGiven(List<String> classes, Optional<Normalisation> assumed) {
    ModelFile file =
        ModelFile.read(model, foreign().map(net -> foreign(net, set, classes, assumed)));
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
    return file;
  }

  /**
   * Reads the file where nobody tells the names of a foreign file's classes: they are numbers. What
   * has images as large as ImageNet's is taken to be normalised as they are.
   */
  ModelFile read(boolean offline, Console console) {
    Optional<Network> net = foreign();
    int classes = net.map(Network::classes).orElse(0);
    boolean imagenet =
        net.map(Network::input)
            .filter(in -> in.channels() == 3 && in.height() >= Preprocessing.IMAGENET_SIDE)
            .isPresent();
    return read(
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        imagenet ? Normalisation.IMAGENET : null,
        offline,
        console);
  }

  /** What a foreign file is taken for, whose images are of the network's size. */
  static Foreign foreign(
      Network net, Map<String, String> set, List<String> classes, Optional<Normalisation> usual) {
    return foreign(net.name(), net.input(), set, classes, usual);
  }

  /**
   * What a foreign file is taken for.
   *
   * @param size of its images; their channels are those that {@code usual} is for
   */
  static Foreign foreign(
      String network,
      FeatureMap size,
      Map<String, String> set,
      List<String> classes,
      Optional<Normalisation> usual) {
    int channels = usual.map(Normalisation::channels).orElse(size.channels());
    FeatureMap input = new FeatureMap(channels, size.height(), size.width());
    return new Foreign(
        Models.graph(network, set, input, classes.size()), new TreeMap<>(set), classes, usual);
  }

  /**
   * A network that joins this one in an ensemble.
   *
   * @param network of a file that does not say it; null where nothing is known
   * @param set that network's options
   */
  private record Member(Path path, String network, Map<String, String> set) {}

  private Member member(String text) {
    int equals = text.indexOf('=');
    return equals > 0 && !Files.exists(Path.of(text))
        ? new Member(Path.of(text.substring(equals + 1)), text.substring(0, equals), Map.of())
        : new Member(Path.of(text), network, set);
  }

  /** Checks {@code FILE} or {@code NAME=FILE} before anything is read. */
  void checkMember(String text) {
    Member member = member(text);
    if (member.network != null) {
      Zoo.create(member.network, member.set);
    }
    if (!Files.exists(member.path)) {
      throw new InputException(
          "--ensemble " + member.path + ": no such file or folder; give runs' folders or files");
    }
  }

  /**
   * Reads a file that joins this one in an ensemble. It has its own preprocessing; these options
   * are for one that does not say what it is of.
   *
   * @param text {@code FILE}, or {@code NAME=FILE} for one that does not say its network
   * @param classes names for a foreign file
   * @param usual normalisation for a foreign file whose names do not tell whose it is
   */
  ModelFile readMember(String text, List<String> classes, Normalisation usual) {
    Member member = member(text);
    Optional<Normalisation> assumed = given().or(() -> Optional.ofNullable(usual));
    return ModelFile.read(
        member.path,
        Optional.ofNullable(member.network)
            .map(name -> Zoo.create(name, member.set))
            .map(net -> foreign(net, member.set, classes, assumed)));
  }

  private static ModelInfo with(ModelInfo info, Normalisation normalisation) {
    if (normalisation.channels() != info.input().channels()) {
      throw new InputException(
          "--mean, --std: expects "
              + info.input().channels()
              + " values each, received "
              + normalisation.channels());
    }
    return info.with(info.preprocessing().with(normalisation));
  }

  private Optional<Normalisation> given() {
    try {
      return Optional.ofNullable(mean).map(m -> new Normalisation(m, std));
    } catch (IllegalArgumentException e) {
      throw new InputException("--mean, --std: " + e.getMessage(), e);
    }
  }
}
