package convnet4j.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Time and rate of a run. Training time is counted apart from testing and saving. */
final class Stopwatch {
  private static final int WINDOW = 30;

  private final double before;
  private final LongSupplier nanoTime;
  private final long start;
  private final Deque<Tick> recent = new ArrayDeque<>();
  private long resumed;
  private boolean training = true;
  private double trainingSeconds;
  private double waitingSeconds;

  /** What had been waited when training last began. */
  private double waitedBefore;

  private long images;

  /** When a batch was done, and how many images were done by then. */
  private record Tick(long nanos, long images) {}

  /**
   * Starts.
   *
   * @param before seconds of earlier sessions
   */
  Stopwatch(double before) {
    this(before, System::nanoTime);
  }

  /** As above, by another clock. */
  Stopwatch(double before, LongSupplier nanoTime) {
    this.before = before;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.resumed = start;
    recent.add(new Tick(start, 0));
  }

  /** What {@code data} gives, counted as waiting for it. */
  <T> T waitFor(Supplier<T> data) {
    long began = nanoTime.getAsLong();
    try {
      return data.get();
    } finally {
      waitingSeconds += since(began);
    }
  }

  /** A batch has been trained on. */
  void trained(int batchImages) {
    images += batchImages;
    recent.addLast(new Tick(nanoTime.getAsLong(), images));
    if (recent.size() > WINDOW) {
      recent.removeFirst();
    }
  }

  /** Training pauses for a test; returns the training time since it last began. */
  double pauseTraining() {
    double seconds = since(resumed);
    trainingSeconds += seconds;
    training = false;
    return seconds;
  }

  /** Training goes on. */
  void resumeTraining() {
    resumed = nanoTime.getAsLong();
    training = true;
    waitedBefore = waitingSeconds;
    recent.clear();
    recent.add(new Tick(resumed, images));
  }

  /** Over all sessions, everything included. */
  double seconds() {
    return before + since(start);
  }

  /** Of this session's training; 0 before its first batch. */
  double imagesPerSecond() {
    return images / trainingSeconds();
  }

  /** Share of this session's training that went into waiting for data, in percent. */
  double dataWait() {
    return 100 * waitingSeconds / trainingSeconds();
  }

  /** The same since training last began, which took {@code seconds}. */
  double recentDataWait(double seconds) {
    return 100 * (waitingSeconds - waitedBefore) / seconds;
  }

  private double trainingSeconds() {
    return trainingSeconds + (training ? since(resumed) : 0);
  }

  /** Over the last few batches. */
  double recentImagesPerSecond() {
    Tick first = recent.getFirst();
    Tick last = recent.getLast();
    return last == first
        ? 0
        : (last.images() - first.images()) * 1e9 / (last.nanos() - first.nanos());
  }

  private double since(long nanos) {
    return (nanoTime.getAsLong() - nanos) / 1e9;
  }
}
