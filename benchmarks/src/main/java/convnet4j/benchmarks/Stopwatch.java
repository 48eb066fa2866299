package convnet4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Times the steps after the warm-up, and notes the memory of this process on the way. */
final class Stopwatch {
  private final Job job;
  private final Timing timing;
  private final LongSupplier nanoTime;
  private final SortedMap<Integer, Long> rssKb = new TreeMap<>();
  private int done;
  private long first;
  private long start;
  private long end;

  /** Steps done when the clock started; 0 while it has not. */
  private int before;

  /** Steps on the clock; 0 until all have been done. */
  private int timed;

  Stopwatch(Job job, Timing timing) {
    this(job, timing, System::nanoTime);
  }

  Stopwatch(Job job, Timing timing, LongSupplier nanoTime) {
    this.job = job;
    this.timing = timing;
    this.nanoTime = nanoTime;
  }

  /** To be called at the end of every step; does nothing once all have been done. */
  void lap() {
    if (finished()) {
      return;
    }
    long now = nanoTime.getAsLong();
    done++;
    if (done == 1) {
      first = now;
    }
    if (before > 0 && timing.clock().isOver(done - before, now - start)) {
      end = now;
      timed = done - before;
    }
    if (before == 0 && timing.warmup().isOver(done, now - first)) {
      start = now;
      before = done;
    }
    if (done == Job.MEMORY_FROM || finished()) {
      rssKb.put(done, residentKb());
    }
  }

  /** Whether all steps have been done. */
  boolean finished() {
    return timed > 0;
  }

  /** What came of it; {@code loss} is null where nothing was to be learned. */
  Measurement measurement(String engine, Double loss, int threads) {
    if (!finished()) {
      throw new IllegalStateException(
          job.contender() + " ended after " + done + " steps, before the time for " + timing);
    }
    double seconds = (end - start) / 1e9;
    return new Measurement(
        job.contender(),
        timing.task(),
        job.workload().network(),
        engine,
        timed,
        timed * job.workload().batch() / seconds,
        rssKb,
        loss,
        threads);
  }

  private static long residentKb() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("the memory of a process is read the Linux way", e);
    }
  }
}
