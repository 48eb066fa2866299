package convnet4j.image;

import convnet4j.data.Draws;
import convnet4j.errors.InputException;
import convnet4j.torch.Natives;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * One pass over the images of a split, batch by batch. Worker threads fill whole batches ahead of
 * the consumer, in a ring of a few that are used over and over, so memory is bounded and the
 * consumer waits only where decoding is slower than it. Every batch is filled by one worker from
 * draws that depend on (seed, epoch, index, view) alone: neither the number of workers nor their
 * speed changes a byte.
 *
 * <p>For one consumer. Close it, also in the middle of a pass: that ends the threads and frees the
 * batches.
 */
public final class BatchLoader implements AutoCloseable {
  private final ImageSource source;
  private final LoadPlan plan;
  private final int[] order;
  private final int batches;
  private final Slot[] ring;
  private final List<Thread> workers = new ArrayList<>();

  private final Object lock = new Object();

  // All below: guarded by lock. Workers stop between two images when they see `closed`.
  private volatile boolean closed;
  private int nextToFill;
  private int nextToGive;
  private int released;
  private int skipped;

  /** A place in the ring: what became of the batch that was last filled into it. */
  private static final class Slot {
    final Batch batch;
    int filled = -1;
    Throwable failure;

    Slot(Batch batch) {
      this.batch = batch;
    }
  }

  /**
   * Begins to load at once.
   *
   * @throws InputException when a batch would be larger than 2 GiB, or a transform needs other
   *     channels or another size
   */
  public BatchLoader(ImageSource source, LoadPlan plan) {
    for (int view = 0; view < plan.expansion().views(); view++) {
      Canvas.check(plan.transforms(view), source.frame());
    }
    Natives.load();
    this.source = source;
    this.plan = plan;
    int entries = plan.entries(source.size());
    order =
        plan.shuffled()
            ? Draws.permutation(plan.seed(), plan.epoch(), entries)
            : IntStream.range(0, entries).toArray();
    batches = plan.batches(source.size());
    nextToFill = nextToGive = released = Math.min(plan.firstBatch(), batches);
    // One with the consumer, one ready for it, and one in the hands of every worker.
    ring = allocate(Math.min(plan.workers() + 2, batches - nextToFill));
    for (int i = 0; i < Math.min(plan.workers(), ring.length); i++) {
      workers.add(Thread.ofPlatform().name("convnet4j-loader-" + i).daemon().start(this::work));
    }
  }

  private Slot[] allocate(int slots) {
    Slot[] made = new Slot[slots];
    int capacity = Math.min(plan.batchSize(), order.length);
    try {
      for (int i = 0; i < slots; i++) {
        made[i] = new Slot(new Batch(capacity, source));
      }
      return made;
    } catch (Throwable e) {
      free(made);
      throw e;
    }
  }

  /** How many batches the whole pass has, those before the first that is loaded included. */
  public int batches() {
    return batches;
  }

  /** How many bad images were left out of the batches given so far. */
  public int skipped() {
    synchronized (lock) {
      return skipped;
    }
  }

  /**
   * The next batch, or null after the last. The one given before is taken back. A batch may be
   * empty where all of its images were bad and skipped, so that batches keep their numbers.
   *
   * @throws InputException when an image is bad and is to be refused; the message names the file
   * @throws CancellationException when the thread is interrupted while it waits
   * @throws IllegalStateException when the loader is closed
   */
  public Batch next() {
    synchronized (lock) {
      released = nextToGive;
      lock.notifyAll();
      if (nextToGive == batches) {
        return null;
      }
      Slot slot = slot(nextToGive);
      awaitUnlessClosed(() -> slot.filled == nextToGive);
      if (closed) {
        throw new IllegalStateException("the loader is closed");
      }
      rethrow(slot.failure);
      nextToGive++;
      skipped += slot.batch.skipped();
      return slot.batch;
    }
  }

  /** Ends the workers, waits until they have, and frees the batches. */
  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      lock.notifyAll();
    }
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true; // memory that a worker still writes to must not be freed
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    free(ring);
  }

  private static void free(Slot[] slots) {
    for (Slot slot : slots) {
      if (slot != null) {
        slot.batch.free();
      }
    }
  }

  private Slot slot(int number) {
    return ring[number % ring.length];
  }

  private void work() {
    try (Looks looks = new Looks(source)) {
      work(looks);
    }
  }

  private void work(Looks looks) {
    for (int number = take(); number >= 0; number = take()) {
      Slot slot = slot(number);
      Throwable failure = null;
      try {
        fill(slot.batch, number, looks);
      } catch (Throwable e) { // also errors: the consumer must hear of them instead of waiting
        failure = e;
      }
      synchronized (lock) {
        slot.filled = number;
        slot.failure = failure;
        lock.notifyAll();
      }
    }
  }

  /** The next batch to fill, as soon as its slot is free; -1 when there is none. */
  private int take() {
    synchronized (lock) {
      if (closed || nextToFill == batches) {
        return -1;
      }
      int number = nextToFill++;
      awaitUnlessClosed(() -> number < released + ring.length);
      return closed ? -1 : number;
    }
  }

  private void fill(Batch batch, int number, Looks looks) {
    int begin = number * plan.batchSize();
    int end = (int) Math.min((long) begin + plan.batchSize(), order.length);
    batch.clear(number);
    for (int i = begin; i < end && !closed; i++) {
      int index = order[i] % source.size();
      int view = order[i] / source.size();
      int epoch = plan.expansion().epochOf(view, plan.epoch());
      Draws draws = Draws.of(plan.seed(), epoch, index, view);
      boolean good = looks.add(index, plan.transforms(view), draws, batch);
      if (!good && view == 0) {
        batch.skip(); // its copies are the same bad file
      }
    }
  }

  private void awaitUnlessClosed(BooleanSupplier condition) {
    try {
      while (!closed && !condition.getAsBoolean()) {
        lock.wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for images");
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
