package convnet4j.benchmarks;

import java.util.concurrent.TimeUnit;

/**
 * How long something goes on: until there are both that many steps and that many seconds.
 *
 * @param steps at least 1
 * @param seconds 0 where only the steps count
 */
record Span(int steps, double seconds) {
  Span {
    if (steps < 1 || !(seconds >= 0)) {
      throw new IllegalArgumentException(
          "expected at least 1 step and 0 seconds, received " + steps + " and " + seconds);
    }
  }

  boolean isOver(int stepsDone, long nanosGone) {
    return stepsDone >= steps && nanosGone >= seconds * TimeUnit.SECONDS.toNanos(1);
  }
}
