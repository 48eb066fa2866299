package convnet4j.recipe;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads values by their keys, whatever they come as: YAML gives numbers, flags give text.
 *
 * @param values by key; keys that are absent are the caller's to have filled in
 */
record RecipeValues(Map<String, ?> values) {
  String text(String key) {
    Object value = values.get(key);
    if (value == null || value instanceof Map || value instanceof Collection) {
      throw wrong(key, "one value", value);
    }
    return value.toString();
  }

  /** An augmentation, as text whatever its form. */
  String augment(String key) {
    return AugmentYaml.text(key, values.get(key));
  }

  /** A list of augmentations, each as text whatever its form; one alone may stand without one. */
  List<String> augments(String key) {
    if (!(values.get(key) instanceof Collection<?> list)) {
      return List.of(text(key));
    }
    List<String> texts = new ArrayList<>();
    for (Object item : list) {
      texts.add(AugmentYaml.text(key + ", copy " + (texts.size() + 1), item));
    }
    return texts;
  }

  int whole(String key, int least) {
    String expected = "a whole number of at least " + least;
    long value = whole(key, expected);
    Checks.that(value >= least && value <= Integer.MAX_VALUE, key, expected, value);
    return (int) value;
  }

  long whole(String key) {
    return whole(key, "a whole number");
  }

  private long whole(String key, String expected) {
    String text = text(key);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw wrong(key, expected, text);
    }
  }

  double number(String key) {
    String text = text(key);
    try {
      return decimal(text);
    } catch (NumberFormatException e) {
      throw wrong(key, "a number", text);
    }
  }

  /** So many numbers with commas between them; with colons YAML takes them for one. */
  List<Double> numbers(String key, int count) {
    String text = text(key);
    try {
      List<Double> numbers =
          Arrays.stream(text.split(",", -1)).map(String::strip).map(RecipeValues::decimal).toList();
      if (numbers.size() == count) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(key, count + " numbers with a comma between them", text);
  }

  /**
   * A number as people write one: not what parseDouble also takes, NaN, 1d and hexadecimal.
   *
   * @throws NumberFormatException if it is none
   */
  static double decimal(String text) {
    return new BigDecimal(text).doubleValue();
  }

  boolean flag(String key) {
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, "true or false", values.get(key));
    };
  }

  <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    return oneOf(key, text(key), List.of(type.getEnumConstants()));
  }

  static <E extends Enum<E>> E oneOf(String key, String name, List<E> constants) {
    for (E constant : constants) {
      if (label(constant).equals(name)) {
        return constant;
      }
    }
    throw Nearest.unknown(key, name, constants.stream().map(RecipeValues::label).toList(), "");
  }

  SortedMap<String, String> options(String key) {
    if (!(values.get(key) instanceof Map<?, ?> map)) {
      throw wrong(key, "options such as {shortcut: B}", values.get(key));
    }
    SortedMap<String, String> options = new TreeMap<>();
    map.forEach(
        (name, value) -> {
          if (value == null || value instanceof Map || value instanceof Collection) {
            throw wrong(key + ": " + name, "one value", value);
          }
          options.put(String.valueOf(name), value.toString());
        });
    return options;
  }

  /** The spelling of a constant in flags and files. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static InputException wrong(String key, String expected, Object received) {
    String text = received == null ? "nothing" : "'" + received + "'";
    return new InputException(key + ": expects " + expected + ", received " + text);
  }
}
