package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

class InterruptTest {
  @Test
  void theFirstSignalIsAWishAndTheProcessLives() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    try (Interrupt interrupt = new Interrupt(told::countDown)) {
      assertThat(interrupt.requested()).isFalse();
      assertThatCode(interrupt::check).doesNotThrowAnyException();
      // nohup has HUP ignored and a shell's background jobs have INT ignored, which the JVM
      // respects.
      Signal.raise(new Signal("TERM"));
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(interrupt.requested()).isTrue();
      assertThatThrownBy(interrupt::check).isInstanceOf(CancellationException.class);
    }
  }
}
