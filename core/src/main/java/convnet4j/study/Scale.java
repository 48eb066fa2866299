package convnet4j.study;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of a study is run.
 *
 * @param name as {@code --scale} takes it, and as files and folders have it
 * @param says what differs from the whole study, in a line that every page of its report prints
 * @param fixed values of recipes, over those of the study and of its levels
 * @param seeds in the place of the study's; empty for those
 * @param levels by axis and label, values over the level's own; empty where the level is dropped
 * @param share what the length of every run is multiplied by, in (0, 1]
 */
public record Scale(
    String name,
    String says,
    Map<String, Object> fixed,
    Optional<List<Long>> seeds,
    Map<String, Map<String, Optional<Map<String, Object>>>> levels,
    double share) {
  /** All of it. */
  public static final Scale FULL = new Scale("full", "", Map.of(), Optional.empty(), Map.of(), 1);

  public Scale {
    fixed = Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
    seeds = seeds.map(List::copyOf);
    levels = Map.copyOf(levels);
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("expected a share in (0, 1], received " + share);
    }
  }

  /** All cells and seeds, each run that much shorter. */
  static Scale of(double share) {
    String text = BigDecimal.valueOf(share).stripTrailingZeros().toPlainString();
    String says = "every run has " + text + " of its epochs or steps";
    return new Scale("x" + text, says, Map.of(), Optional.empty(), Map.of(), share);
  }

  /** Whether this is the study as its document has it. */
  public boolean isFull() {
    return name.equals(FULL.name);
  }

  /** Whether a level is left out. */
  boolean drops(String axis, String label) {
    Map<String, Optional<Map<String, Object>>> of = levels.getOrDefault(axis, Map.of());
    return of.containsKey(label) && of.get(label).isEmpty();
  }

  /** Values over a level's own. */
  Map<String, Object> values(String axis, String label) {
    return levels
        .getOrDefault(axis, Map.of())
        .getOrDefault(label, Optional.empty())
        .orElse(Map.of());
  }
}
