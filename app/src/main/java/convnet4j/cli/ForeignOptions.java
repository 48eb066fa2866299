package convnet4j.cli;

import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.eval.Models;
import convnet4j.net.Network;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.weights.ClassNames;
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
import picocli.CommandLine.Option;

/** What a file is of that does not say it, and how its images were normalised. */
final class ForeignOptions {
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

  /**
   * What is said of one file.
   *
   * @param network of a file that does not say it; null where nothing is known
   * @param set that network's options
   * @param firm whether it is said of this very file, which then must not say otherwise
   */
  record Said(String network, Map<String, String> set, boolean firm) {
    Said {
      set = Map.copyOf(set);
    }

    private void requireNotContradictedBy(ModelFile file) {
      ModelInfo info = file.info();
      boolean contradicted =
          (network != null && !network.equals(info.network()))
              || !info.options().entrySet().containsAll(set.entrySet());
      if (firm && contradicted) {
        throw new InputException(
            file.path()
                + ": says that it is of "
                + info.network()
                + " with options "
                + info.options()
                + ", received "
                + (network == null ? "other options" : network + " with options " + set)
                + "; leave out what contradicts it");
      }
    }
  }

  /** What is said of the first file. */
  Said said() {
    return new Said(network, set, true);
  }

  /** The network's name; null where none is given. */
  String network() {
    return network;
  }

  /** That network's options. */
  Map<String, String> set() {
    return set;
  }

  /** Checks the options, without looking at a file. */
  void check() {
    if ((mean == null) != (std == null)) {
      throw new InputException(
          (mean == null ? "--std: expects --mean" : "--mean: expects --std")
              + " with it, received none");
    }
    if (network != null) {
      Zoo.create(network, set);
    }
  }

  /** Checks the options, and that there is something at {@code file}. */
  void check(Path file) {
    if (!Files.exists(file)) {
      throw new InputException(file + ": no such file or folder; give a run's folder or a file");
    }
    check();
  }

  /** --mean and --std. */
  Optional<Normalisation> normalisation() {
    try {
      return Optional.ofNullable(mean).map(m -> new Normalisation(m, std));
    } catch (IllegalArgumentException e) {
      throw new InputException("--mean, --std: " + e.getMessage(), e);
    }
  }

  /**
   * --mean and --std, or else what is usual.
   *
   * @param usual null where nothing is
   * @throws InputException when they are not for as many channels as {@code usual} is, or {@code
   *     network} without one
   */
  Optional<Normalisation> normalisation(Normalisation usual, Network network) {
    int channels = usual == null ? network.input().channels() : usual.channels();
    Optional<Normalisation> given = normalisation();
    given.ifPresent(n -> requireChannels(channels, n));
    return given.or(() -> Optional.ofNullable(usual));
  }

  /**
   * Reads a file.
   *
   * @param classes names for a foreign file
   * @param usual normalisation for a foreign file whose names do not tell whose it is; --mean and
   *     --std go before it, and before what any file says. Null where nothing is usual
   */
  ModelFile read(Path path, List<String> classes, Normalisation usual) {
    return read(path, said(), classes, usual);
  }

  /** As {@link #read(Path, List, Normalisation)}, with --mean and --std, for another file. */
  ModelFile read(Path path, Said said, List<String> classes, Normalisation usual) {
    ModelFile file =
        ModelFile.read(
            path,
            Optional.ofNullable(said.network)
                .map(name -> Zoo.create(name, said.set))
                .map(net -> foreign(net, said.set, classes, normalisation(usual, net))));
    said.requireNotContradictedBy(file);
    return normalised(file);
  }

  /** Reads a file where nobody knows the names of a foreign file's classes. */
  ModelFile read(Path path) {
    if (network == null) {
      return read(path, List.of(), null);
    }
    Network net = Zoo.create(network, set);
    return read(path, ClassNames.numbers(net.classes()), usual(net));
  }

  /** {@code file} with --mean and --std for what it says, if they are given. */
  ModelFile normalised(ModelFile file) {
    return normalisation().map(n -> file.with(with(file.info(), n))).orElse(file);
  }

  private static ModelInfo with(ModelInfo info, Normalisation normalisation) {
    requireChannels(info.input().channels(), normalisation);
    return info.with(info.preprocessing().with(normalisation));
  }

  private static void requireChannels(int channels, Normalisation given) {
    if (given.channels() != channels) {
      throw new InputException(
          "--mean, --std: expects "
              + channels
              + " values each, one per channel of the images, received "
              + given.channels());
    }
  }

  /**
   * Where images are as large as ImageNet's they are taken to be normalised as those; else null.
   */
  static Normalisation usual(Network net) {
    FeatureMap input = net.input();
    return input.channels() == 3 && input.height() >= Preprocessing.IMAGENET_SIDE
        ? Normalisation.IMAGENET
        : null;
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
}
