package convnet4j.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import convnet4j.data.Interpolation;
import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.io.Json;
import convnet4j.net.Shape.FeatureMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What it takes, beside the weights, to classify an image with a trained network. It travels in the
 * metadata of the weights' file.
 *
 * @param network name in the zoo
 * @param options of the network, such as {@code shortcut} → {@code B}
 * @param input shape of one image
 * @param classes their names, by index
 * @param preprocessing of an image, with one mean and deviation per channel of the input
 */
public record ModelInfo(
    String network,
    SortedMap<String, String> options,
    FeatureMap input,
    List<String> classes,
    Preprocessing preprocessing) {
  private static final String NETWORK = "convnet4j.network";
  private static final String OPTIONS = "convnet4j.options";
  private static final String INPUT = "convnet4j.input";
  private static final String CLASSES = "convnet4j.classes";
  private static final String RESIZE = "convnet4j.resize";
  private static final String INTERPOLATION = "convnet4j.interpolation";
  private static final String MEAN = "convnet4j.mean";
  private static final String STD = "convnet4j.std";

  public ModelInfo {
    Objects.requireNonNull(network, "network");
    options = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(options)));
    classes = List.copyOf(classes);
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("expected at least one class, received none");
    }
    Normalisation normalisation = preprocessing.normalisation();
    if (normalisation.channels() != input.channels()) {
      throw new IllegalArgumentException(
          "expected a mean and deviation for each of "
              + input.channels()
              + " channels, received "
              + normalisation.channels());
    }
  }

  /** The same model with images prepared in another way. */
  public ModelInfo with(Preprocessing other) {
    return new ModelInfo(network, options, input, classes, other);
  }

  /** The shorter side of an input. */
  public static int side(FeatureMap input) {
    return Math.min(input.height(), input.width());
  }

  /** What a file's metadata says of the model; {@link #of} reads it. */
  public Map<String, String> toMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(NETWORK, network);
    metadata.put(OPTIONS, Json.line(options));
    metadata.put(INPUT, Json.line(input.dims()));
    metadata.put(CLASSES, Json.line(classes));
    metadata.put(RESIZE, Json.line(preprocessing.resize()));
    metadata.put(INTERPOLATION, preprocessing.interpolation().name().toLowerCase(Locale.ROOT));
    metadata.put(MEAN, Json.line(preprocessing.normalisation().mean()));
    metadata.put(STD, Json.line(preprocessing.normalisation().std()));
    return metadata;
  }

  /**
   * The model that a file's metadata describes; empty when it says nothing of convnet4j's.
   *
   * @param source the file's name, for messages
   * @throws InputException when it does, but not as {@link #toMetadata} does
   */
  public static Optional<ModelInfo> of(Map<String, String> metadata, String source) {
    if (!metadata.containsKey(NETWORK)) {
      return Optional.empty();
    }
    Fields fields = new Fields(metadata, source);
    List<Integer> dims = fields.read(INPUT, new TypeReference<>() {});
    if (dims.size() != 3) {
      throw fields.wrong(INPUT, null);
    }
    try {
      FeatureMap input = new FeatureMap(dims.get(0), dims.get(1), dims.get(2));
      return Optional.of(
          new ModelInfo(
              metadata.get(NETWORK),
              fields.read(OPTIONS, new TypeReference<TreeMap<String, String>>() {}),
              input,
              fields.read(CLASSES, new TypeReference<>() {}),
              preprocessing(fields, input)));
    } catch (IllegalArgumentException | NullPointerException e) {
      // The records' own rules, and nulls within lists.
      throw new InputException(
          source
              + ": its convnet4j metadata contradicts itself: "
              + e.getMessage()
              + "; the file is damaged",
          e);
    }
  }

  /** Files of the first versions say nothing of resizing: there was one way. */
  private static Preprocessing preprocessing(Fields fields, FeatureMap input) {
    Normalisation normalisation =
        new Normalisation(
            fields.read(MEAN, new TypeReference<>() {}),
            fields.read(STD, new TypeReference<>() {}));
    if (!fields.metadata.containsKey(RESIZE) && !fields.metadata.containsKey(INTERPOLATION)) {
      return Preprocessing.cover(side(input), normalisation);
    }
    String interpolation = fields.metadata.getOrDefault(INTERPOLATION, "");
    return new Preprocessing(
        fields.read(RESIZE, new TypeReference<>() {}),
        Arrays.stream(Interpolation.values())
            .filter(i -> i.name().toLowerCase(Locale.ROOT).equals(interpolation))
            .findFirst()
            .orElseThrow(() -> fields.wrong(INTERPOLATION, null)),
        normalisation);
  }

  /** The metadata of one file. */
  private record Fields(Map<String, String> metadata, String source) {
    <T> T read(String key, TypeReference<T> type) {
      try {
        T value = Json.reader(type).readValue(metadata.getOrDefault(key, ""));
        if (value == null) {
          throw wrong(key, null);
        }
        return value;
      } catch (JsonProcessingException e) {
        throw wrong(key, e);
      }
    }

    InputException wrong(String key, Exception cause) {
      return new InputException(
          source
              + ": metadata "
              + key
              + ": expected what convnet4j writes there, received '"
              + metadata.get(key)
              + "'; the file is damaged",
          cause);
    }
  }
}
