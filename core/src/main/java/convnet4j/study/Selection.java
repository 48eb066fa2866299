package convnet4j.study;

import convnet4j.errors.Nearest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some cells of a grid.
 *
 * @param levels by axis, the labels that a cell may have; axes that are not named may have any
 */
public record Selection(Map<String, Set<String>> levels) {
  public Selection {
    Map<String, Set<String>> copy = new LinkedHashMap<>();
    levels.forEach(
        (axis, labels) -> copy.put(axis, Collections.unmodifiableSet(new LinkedHashSet<>(labels))));
    levels = Collections.unmodifiableMap(copy);
  }

  /**
   * Cells by axis and labels.
   *
   * @throws convnet4j.errors.InputException naming the nearest axis or level, where one is not
   *     there
   */
  public static Selection of(Map<String, Set<String>> levels, List<Axis> axes) {
    return new Selection(levels).checked(axes);
  }

  /** Whether a cell is one of them. */
  public boolean fits(Cell cell) {
    return levels.entrySet().stream()
        .allMatch(level -> level.getValue().contains(cell.labels().get(level.getKey())));
  }

  /**
   * The label of every axis it names.
   *
   * @throws IllegalStateException where it names several of one axis
   */
  Map<String, String> single() {
    Map<String, String> single = new LinkedHashMap<>();
    levels.forEach(
        (axis, labels) -> {
          if (labels.size() != 1) {
            throw new IllegalStateException("several levels of " + axis);
          }
          single.put(axis, labels.iterator().next());
        });
    return single;
  }

  private Selection checked(List<Axis> axes) {
    levels.forEach(
        (name, labels) -> {
          Axis axis =
              axes.stream()
                  .filter(a -> a.name().equals(name))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          Nearest.unknown(
                              "axis", name, axes.stream().map(Axis::name).toList(), ""));
          for (String label : labels) {
            if (!axis.labels().contains(label)) {
              throw Nearest.unknown("level of " + name, label, axis.labels(), "");
            }
          }
        });
    return this;
  }
}
