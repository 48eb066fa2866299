package convnet4j.cli;

import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.io.CacheHome;
import convnet4j.net.Network;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.weights.Foreign;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import convnet4j.weights.Pretrained;
import convnet4j.weights.TorchvisionWeights;
import convnet4j.weights.WeightsHub;
import convnet4j.weights.WeightsSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** Published weights, instead of a file of the user's own. */
final class HubOptions {
  @Option(
      names = "--weights",
      paramLabel = "SOURCE",
      description =
          "Published weights of NETWORK: torchvision (IMAGENET1K_V1), or hf:OWNER/REPOSITORY for a"
              + " model.safetensors of the Hugging Face hub; downloaded once.")
  private String source;

  /** Whether the user asked for any. */
  boolean given() {
    return source != null;
  }

  /** What the user gave; null for nothing. */
  String source() {
    return source;
  }

  /** Checks what can be checked before anything is downloaded. */
  static void check(String source, String network) {
    if (WeightsSource.parse(source) instanceof WeightsSource.Torchvision) {
      TorchvisionWeights.of(network);
    }
  }

  /**
   * Downloads weights where they are missing, and reads them.
   *
   * @param source as --weights names it
   * @param reader {@link ModelFile#read(java.nio.file.Path, Optional)} or {@link
   *     ModelFile#toBeginWith}
   * @param set options of {@code network}
   * @param classes names for classes whose own are not published, if there are as many
   * @param usual normalisation where none is published, and the file's names do not tell it
   */
  static ModelFile read(
      String source,
      BiFunction<Path, Optional<Foreign>, ModelFile> reader,
      Network network,
      Map<String, String> set,
      List<String> classes,
      Optional<Normalisation> usual,
      boolean offline,
      Console console) {
    Pretrained weights =
        WeightsHub.official(CacheHome.path(), offline, console.listener())
            .get(WeightsSource.parse(source), network.name());
    if (weights.source() instanceof WeightsSource.Torchvision) {
      TorchvisionWeights row = TorchvisionWeights.of(network.name());
      console.say(
          Format.text(
              "%s of torchvision, IMAGENET1K_V1: published top-1 %s, top-5 %s",
              row.network(), Format.percent(row.top1()), Format.percent(row.top5())));
    }
    boolean named = !weights.labels().isEmpty();
    boolean asMany = weights.classes() == 0 || weights.classes() == classes.size();
    FeatureMap trained = weights.input().orElse(network.input());
    Foreign foreign =
        ForeignOptions.foreign(
            network.name(),
            set.containsKey("input") ? network.input() : trained,
            set,
            !named && asMany ? classes : weights.classNames(),
            weights.preprocessing().map(Preprocessing::normalisation).or(() -> usual));
    ModelFile file = reader.apply(weights.path(), Optional.of(foreign));
    ModelInfo info = file.info();
    return weights
        .preprocessing()
        .map(p -> p.scaled(ModelInfo.side(trained), ModelInfo.side(info.input())))
        .map(p -> file.with(info.with(p)))
        .orElse(file);
  }
}
