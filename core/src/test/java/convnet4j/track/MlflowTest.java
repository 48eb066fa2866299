package convnet4j.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import convnet4j.errors.InputException;
import convnet4j.io.Json;
import convnet4j.recipe.RunResult.Status;
import convnet4j.recipe.Score;
import convnet4j.recipe.TrainEvent;
import convnet4j.track.MlflowFake.Call;
import convnet4j.track.MlflowRun.Beginning;
import convnet4j.track.MlflowRun.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MlflowTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_700_000L));

  @TempDir Path run;

  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());

  private void train(String uri, Map<String, String> environment, TrainEvent... events) {
    MlflowServer server = MlflowServer.of(uri, environment);
    Map<String, String> here = Map.of("cpu", "a processor");
    try (Mlflow mlflow = new Mlflow(server, Runs.RECIPE, here, notices::add, CLOCK)) {
      Stream.of(events).forEach(mlflow);
    }
  }

  private TrainEvent[] wholeRun() {
    return new TrainEvent[] {
      Runs.started(run, 20, 0),
      Runs.step(0, 2.5, 8),
      Runs.epoch(0, null, new Score(2, 40, null)),
      Runs.finished(run, Status.FINISHED)
    };
  }

  /** Paths and fields as https://mlflow.org/docs/latest/rest-api.html has them. */
  @Test
  void aRunIsCreatedDescribedMeasuredAndEnded() throws Exception {
    try (MlflowFake fake = new MlflowFake()) {
      train(fake.uri(), Map.of(), wholeRun());
      assertThat(fake.calls())
          .extracting(Call::what)
          .containsExactly(
              "GET experiments/get-by-name?experiment_name=convnet4j",
              "POST experiments/create",
              "POST runs/create",
              "POST runs/log-batch",
              "POST runs/log-batch",
              "POST runs/update");
      Map<String, Object> created = fake.calls().get(2).body();
      assertThat(created)
          .containsEntry("experiment_id", "7")
          .containsEntry("run_name", run.getFileName().toString())
          .containsEntry("start_time", 1_700_000);
      assertThat(pairs(created.get("tags")))
          .containsEntry("network", "resnet20")
          .containsEntry("precision", "fp32")
          .containsEntry("environment.cpu", "a processor");
      Map<String, Object> described = fake.calls().get(3).body();
      assertThat(described).containsOnlyKeys("run_id", "params").containsEntry("run_id", "r1");
      assertThat(pairs(described.get("params")))
          .containsEntry("network", "resnet20")
          .containsEntry("epochs", "2")
          .containsEntry("set.shortcut", "B")
          .containsEntry("lr", "0.1");
      assertThat(metrics(fake.calls().get(4)))
          .contains(metric("loss/batch", 2.5, 1), metric("top1/test", 40, 10))
          .hasSize(7);
      assertThat(fake.calls().get(5).body())
          .isEqualTo(Map.of("run_id", "r1", "status", "FINISHED", "end_time", 1_700_000));
      assertThat(notices).isEmpty();
      assertThat(Mlflow.remembered(run)).contains(fake.uri());
    }
  }

  @Test
  void aResumedRunGoesOnInItsRunAndDoublesNothing() throws Exception {
    try (MlflowFake fake = new MlflowFake()) {
      train(
          fake.uri(),
          Map.of(),
          Runs.started(run, 20, 0),
          Runs.step(0, 2, 8),
          Runs.step(1, 1.5, 8),
          Runs.finished(run, Status.INTERRUPTED));
      assertThat(fake.calls().getLast().body()).containsEntry("status", "KILLED");
      fake.knows("loss/batch", 2);
      int before = fake.calls().size();
      train(
          fake.uri(),
          Map.of(),
          Runs.started(run, 20, 1),
          Runs.step(1, 1.5, 8),
          Runs.step(2, 1, 8),
          Runs.finished(run, Status.FINISHED));
      List<Call> second = fake.calls().subList(before, fake.calls().size());
      assertThat(second)
          .extracting(Call::what)
          .containsExactly(
              "GET runs/get?run_id=r1",
              "POST runs/update",
              "POST runs/log-batch",
              "POST runs/update");
      assertThat(second.get(1).body()).isEqualTo(Map.of("run_id", "r1", "status", "RUNNING"));
      assertThat(metrics(second.get(2)))
          .filteredOn(m -> m.get("key").equals("loss/batch"))
          .containsExactly(metric("loss/batch", 1, 3));
    }
  }

  /** As MLflow 3.17.2 takes it; a null it refuses. */
  @Test
  void aLossThatIsNoNumberIsSentAsText() throws Exception {
    try (MlflowFake fake = new MlflowFake()) {
      Score test = new Score(Double.NaN, 40, null);
      train(fake.uri(), Map.of(), Runs.started(run, 20, 0), Runs.epoch(0, null, test));
      assertThat(metrics(fake.calls().get(4)))
          .filteredOn(m -> m.get("key").equals("loss/test"))
          .singleElement()
          .satisfies(m -> assertThat(m.get("value")).isEqualTo("NaN"));
      assertThat(fake.calls().getLast().body()).containsEntry("status", "FAILED");
    }
  }

  @Test
  void aRunThatTheServerHasForgottenBeginsAnew() throws Exception {
    try (MlflowFake fake = new MlflowFake()) {
      Files.writeString(
          run.resolve("mlflow.json"),
          Json.line(Map.of("uri", fake.uri(), "run_id", "somewhere else")));
      train(fake.uri(), Map.of(), wholeRun());
      assertThat(fake.calls()).extracting(Call::what).contains("POST runs/create");
      assertThat(run.resolve("mlflow.json")).content().contains("\"r1\"");
      assertThat(notices).isEmpty();
    }
  }

  @Test
  void aServerThatIsAwayIsToldOnceAndGetsAllWhenItIsBack() throws Exception {
    try (MlflowFake fake = new MlflowFake()) {
      fake.fail(3);
      train(fake.uri(), Map.of(), wholeRun());
      assertThat(notices).singleElement().asString().contains("is away", "training goes on");
      assertThat(fake.calls()).extracting(Call::what).endsWith("POST runs/update");
      assertThat(metrics(fake.calls().get(fake.calls().size() - 2))).hasSize(7);
    }
  }

  @Test
  void aServerThatNeverAnswersHoldsNothingUp() {
    MlflowServer server = MlflowServer.of("http://127.0.0.1:9", Map.of()); // discard: closed
    Beginning beginning = new Beginning("run", Map.of(), Map.of(), 0);
    MlflowSender sender =
        new MlflowSender(server, run.resolve("mlflow.json"), beginning, notices::add);
    long begin = System.nanoTime();
    for (int step = 0; step < 100_000; step++) { // five times what the queue holds
      sender.offer(new Metric("loss", 1, step, 0));
    }
    sender.end("FINISHED", 0, Duration.ofSeconds(1));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    assertThat(notices).hasSize(2);
    assertThat(notices.getFirst()).contains("is away");
    assertThat(notices.getLast()).contains("100000 values and the run's end were not sent");
  }

  @Test
  void aRefusalEndsTheSendingAndSaysWhy() throws Exception {
    try (MlflowFake fake = new MlflowFake()) {
      fake.refuse(403, "{\"error_code\":\"PERMISSION_DENIED\",\"message\":\"not yours\"}");
      train(fake.uri(), Map.of(), wholeRun());
      assertThat(notices).singleElement().asString().contains("refuses (403 not yours)");
      assertThat(fake.calls()).hasSize(1);
    }
  }

  @Test
  void whoAsksAndForWhichExperimentIsReadWhereMlflowsClientsReadIt() throws Exception {
    try (MlflowFake fake = new MlflowFake()) {
      train(
          fake.uri() + "/",
          Map.of("MLFLOW_EXPERIMENT_NAME", "꽃 & more", "MLFLOW_TRACKING_TOKEN", "secret"),
          wholeRun());
      assertThat(fake.calls().getFirst().what())
          .isEqualTo("GET experiments/get-by-name?experiment_name=%EA%BD%83+%26+more");
      assertThat(fake.calls()).extracting(Call::authorization).containsOnly("Bearer secret");
      assertThat(run.resolve("mlflow.json")).content().doesNotContain("secret");
    }
    // "Aladdin:open sesame" as RFC 7617 has it.
    assertThat(
            MlflowServer.of(
                    "https://host/path",
                    Map.of(
                        "MLFLOW_TRACKING_USERNAME",
                        "Aladdin",
                        "MLFLOW_TRACKING_PASSWORD",
                        "open sesame"))
                .authorization())
        .contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:5000", "file:///mlruns", "http://", "http:// x", "http://h/?a=b", ""})
  void whatIsNoServerIsRefused(String uri) {
    assertThatThrownBy(() -> MlflowServer.of(uri, Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--mlflow: expects the address of a server")
        .hasMessageContaining("'" + uri + "'");
  }

  @Test
  void aPasswordInTheAddressIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> MlflowServer.of("http://me:secret@host", Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("MLFLOW_TRACKING_PASSWORD")
        .message()
        .doesNotContain("secret");
  }

  private static Map<String, Object> metric(String key, double value, int step) {
    return Map.of("key", key, "value", value, "timestamp", 1_700_000, "step", step);
  }

  private static List<Map<String, Object>> metrics(Call call) throws Exception {
    return list(call.body().get("metrics"));
  }

  private static Map<Object, Object> pairs(Object list) throws Exception {
    Map<Object, Object> map = new HashMap<>();
    list(list).forEach(pair -> map.put(pair.get("key"), pair.get("value")));
    return map;
  }

  private static List<Map<String, Object>> list(Object value) throws Exception {
    return Json.reader(new TypeReference<List<Map<String, Object>>>() {})
        .readValue(Json.line(value));
  }
}
