package convnet4j.weights;

import com.fasterxml.jackson.core.type.TypeReference;
import convnet4j.data.Interpolation;
import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.io.Json;
import convnet4j.net.Shape.FeatureMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is read of a repository's {@code config.json} as timm writes it: the network's description
 * at its top, that of its images under {@code pretrained_cfg} (in older files at the top, too).
 * What is absent is unknown; what is there and malformed is an error.
 */
final class HubConfig {
  /** Above any list of labels; a larger file is none of these. */
  private static final long MOST_BYTES = 16 << 20;

  /** What timm resizes with is Pillow's. */
  private static final Set<Interpolation> PILLOWS =
      EnumSet.of(Interpolation.BILINEAR, Interpolation.BICUBIC);

  private static final int MOST_PIXELS = 65_536;
  private static final int MOST_CLASSES = 1_000_000;

  private final Path path;
  private final Map<String, Object> top;
  private final Map<String, Object> images;

  private HubConfig(Path path, Map<String, Object> top) {
    this.path = path;
    this.top = top;
    this.images = map("pretrained_cfg", top.get("pretrained_cfg"));
  }

  /** What says nothing. */
  static HubConfig empty(Path path) {
    return new HubConfig(path, Map.of());
  }

  /**
   * Reads a file.
   *
   * @throws InputException when it is not a JSON object of reasonable size
   */
  static HubConfig read(Path path) {
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new InputException(
            path + ": expected at most " + MOST_BYTES + " bytes, received " + Files.size(path));
      }
      Map<String, Object> top =
          Json.reader(new TypeReference<Map<String, Object>>() {})
              .readValue(Files.readString(path));
      return new HubConfig(path, top == null ? Map.of() : top);
    } catch (IOException e) {
      throw new InputException(
          path + ": expected a JSON object, received something else; delete it to fetch it again",
          e);
    }
  }

  /** timm's name of the network, without the tag of its recipe. */
  Optional<String> architecture() {
    return text("architecture").map(name -> name.replaceFirst("\\..*", ""));
  }

  /** Whether the network was built with arguments that its name does not tell. */
  boolean hasArguments() {
    return !map("model_args", top.get("model_args")).isEmpty();
  }

  /** How many classes; 0 when that is not said. */
  int classes() {
    return value("num_classes")
        .map(value -> whole("num_classes", value, 0, MOST_CLASSES))
        .orElse(0);
  }

  /** The classes' names; empty when they are not said, or not one for each class. */
  List<String> labels() {
    if (!(value("label_names").orElse(null) instanceof List<?> names)) {
      return List.of();
    }
    List<String> labels = new ArrayList<>();
    for (Object name : names) {
      if (name instanceof String label && !label.isBlank()) {
        labels.add(label);
      }
    }
    boolean whole = labels.size() == classes() && new HashSet<>(labels).size() == labels.size();
    return whole ? List.copyOf(labels) : List.of();
  }

  /** Shape of one image. */
  Optional<FeatureMap> input() {
    return value("input_size")
        .map(
            value -> {
              if (!(value instanceof List<?> size) || size.size() != 3) {
                throw wrong("input_size", "channels, height and width", value);
              }
              List<Integer> dims =
                  size.stream().map(d -> whole("input_size", d, 1, MOST_PIXELS)).toList();
              return new FeatureMap(dims.get(0), dims.get(1), dims.get(2));
            });
  }

  /** How images were made ready; empty when mean, deviation or size are not said. */
  Optional<Preprocessing> preprocessing() {
    Optional<FeatureMap> input = input();
    if (input.isEmpty() || value("mean").isEmpty() || value("std").isEmpty()) {
      return Optional.empty();
    }
    FeatureMap size = input.get();
    List<Double> mean = numbers("mean", size.channels());
    List<Double> std = numbers("std", size.channels());
    if (std.stream().anyMatch(s -> s <= 0)) {
      throw wrong("std", "numbers above 0", std);
    }
    double crop = value("crop_pct").map(v -> number("crop_pct", v)).orElse(0.875);
    if (!(crop > 0.1 && crop <= 1)) {
      throw wrong("crop_pct", "a number from 0.1 to 1", crop);
    }
    // timm rounds down.
    int resize = (int) Math.floor(Math.min(size.height(), size.width()) / crop);
    if (resize > Preprocessing.MOST) {
      String most = "images resized to at most " + Preprocessing.MOST + " pixels";
      throw wrong("input_size, crop_pct", most, resize);
    }
    return Optional.of(new Preprocessing(resize, interpolation(), new Normalisation(mean, std)));
  }

  private Interpolation interpolation() {
    String name = text("interpolation").orElse("bilinear");
    return Interpolation.of(name)
        .filter(PILLOWS::contains)
        .orElseThrow(() -> wrong("interpolation", "bilinear or bicubic", name));
  }

  private Optional<Object> value(String key) {
    // What stands at the top is of this network; pretrained_cfg may be of what it was tuned from.
    return Optional.ofNullable(top.get(key)).or(() -> Optional.ofNullable(images.get(key)));
  }

  private Optional<String> text(String key) {
    return value(key)
        .map(
            value -> {
              if (!(value instanceof String text)) {
                throw wrong(key, "text", value);
              }
              return text;
            });
  }

  @SuppressWarnings("unchecked") // JSON's keys are text
  private Map<String, Object> map(String key, Object value) {
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(key, "an object", value);
    }
    return (Map<String, Object>) map;
  }

  private List<Double> numbers(String key, int count) {
    Object value = value(key).orElseThrow();
    if (!(value instanceof List<?> list) || list.size() != count) {
      throw wrong(key, "one number for each of " + count + " channels", value);
    }
    return list.stream().map(v -> number(key, v)).toList();
  }

  private double number(String key, Object value) {
    if (!(value instanceof Number n) || !Double.isFinite(n.doubleValue())) {
      throw wrong(key, "a number", value);
    }
    return n.doubleValue();
  }

  private int whole(String key, Object value, int least, int most) {
    if (!(value instanceof Integer n) || n < least || n > most) {
      throw wrong(key, "a whole number from " + least + " to " + most, value);
    }
    return n;
  }

  private InputException wrong(String key, String expected, Object received) {
    return new InputException(
        path + ": " + key + ": expected " + expected + ", received '" + received + "'");
  }
}
