package convnet4j.recipe;

import convnet4j.errors.InputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The forms that an augmentation may have in a file, as the text of {@link convnet4j.data.Augment}.
 * It is that text, or a list whose items are such texts or maps of one key:
 *
 * <pre>
 * augment:
 *   - crop: 4                   # crop:4
 *   - flip                      # flip
 *   - color: [0.4, 0.2]         # color:0.4:0.2
 *   - blur: {size: 3, p: 0.2}   # blur:size=3:p=0.2
 * </pre>
 */
final class AugmentYaml {
  private AugmentYaml() {}

  /**
   * Its text; what the names and values in it mean is not looked at.
   *
   * @param where it stands, for complaints
   * @throws InputException naming the item that has none of these forms
   */
  static String text(String where, Object form) {
    if (!(form instanceof Collection<?> items)) {
      return word(where, form);
    }
    List<String> parts = new ArrayList<>();
    for (Object item : items) {
      String place = where + ", item " + (parts.size() + 1);
      parts.add(item instanceof Map<?, ?> map ? part(place, map) : word(place, item));
    }
    return parts.isEmpty() ? "none" : String.join(",", parts);
  }

  private static String part(String where, Map<?, ?> map) {
    if (map.size() != 1) {
      throw wrong(where, map);
    }
    Map.Entry<?, ?> entry = map.entrySet().iterator().next();
    StringJoiner part = new StringJoiner(":");
    part.add(atom(where, entry.getKey()));
    switch (entry.getValue()) {
      case null -> {} // 'flip:' is flip
      case Map<?, ?> named ->
          named.forEach((key, value) -> part.add(atom(where, key) + "=" + atom(where, value)));
      case Collection<?> values -> values.forEach(value -> part.add(atom(where, value)));
      case Object value -> part.add(atom(where, value));
    }
    return part.toString();
  }

  private static String word(String where, Object value) {
    if (value == null || value instanceof Map || value instanceof Collection) {
      throw wrong(where, value);
    }
    return value.toString();
  }

  /** One name or value: nothing that the text would take apart. */
  private static String atom(String where, Object value) {
    String text = word(where, value);
    if (text.isBlank() || text.matches(".*[,:=].*")) {
      throw wrong(where, text);
    }
    return text;
  }

  private static InputException wrong(String where, Object received) {
    return new InputException(
        where
            + ": expects a text such as crop:4 or one key with its value such as crop: 4, received "
            + (received == null ? "nothing" : "'" + received + "'"));
  }
}
