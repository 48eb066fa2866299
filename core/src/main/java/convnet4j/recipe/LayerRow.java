package convnet4j.recipe;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One look at one layer of a network in training.
 *
 * @param step batches that were done before it: 0 is the network as it began
 * @param path of the layer
 * @param kind of the layer, {@code Conv}, {@code SUM}, …
 * @param depth convolutions and fully connected layers on the longest path from the image up to its
 *     output
 * @param values that were measured, which need not be finite
 */
public record LayerRow(
    long step, String path, String kind, int depth, Map<LayerMeasure, Double> values) {
  public LayerRow {
    EnumMap<LayerMeasure, Double> copy = new EnumMap<>(LayerMeasure.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
  }

  /** A value; empty where it is not for such a layer. */
  public OptionalDouble value(LayerMeasure measure) {
    Double value = values.get(measure);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
