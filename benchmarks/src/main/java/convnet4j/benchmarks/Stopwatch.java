package convnet4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Times the steps after the warm-up, and notes the memory of this process on the way. */
final class Stopwatch {
  private final Job job;
  private final SortedMap<Integer, Long> rssKb = new TreeMap<>();
  private int done;
  private long start;
  private long end;

  Stopwatch(Job job) {
    this.job = job;
  }

  /** To be called at the end of every step. */
  void lap() {
    long now = System.nanoTime();
    done++;
    if (done == job.warmup()) {
      start = now;
    }
    if (done == job.lastStep()) {
      end = now;
    }
    if (done == Job.MEMORY_FROM || done == job.lastStep()) {
      rssKb.put(done, residentKb());
    }
  }

  /** Whether all steps have been done. */
  boolean finished() {
    return done >= job.lastStep();
  }

  Measurement measurement(String engine, double loss, int threads) {
    if (!finished()) {
      throw new IllegalStateException(
          job.contender() + " ended after " + done + " of " + job.lastStep() + " steps");
    }
    double seconds = (end - start) / 1e9;
    return new Measurement(
        job.contender(),
        job.network(),
        engine,
        job.steps(),
        job.steps() * Job.BATCH / seconds,
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
