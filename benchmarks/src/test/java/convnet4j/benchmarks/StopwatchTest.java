package convnet4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  @Test
  void timesStepsFromTheEndOfOneToTheEndOfAnother() {
    // Two steps of warm-up and a second; then three steps and two seconds.
    Stopwatch stopwatch = stopwatch(new Span(2, 1), new Span(3, 2), 0, 500, 1000, 2000, 2500, 3000);

    for (int i = 0; i < 5; i++) {
      stopwatch.lap();
    }
    assertThat(stopwatch.finished()).isFalse();
    stopwatch.lap();
    stopwatch.lap();

    Measurement measurement = stopwatch.measurement("engine", null, 2);
    assertThat(measurement.steps()).isEqualTo(3);
    assertThat(measurement.imagesPerSecond()).isEqualTo(3 * 128 / 2.0);
    assertThat(measurement.rssKb()).containsOnlyKeys(6);
  }

  @Test
  void goesOnWhileThereAreTooFewStepsOrSeconds() {
    Stopwatch stopwatch = stopwatch(new Span(1, 0), new Span(2, 3), 0, 1000, 2000, 3000);

    for (int i = 0; i < 4; i++) {
      assertThat(stopwatch.finished()).isFalse();
      stopwatch.lap();
    }

    assertThat(stopwatch.measurement("engine", 0.5, 2).steps()).isEqualTo(3);
  }

  @Test
  void refusesToSayWhatItHasNotTimed() {
    Stopwatch stopwatch = stopwatch(new Span(1, 0), new Span(1, 0), 0);
    stopwatch.lap();

    assertThatThrownBy(() -> stopwatch.measurement("engine", null, 2))
        .hasMessageContaining("ended after 1 steps");
  }

  private static Stopwatch stopwatch(Span warmup, Span clock, long... milliseconds) {
    Timing timing = new Timing(Task.EVALUATION, warmup, clock);
    Workload workload = Workload.of("resnet20", 128);
    Job job = new Job(Contender.CONVNET4J_BF16, workload, "none", List.of(timing));
    Iterator<Long> times = LongStream.of(milliseconds).boxed().iterator();
    return new Stopwatch(job, timing, () -> times.next() * 1_000_000);
  }
}
