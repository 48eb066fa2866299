package convnet4j.weights;

import convnet4j.errors.InputException;
import convnet4j.io.Checksum;
import convnet4j.io.Download;
import convnet4j.io.FileStatement;
import convnet4j.io.ProgressListener;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches published weights once, into {@code CACHE/weights/}.
 *
 * @param torchvision folder of torchvision's files
 * @param huggingFace the Hugging Face hub
 * @param download how to transfer
 * @param cacheHome see {@link convnet4j.io.CacheHome}
 * @param offline whether missing weights are an error rather than downloaded
 * @param listener hears downloads
 */
public record WeightsHub(
    URI torchvision,
    URI huggingFace,
    Download download,
    Path cacheHome,
    boolean offline,
    ProgressListener listener) {
  private static final String WEIGHTS = "model.safetensors";
  private static final String CONFIG = "config.json";
  private static final int NOT_FOUND = 404;

  /** timm's other names of networks that are the zoo's. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("mobilenetv2_100", "mobilenet_v2"),
          Map.entry("tv_resnet34", "resnet34"),
          Map.entry("tv_resnet50", "resnet50"),
          Map.entry("tv_resnet101", "resnet101"),
          Map.entry("tv_resnet152", "resnet152"),
          Map.entry("gluon_resnet18_v1b", "resnet18"),
          Map.entry("gluon_resnet34_v1b", "resnet34"),
          Map.entry("gluon_resnet50_v1b", "resnet50"),
          Map.entry("gluon_resnet101_v1b", "resnet101"),
          Map.entry("gluon_resnet152_v1b", "resnet152"));

  /** At the official addresses. */
  public static WeightsHub official(Path cacheHome, boolean offline, ProgressListener listener) {
    return new WeightsHub(
        URI.create("https://download.pytorch.org/models/"),
        URI.create("https://huggingface.co/"),
        Download.DEFAULT,
        cacheHome,
        offline,
        listener);
  }

  /**
   * The weights that {@code source} publishes of {@code network}, downloaded unless they are there.
   *
   * @throws InputException when it publishes none, they are of another network, or the download
   *     fails or is forbidden
   */
  public Pretrained get(WeightsSource source, String network) {
    try {
      return switch (source) {
        case WeightsSource.Torchvision torchvision -> fromTorchvision(torchvision, network);
        case WeightsSource.HuggingFace repository -> fromHuggingFace(repository, network);
      };
    } catch (InputException e) {
      throw new InputException(
          e.getMessage()
              + "; or fetch a file elsewhere and give it with --network "
              + network
              + " (to train, with --init)",
          e);
    }
  }

  private Pretrained fromTorchvision(WeightsSource.Torchvision source, String network) {
    TorchvisionWeights weights = TorchvisionWeights.of(network);
    Path path = cacheHome.resolve("weights").resolve("torchvision").resolve(weights.file());
    if (!Files.exists(path)) {
      requireOnline(path);
      download.fetch(torchvision.resolve(weights.file()), path, weights.checksum(), listener);
    }
    return new Pretrained(
        source,
        network,
        path,
        Optional.empty(),
        TorchvisionWeights.CLASSES,
        List.of(),
        Optional.of(weights.preprocessing()));
  }

  private Pretrained fromHuggingFace(WeightsSource.HuggingFace source, String network) {
    Path folder =
        cacheHome
            .resolve("weights")
            .resolve("huggingface")
            .resolve(source.owner())
            .resolve(source.name());
    Path path = folder.resolve(WEIGHTS);
    // The weights come last: where they are, all that there is to fetch was fetched.
    if (!Files.exists(path)) {
      requireOnline(path);
      fetchConfig(address(source, CONFIG), folder.resolve(CONFIG));
      requireNetwork(config(folder), source, network);
      fetchWeights(address(source, WEIGHTS), path);
    }
    HubConfig config = config(folder);
    requireNetwork(config, source, network);
    return new Pretrained(
        source,
        network,
        path,
        config.input(),
        config.classes(),
        config.labels(),
        config.preprocessing());
  }

  private URI address(WeightsSource.HuggingFace source, String file) {
    return huggingFace.resolve(source.owner() + "/" + source.name() + "/resolve/main/" + file);
  }

  private void requireOnline(Path path) {
    if (offline) {
      throw new InputException(
          String.format(
              "%s: not in %s, and --offline forbids to download it; run this once without",
              path.getFileName(), path.getParent()));
    }
  }

  private void fetchConfig(URI uri, Path path) {
    FileStatement statement = download.ask(uri);
    if (statement.found()) {
      download.fetchUnverified(uri, path, listener);
    } else if (statement.status() != NOT_FOUND) {
      throw missing(uri, statement);
    }
  }

  private void fetchWeights(URI uri, Path path) {
    FileStatement statement = download.ask(uri);
    if (!statement.found()) {
      throw missing(uri, statement);
    }
    Optional<Checksum> sha256 = statement.sha256();
    if (sha256.isPresent()) {
      download.fetch(uri, path, sha256.get(), listener);
    } else {
      listener.note(uri + ": the server states no SHA-256 of it, so it is taken as it comes");
      download.fetchUnverified(uri, path, listener);
    }
  }

  private static InputException missing(URI uri, FileStatement statement) {
    return new InputException(
        uri
            + ": expected a file of a public repository, received HTTP status "
            + statement.status()
            + "; check owner and name, and that the repository has "
            + WEIGHTS);
  }

  private static HubConfig config(Path folder) {
    Path path = folder.resolve(CONFIG);
    return Files.exists(path) ? HubConfig.read(path) : HubConfig.empty(path);
  }

  /** Networks of another name may have the same tensors and compute something else with them. */
  private static void requireNetwork(HubConfig config, WeightsSource source, String network) {
    String architecture = config.architecture().orElse(network);
    boolean same = ALIASES.getOrDefault(architecture, architecture).equals(network);
    if (!same || config.hasArguments()) {
      throw new InputException(
          source
              + ": its "
              + CONFIG
              + " says that it is of "
              + architecture
              + (config.hasArguments() ? " with arguments of its own" : "")
              + ", received "
              + network
              + "; name the network that it is of");
    }
  }
}
