package convnet4j.track;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import convnet4j.io.AtomicFile;
import convnet4j.io.Json;
import convnet4j.track.MlflowApi.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as MLflow knows it. Its id is kept in the run's folder, so that a resumed run goes on where
 * it was.
 */
final class MlflowRun {
  /** Of parameters and tags, in all versions of the server. */
  private static final int MOST_LETTERS = 500;

  /** Of one kind in one call. */
  private static final int MOST_PARAMS = 100;

  private final MlflowApi api;
  private final String id;

  /** The last step that the server has of each metric. */
  private final Map<String, Long> known;

  private MlflowRun(MlflowApi api, String id, Map<String, Long> known) {
    this.api = api;
    this.id = id;
    this.known = known;
  }

  /**
   * What a run is begun with.
   *
   * @param name of the run
   * @param params by name
   * @param tags by name
   * @param startMillis when it began, since 1970
   */
  record Beginning(
      String name, Map<String, String> params, Map<String, String> tags, long startMillis) {}

  /** A value at a step. */
  record Metric(String key, double value, long step, long millis) {}

  /** What is known of the run where it lies. */
  record Memory(String uri, String runId) {
    /** What {@code file} holds; empty when it is missing or not of ours. */
    static Optional<Memory> read(Path file) {
      try {
        Map<String, String> values =
            Json.reader(new TypeReference<Map<String, String>>() {})
                .readValue(Files.readString(file));
        return values.containsKey("uri") && values.containsKey("run_id")
            ? Optional.of(new Memory(values.get("uri"), values.get("run_id")))
            : Optional.empty();
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    void write(Path file) throws IOException {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("uri", uri);
      values.put("run_id", runId);
      AtomicFile.writeString(file, Json.pretty(values) + "\n");
    }
  }

  /** Begins a run; its parameters are still to be logged. */
  static MlflowRun begin(MlflowApi api, String experiment, Beginning beginning)
      throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("experiment_id", experiment(api, experiment));
    body.put("run_name", beginning.name());
    body.put("start_time", beginning.startMillis());
    body.put("tags", pairs(beginning.tags()));
    String id = api.post("runs/create", body).at("/run/info/run_id").asText();
    return new MlflowRun(api, id, Map.of());
  }

  /** Goes on with a run; empty where the server has forgotten it. */
  static Optional<MlflowRun> resume(MlflowApi api, String id)
      throws IOException, InterruptedException {
    Map<String, Long> known = new HashMap<>();
    try {
      for (JsonNode metric : api.get("runs/get", "run_id", id).at("/run/data/metrics")) {
        known.put(metric.path("key").asText(), metric.path("step").asLong());
      }
    } catch (Refused e) {
      if (e.missing()) {
        return Optional.empty();
      }
      throw e;
    }
    MlflowRun run = new MlflowRun(api, id, known);
    run.update("RUNNING", Optional.empty());
    return Optional.of(run);
  }

  /** What the server calls it. */
  String id() {
    return id;
  }

  /** The id of an experiment, which is made where there is none of that name. */
  private static String experiment(MlflowApi api, String name)
      throws IOException, InterruptedException {
    try {
      return find(api, name);
    } catch (Refused e) {
      if (!e.missing()) {
        throw e;
      }
    }
    try {
      return api.post("experiments/create", Map.of("name", name)).path("experiment_id").asText();
    } catch (Refused e) {
      if (e.exists()) { // another run has made it meanwhile
        return find(api, name);
      }
      throw e;
    }
  }

  private static String find(MlflowApi api, String name) throws IOException, InterruptedException {
    return api.get("experiments/get-by-name", "experiment_name", name)
        .at("/experiment/experiment_id")
        .asText();
  }

  private static List<Map<String, String>> pairs(Map<String, String> values) {
    List<Map<String, String>> pairs = new ArrayList<>();
    values.forEach((key, value) -> pairs.add(Map.of("key", key, "value", shortened(value))));
    return pairs;
  }

  private static String shortened(String value) {
    return value.length() <= MOST_LETTERS ? value : value.substring(0, MOST_LETTERS - 1) + "…";
  }

  /** Adds what the run was begun with. */
  void logParams(Map<String, String> values) throws IOException, InterruptedException {
    List<Map<String, String>> params = pairs(values);
    for (int from = 0; from < params.size(); from += MOST_PARAMS) {
      int to = Math.min(from + MOST_PARAMS, params.size());
      api.post("runs/log-batch", Map.of("run_id", id, "params", params.subList(from, to)));
    }
  }

  /**
   * Adds metrics, at most 1000. Those that the server has are left out: it would keep both, and a
   * resumed run does the steps since its last checkpoint once more.
   */
  void log(List<Metric> metrics) throws IOException, InterruptedException {
    List<Map<String, Object>> values = new ArrayList<>();
    for (Metric metric : metrics) {
      if (metric.step() > known.getOrDefault(metric.key(), -1L)) {
        values.add(json(metric));
      }
    }
    if (!values.isEmpty()) {
      api.post("runs/log-batch", Map.of("run_id", id, "metrics", values));
    }
  }

  private static Map<String, Object> json(Metric metric) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", metric.key());
    json.put("value", number(metric.value()));
    json.put("timestamp", metric.millis());
    json.put("step", metric.step());
    return json;
  }

  /** What JSON has no number for is text, as protobuf's JSON has it. */
  private static Object number(double value) {
    return Double.isFinite(value) ? value : Double.toString(value);
  }

  /**
   * Says how the run is.
   *
   * @param status RUNNING, FINISHED, FAILED or KILLED
   * @param endMillis when it ended, since 1970
   */
  void update(String status, Optional<Long> endMillis) throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("run_id", id);
    body.put("status", status);
    endMillis.ifPresent(time -> body.put("end_time", time));
    api.post("runs/update", body);
  }
}
