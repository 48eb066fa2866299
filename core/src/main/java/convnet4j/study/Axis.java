package convnet4j.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a study varies.
 *
 * @param name of the axis
 * @param levels what it takes, at least one, in the order of tables
 */
public record Axis(String name, List<Level> levels) {
  /**
   * One of the things that an axis takes.
   *
   * @param label for tables and selections
   * @param values of the recipe
   */
  public record Level(String label, Map<String, Object> values) {
    public Level {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  public Axis {
    levels = List.copyOf(levels);
    if (levels.isEmpty() || levels.stream().map(Level::label).distinct().count() < levels.size()) {
      throw new IllegalArgumentException("expected levels, no two alike, received " + levels);
    }
  }

  /** The labels of its levels. */
  public List<String> labels() {
    return levels.stream().map(Level::label).toList();
  }
}
