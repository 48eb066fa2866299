package convnet4j.recipe;

import java.util.List;

/**
 * All looks at the layers of a network in one training.
 *
 * @param rows by growing step, and within a step in the network's order
 */
public record LayerLooks(List<LayerRow> rows) {
  public static final LayerLooks NONE = new LayerLooks(List.of());

  public LayerLooks {
    rows = List.copyOf(rows);
  }

  /** The steps that were looked at, ascending. */
  public List<Long> steps() {
    return rows.stream().map(LayerRow::step).distinct().sorted().toList();
  }

  /** What was seen at a step; empty if it was not looked at. */
  public List<LayerRow> at(long step) {
    return rows.stream().filter(row -> row.step() == step).toList();
  }
}
