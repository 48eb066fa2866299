package convnet4j.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.SortedMap;

/**
 * What one process found.
 *
 * @param engine name and versions
 * @param steps on the clock
 * @param imagesPerSecond over those steps
 * @param rssKb resident memory of the process in kB, by the number of steps done
 * @param loss at the end, as a sign that something was learned
 * @param threads that computed
 */
record Measurement(
    Contender contender,
    String network,
    String engine,
    int steps,
    double imagesPerSecond,
    SortedMap<Integer, Long> rssKb,
    double loss,
    int threads) {
  /** How jobs, measurements and reports are written. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
}
