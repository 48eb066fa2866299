package convnet4j.weights;

import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import convnet4j.net.Shape.FeatureMap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Published weights in the cache, and what is published with them.
 *
 * @param source where they come from
 * @param network that they are of
 * @param path of the file; read it with {@link ModelFile}
 * @param input of the network that was trained; empty for the network's own
 * @param classes how many it tells apart; 0 when that is not said
 * @param labels the classes' names by index; empty where they are not published
 * @param preparation of the images; empty where it is not published
 * @param mayLack beginnings of the names of tensors that the file has and a network may do without
 */
public record Pretrained(
    WeightsSource source,
    String network,
    Path path,
    Optional<FeatureMap> input,
    int classes,
    List<String> labels,
    Optional<Preparation> preparation,
    List<String> mayLack) {
  public Pretrained {
    labels = List.copyOf(labels);
    mayLack = List.copyOf(mayLack);
    if (!labels.isEmpty() && labels.size() != classes) {
      throw new IllegalArgumentException(
          "expected a name for each of " + classes + " classes, received " + labels.size());
    }
  }

  /** The classes' names, numbers where they are not published. */
  public List<String> classNames() {
    return labels.isEmpty()
        ? IntStream.range(0, classes).mapToObj(Integer::toString).toList()
        : labels;
  }

  /** {@code file} without the tensors that {@code graph} does without and may. */
  public ModelFile trimmed(ModelFile file, Graph graph) {
    Set<String> needed =
        graph.params().stream().map(ParamSpec::name).collect(Collectors.toUnmodifiableSet());
    SequencedMap<String, HostTensor> tensors = new LinkedHashMap<>(file.tensors());
    tensors
        .keySet()
        .removeIf(name -> !needed.contains(name) && mayLack.stream().anyMatch(name::startsWith));
    return new ModelFile(file.path(), file.info(), tensors);
  }
}
