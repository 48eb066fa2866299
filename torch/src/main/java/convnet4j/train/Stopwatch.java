package convnet4j.train;

import java.util.ArrayDeque;
import java.util.Deque;

/** Time and rate of a run. Training time is counted apart from testing and saving. */
final class Stopwatch {
  private static final int WINDOW = 30;

  private final double before;
  private final long start = System.nanoTime();
  private final Deque<Tick> recent = new ArrayDeque<>();
  private long resumed = start;
  private boolean training = true;
  private double trainingSeconds;
  private long images;

  /** When a batch was done, and how many images were done by then. */
  private record Tick(long nanos, long images) {}

  /**
   * Starts.
   *
   * @param before seconds of earlier sessions
   */
  Stopwatch(double before) {
    this.before = before;
    recent.add(new Tick(start, 0));
  }

  /** A batch has been trained on. */
  void trained(int batchImages) {
    images += batchImages;
    recent.addLast(new Tick(System.nanoTime(), images));
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
    resumed = System.nanoTime();
    training = true;
    recent.clear();
    recent.add(new Tick(resumed, images));
  }

  /** Over all sessions, everything included. */
  double seconds() {
    return before + since(start);
  }

  /** Of this session's training; 0 before its first batch. */
  double imagesPerSecond() {
    return images / (trainingSeconds + (training ? since(resumed) : 0));
  }

  /** Over the last few batches. */
  double recentImagesPerSecond() {
    Tick first = recent.getFirst();
    Tick last = recent.getLast();
    return last == first
        ? 0
        : (last.images() - first.images()) * 1e9 / (last.nanos() - first.nanos());
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
