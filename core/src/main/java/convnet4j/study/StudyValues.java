package convnet4j.study;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A map in a study's file, and where it stands there.
 *
 * @param where the keys that lead to it, such as {@code scales: small}; empty at the top
 * @param values by key, in the file's order
 */
record StudyValues(String where, Map<String, Object> values) {
  private static final String A_MAP = "a map such as {network: resnet20}";

  static StudyValues of(Map<String, Object> values) {
    return new StudyValues("", values);
  }

  /** A key as messages call it. */
  String at(String key) {
    return where.isEmpty() ? key : where + ": " + key;
  }

  /** Refuses every other key. */
  void allow(String... keys) {
    allow(List.of(keys));
  }

  void allow(List<String> keys) {
    for (String key : values.keySet()) {
      if (!keys.contains(key)) {
        String unknown = Nearest.unknown("key", key, keys, "").getMessage();
        throw new InputException(where.isEmpty() ? unknown : where + ": " + unknown);
      }
    }
  }

  /** What must be there and be text, or a number that stands for one. */
  String text(String key) {
    Object value = values.get(key);
    if (value == null || value instanceof Map || value instanceof List) {
      throw wrong(key, "text", value);
    }
    return value.toString().strip();
  }

  String text(String key, String usual) {
    return values.containsKey(key) ? text(key) : usual;
  }

  /** Texts in a list; none where there is no such key. */
  List<String> texts(String key) {
    return list(key).stream().map(item -> only(key, item).text(key)).toList();
  }

  long whole(String key) {
    try {
      return Long.parseLong(text(key));
    } catch (NumberFormatException e) {
      throw wrong(key, "a whole number", values.get(key));
    }
  }

  double number(String key) {
    if (values.get(key) instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(key, "a number", values.get(key));
  }

  /** The map of a key; an empty one where there is no such key. */
  StudyValues map(String key) {
    Object value = values.get(key);
    if (value == null) {
      return new StudyValues(at(key), Map.of());
    }
    if (value instanceof Map<?, ?> map) {
      return new StudyValues(at(key), copy(map));
    }
    throw wrong(key, A_MAP, value);
  }

  /** The maps in a list; none where there is no such key. */
  List<StudyValues> items(String key) {
    List<StudyValues> items = new ArrayList<>();
    for (Object item : list(key)) {
      String place = key + " " + (items.size() + 1);
      if (item == null) {
        throw wrong(place, A_MAP, null);
      }
      items.add(only(place, item).map(place));
    }
    return items;
  }

  /** What these values say of axes: a level each, or a list of them. */
  Selection selection(List<Axis> axes) {
    Map<String, Set<String>> levels = new LinkedHashMap<>();
    values.forEach(
        (axis, value) -> {
          Set<String> texts = new LinkedHashSet<>();
          if (value instanceof List<?> labels) {
            labels.forEach(label -> texts.add(only(axis, label).text(axis)));
          } else {
            texts.add(text(axis));
          }
          levels.put(axis, texts);
        });
    try {
      return Selection.of(levels, axes);
    } catch (InputException e) {
      throw new InputException((where.isEmpty() ? "" : where + ": ") + e.getMessage(), e);
    }
  }

  /** The same place with one key alone. */
  StudyValues only(String key, Object value) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put(key, value);
    return new StudyValues(where, one);
  }

  StudyValues without(String key) {
    Map<String, Object> others = new LinkedHashMap<>(values);
    others.remove(key);
    return new StudyValues(where, others);
  }

  private List<?> list(String key) {
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "a list", value);
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  private InputException wrong(String key, String expected, Object received) {
    return new InputException(
        at(key)
            + ": expects "
            + expected
            + ", received "
            + (received == null ? "nothing" : "'" + received + "'"));
  }
}
