package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private final StringWriter err = new StringWriter();

  private int report(Throwable failure) {
    return new Failures(new PrintWriter(err)).report(failure);
  }

  @Test
  void theUsersFaultIsALineAndExitCode2() {
    assertThat(report(new InputException("a.png: broken", new IOException("eof")))).isEqualTo(2);
    assertThat(err.toString()).isEqualToNormalizingNewlines("error: a.png: broken\n");
  }

  @Test
  void theMachinesFaultIsALineAndExitCode1() {
    assertThat(report(new IOException("No space left"))).isEqualTo(1);
    assertThat(report(new UncheckedIOException("full:\nreally", new IOException()))).isEqualTo(1);
    assertThat(report(new OutOfMemoryError("Java heap space"))).isEqualTo(1);
    assertThat(report(new UnsatisfiedLinkError("no jnitorch"))).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("error: "))
        .satisfiesExactly(
            line -> assertThat(line).contains("No space left"),
            line -> assertThat(line).isEqualTo("error: full: really"),
            line -> assertThat(line).contains("out of memory", "--batch-size"),
            line -> assertThat(line).contains("no jnitorch", "./convnet doctor"));
  }

  @Test
  void ourFaultIsExitCode1WithTheStackTrace() {
    assertThat(report(new IllegalStateException("impossible"))).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("error: java.lang.IllegalStateException: impossible; this is a bug")
        .contains("at convnet4j.cli.FailuresTest");
  }

  @Test
  void interruptedWorkIs130() {
    assertThat(report(new CancellationException())).isEqualTo(130);
    assertThat(err.toString()).isEqualToNormalizingNewlines("error: interrupted\n");
  }
}
