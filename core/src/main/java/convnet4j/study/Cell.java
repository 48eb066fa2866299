package convnet4j.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A place in a study's grid.
 *
 * @param labels the level of every axis, in the study's order
 */
public record Cell(Map<String, String> labels) {
  public Cell {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** The same place but for the axes of {@code others}. */
  Cell with(Map<String, String> others) {
    Map<String, String> moved = new LinkedHashMap<>(labels);
    moved.putAll(others);
    return new Cell(moved);
  }

  /** Its levels, such as {@code ReLU, 5:3:2}; the study's name for it where there is one axis. */
  public String text() {
    return String.join(", ", labels.values());
  }

  /** As {@code --only} takes it, such as {@code activation=ReLU schedule=5:3:2}. */
  @Override
  public String toString() {
    return labels.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(" "));
  }
}
