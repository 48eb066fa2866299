package convnet4j.benchmarks;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.SortedMap;

/**
 * What one process found of one task.
 *
 * @param engine name and versions
 * @param steps on the clock
 * @param imagesPerSecond over those steps; of {@link Task#PRODUCT}, products
 * @param rssKb resident memory of the process in kB, by the number of steps done
 * @param loss at the end, as a sign that something was learned; null where nothing was to be
 * @param threads that computed
 */
record Measurement(
    Contender contender,
    Task task,
    String network,
    String engine,
    int steps,
    double imagesPerSecond,
    SortedMap<Integer, Long> rssKb,
    Double loss,
    int threads) {
  /** How jobs, measurements and reports are written. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // a loss, as Python writes it
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /** Of the rates; at least one. */
  static double median(Collection<Measurement> repeats) {
    double[] sorted = repeats.stream().mapToDouble(Measurement::imagesPerSecond).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
