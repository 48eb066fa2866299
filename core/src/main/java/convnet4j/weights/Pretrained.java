package convnet4j.weights;

import convnet4j.data.Preprocessing;
import convnet4j.net.Shape.FeatureMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Published weights in the cache, and what is published with them.
 *
 * @param source where they come from
 * @param network that they are of
 * @param path of the file; read it with {@link ModelFile}
 * @param input of the network that was trained; empty for the network's own
 * @param classes how many it tells apart; 0 when that is not said
 * @param labels the classes' names by index; empty where they are not published
 * @param preprocessing of the images; empty where it is not published
 */
public record Pretrained(
    WeightsSource source,
    String network,
    Path path,
    Optional<FeatureMap> input,
    int classes,
    List<String> labels,
    Optional<Preprocessing> preprocessing) {
  public Pretrained {
    labels = List.copyOf(labels);
    if (!labels.isEmpty() && labels.size() != classes) {
      throw new IllegalArgumentException(
          "expected a name for each of " + classes + " classes, received " + labels.size());
    }
  }

  /** The classes' names, numbers where they are not published. */
  public List<String> classNames() {
    return labels.isEmpty() ? ClassNames.numbers(classes) : labels;
  }
}
