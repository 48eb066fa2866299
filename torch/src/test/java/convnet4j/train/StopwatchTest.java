package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  private final AtomicLong now = new AtomicLong();
  private final Stopwatch watch = new Stopwatch(10, now::get);

  private void pass(double seconds) {
    now.addAndGet((long) (seconds * 1e9));
  }

  private String waitFor(double seconds) {
    return watch.waitFor(
        () -> {
          pass(seconds);
          return "batch";
        });
  }

  @Test
  void waitingIsAShareOfTrainingAndNotOfTesting() {
    assertThat(waitFor(1)).isEqualTo("batch");
    pass(2);
    waitFor(0.5);
    pass(0.5);
    assertThat(watch.dataWait()).isEqualTo(37.5);
    double trained = watch.pauseTraining();
    assertThat(trained).isEqualTo(4);
    assertThat(watch.recentDataWait(trained)).isEqualTo(37.5);
    pass(100); // the test
    assertThat(watch.dataWait()).isEqualTo(37.5);
    watch.resumeTraining();
    pass(15);
    waitFor(1);
    assertThat(watch.dataWait()).isEqualTo(12.5);
    assertThat(watch.recentDataWait(watch.pauseTraining())).as("this epoch's").isEqualTo(6.25);
    assertThat(watch.seconds()).isEqualTo(130);
  }

  @Test
  void aWaitThatFailsIsCountedAsWell() {
    assertThatThrownBy(
            () ->
                watch.waitFor(
                    () -> {
                      pass(1);
                      throw new IllegalStateException("bad image");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(watch.dataWait()).isEqualTo(100);
  }
}
