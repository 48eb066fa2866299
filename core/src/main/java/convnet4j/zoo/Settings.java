package convnet4j.zoo;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import convnet4j.net.ActivationKind;
import convnet4j.net.Shape.FeatureMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of one network as a user set them, checked, with the network's own for the rest. */
final class Settings {
  static final String ACTIVATION = "activation";
  static final String AUX = "aux";
  static final String BLOCK = "block";
  static final String BOTTLENECK_STRIDE = "bottleneck_stride";
  static final String CLASSES = "classes";
  static final String CLASSES_FORM = "a whole number from 1 to 1000000";
  static final String INPUT = "input";
  static final String INPUT_FORM =
      "a side such as 64, or channels x height x width such as 3x64x64";
  static final String NORM = "norm";
  static final String SHORTCUT = "shortcut";
  static final String STOCHASTIC_DEPTH = "stochastic_depth";
  static final String STOCHASTIC_DEPTH_FORM = "a probability from 0 to below 1, such as 0.2";
  static final String WIDTH = "width";
  static final String WIDTH_FORM = "a number above 0 and up to 10, such as 1.4";

  /** Far above any image and any class list, and low enough that no count overflows. */
  private static final int MOST_PIXELS = 65_536;

  private static final int MOST_CLASSES = 1_000_000;
  private static final Pattern SIZES = Pattern.compile("(?:(\\d{1,5})x(\\d{1,5})x)?(\\d{1,5})");

  private final Entry entry;
  private final Map<String, String> values = new TreeMap<>();

  Settings(Entry entry, Map<String, String> given) {
    this.entry = entry;
    List<String> keys = entry.options().stream().map(Option::key).toList();
    for (String key : given.keySet()) {
      if (!keys.contains(key)) {
        throw unknown("option of " + entry.name(), key, keys);
      }
    }
    for (Option option : entry.options()) {
      String value = given.getOrDefault(option.key(), option.initial());
      if (!option.values().isEmpty() && !option.values().contains(value)) {
        throw unknown("value of " + option.key() + " of " + entry.name(), value, option.values());
      }
      values.put(option.key(), value);
    }
  }

  ActivationKind activation() {
    return ActivationKind.valueOf(values.get(ACTIVATION).toUpperCase(Locale.ROOT));
  }

  /** Whether training has auxiliary classifiers. */
  boolean aux() {
    return Boolean.parseBoolean(values.get(AUX));
  }

  ResidualBlocks.Block block() {
    return ResidualBlocks.Block.valueOf(values.get(BLOCK).toUpperCase(Locale.ROOT));
  }

  /**
   * Whether the first 1×1 of a bottleneck has its stride; a network without bottlenecks has none.
   */
  boolean strideOnFirst() {
    return "1x1".equals(values.get(BOTTLENECK_STRIDE));
  }

  int classes() {
    String value = values.get(CLASSES);
    if (!value.matches("\\d{1,7}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > MOST_CLASSES) {
      throw wrong(CLASSES, CLASSES_FORM);
    }
    return Integer.parseInt(value);
  }

  FeatureMap input() {
    Matcher sizes = SIZES.matcher(values.get(INPUT));
    if (!sizes.matches()) {
      throw wrong(INPUT, INPUT_FORM);
    }
    boolean square = sizes.group(1) == null;
    int width = Integer.parseInt(sizes.group(3));
    int height = square ? width : Integer.parseInt(sizes.group(2));
    int channels = square ? entry.input().channels() : Integer.parseInt(sizes.group(1));
    int least = Math.min(channels, Math.min(height, width));
    int most = Math.max(channels, Math.max(height, width));
    if (least < 1 || most > MOST_PIXELS) {
      throw wrong(INPUT, INPUT_FORM + ", each from 1 to " + MOST_PIXELS);
    }
    return new FeatureMap(channels, height, width);
  }

  /** Whether there are batch norms. */
  boolean norm() {
    return "batch".equals(values.get(NORM));
  }

  ResidualBlocks.Shortcut shortcut() {
    return ResidualBlocks.Shortcut.valueOf(values.get(SHORTCUT));
  }

  /** With which probability the last residual branch drops; a network without any has none. */
  double stochasticDepth() {
    return values.containsKey(STOCHASTIC_DEPTH)
        ? number(STOCHASTIC_DEPTH, STOCHASTIC_DEPTH_FORM, p -> p < 1)
        : 0;
  }

  double width() {
    return number(WIDTH, WIDTH_FORM, width -> width > 0 && width <= 10);
  }

  private double number(String key, String form, DoublePredicate allowed) {
    String value = values.get(key);
    if (!value.matches("\\d{0,2}(\\.\\d{1,9})?") || value.isEmpty()) {
      throw wrong(key, form);
    }
    double number = Double.parseDouble(value);
    if (!allowed.test(number)) {
      throw wrong(key, form);
    }
    return number;
  }

  private InputException wrong(String key, String form) {
    return new InputException(
        "option "
            + key
            + " of "
            + entry.name()
            + ": expects "
            + form
            + "; received '"
            + values.get(key)
            + "'");
  }

  private static InputException unknown(String what, String name, List<String> candidates) {
    // Nearest lists the candidates itself when none of them is near.
    boolean near = Nearest.of(name, candidates).isPresent();
    return Nearest.unknown(
        what, name, candidates, near ? "It takes " + String.join(", ", candidates) : "");
  }
}
