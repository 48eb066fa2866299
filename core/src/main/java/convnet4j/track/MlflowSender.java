package convnet4j.track;

import convnet4j.track.MlflowApi.Refused;
import convnet4j.track.MlflowRun.Beginning;
import convnet4j.track.MlflowRun.Memory;
import convnet4j.track.MlflowRun.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sends metrics to MLflow from a thread of its own, once a second. While the server is away they
 * wait in a queue; when that is full, later ones are dropped.
 */
final class MlflowSender {
  /** More than a run has: 2,000 windows of four values, and its epochs. */
  private static final int QUEUE = 20_000;

  /** The server's limit for one call. */
  private static final int BATCH = 1000;

  private static final long PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final MlflowServer server;
  private final Path memory;
  private final Beginning beginning;
  private final Consumer<String> notices;
  private final BlockingQueue<Metric> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong unsent = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;

  private volatile End end;

  /** Whether the thread is done and has told of whatever went wrong. */
  private volatile boolean settled;

  private boolean away;

  /** How the run has ended, and when. */
  private record End(String status, long millis) {}

  /** A call that may be made again. */
  @FunctionalInterface
  private interface Call<T> {
    T make() throws IOException, InterruptedException;
  }

  MlflowSender(MlflowServer server, Path memory, Beginning beginning, Consumer<String> notices) {
    this.server = server;
    this.memory = memory;
    this.beginning = beginning;
    this.notices = notices;
    this.thread = Thread.ofPlatform().daemon().name("mlflow").start(this::run);
  }

  /** Takes a metric to be sent; never waits. */
  void offer(Metric metric) {
    unsent.incrementAndGet();
    queue.offer(metric); // what a full queue drops, the count remembers
  }

  /** Says that the run is over, and waits for as long as {@code patience} until that is sent. */
  void end(String status, long millis, Duration patience) {
    end = new End(status, millis);
    ended.countDown();
    try {
      if (!thread.join(patience)) {
        thread.interrupt();
        thread.join(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!settled) {
      tell("is away still; " + unsent.get() + " values and the run's end were not sent");
    }
  }

  private void run() {
    try (MlflowApi api = new MlflowApi(server)) {
      send(open(api));
    } catch (Refused e) {
      tell("refuses (" + e.getMessage() + "); nothing more is sent");
      settled = true;
    } catch (IOException e) {
      tell("nothing more is sent, " + memory + " cannot be written (" + e + ")");
      settled = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run is over, and so is its user's patience
    }
  }

  private MlflowRun open(MlflowApi api) throws IOException, InterruptedException {
    String uri = server.uri().toString();
    Optional<Memory> before = Memory.read(memory).filter(m -> m.uri().equals(uri));
    if (before.isPresent()) {
      Optional<MlflowRun> run = patiently(() -> MlflowRun.resume(api, before.get().runId()));
      if (run.isPresent()) {
        return run.get();
      }
    }
    MlflowRun run = patiently(() -> MlflowRun.begin(api, server.experiment(), beginning));
    patiently(
        () -> {
          run.logParams(beginning.params());
          return run;
        });
    new Memory(uri, run.id()).write(memory);
    return run;
  }

  private void send(MlflowRun run) throws IOException, InterruptedException {
    boolean last;
    do {
      last = ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      while (!queue.isEmpty()) {
        List<Metric> batch = new ArrayList<>();
        queue.drainTo(batch, BATCH);
        patiently(
            () -> {
              run.log(batch);
              return run;
            });
        unsent.addAndGet(-batch.size());
      }
    } while (!last);
    patiently(
        () -> {
          run.update(end.status(), Optional.of(end.millis()));
          return run;
        });
    if (unsent.get() > 0) {
      tell("was away for too long; " + unsent.get() + " values were dropped");
    }
    settled = true;
  }

  /** Calls again, after ever longer pauses, until the server answers. */
  private <T> T patiently(Call<T> call) throws Refused, InterruptedException {
    for (long pause = PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        return call.make();
      } catch (Refused e) {
        throw e;
      } catch (IOException e) {
        if (!away) {
          away = true;
          tell("is away (" + e + "); training goes on, and what it misses is sent when it is back");
        }
      }
      // Once the run is over there is no time for long pauses.
      if (ended.await(pause, TimeUnit.MILLISECONDS)) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void tell(String what) {
    notices.accept("mlflow " + server.uri() + ": " + what);
  }
}
