package convnet4j.image;

import convnet4j.data.FileSplit;
import convnet4j.data.PixelSplit;
import convnet4j.data.Split;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.torch.Natives;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;

/** Looks once at every image of a split, whole and in its own size, on several threads. */
final class EveryImage {
  private static final int CHUNK = 64;

  private EveryImage() {}

  /** Sees the images, from several threads at once and in no particular order. */
  interface Visitor {
    /**
     * An image.
     *
     * @param pixels 8 bits, grey or red, green, blue; gone after the call
     * @param encoded the file's bytes; empty where there is none
     */
    void image(int index, Mat pixels, byte[] encoded);

    /** A file that cannot be read or decoded. */
    void bad(int index, InputException problem);
  }

  /**
   * Shows every image to {@code visitor}.
   *
   * @param progress told how many are done, from several threads
   */
  static void visit(Split split, int threads, Visitor visitor, IntConsumer progress) {
    Natives.load();
    AtomicInteger done = new AtomicInteger();
    inChunks(
        split.size(),
        threads,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            visit(split, i, visitor);
          }
          progress.accept(done.addAndGet(end - begin));
        });
  }

  private static void visit(Split split, int index, Visitor visitor) {
    try (PointerScope scope = new PointerScope()) {
      switch (split) {
        case PixelSplit p -> visitor.image(index, mat(p, index), new byte[0]);
        case FileSplit f -> {
          EncodedImage encoded;
          Mat pixels;
          try {
            encoded = whole(f, index);
            pixels = Decoder.whole(encoded);
          } catch (InputException e) {
            visitor.bad(index, e);
            return;
          }
          visitor.image(index, pixels, encoded.bytes());
        }
      }
    }
  }

  /** An image that could be read before; it belongs to the scope that is open. */
  static Mat read(Split split, int index) {
    return switch (split) {
      case PixelSplit p -> mat(p, index);
      case FileSplit f -> Decoder.whole(whole(f, index));
    };
  }

  /** Called by all of its path: training and test images are told together. */
  private static EncodedImage whole(FileSplit split, int index) {
    return EncodedImage.of(split, index).called(split.files().get(index).entry().path());
  }

  private static Mat mat(PixelSplit split, int index) {
    byte[] image = new byte[split.imageBytes()];
    split.copy(index, image, 0);
    return Resizer.mat(image, new FeatureMap(split.channels(), split.height(), split.width()));
  }

  /** Work on the numbers from one up to and without another. */
  @FunctionalInterface
  interface Chunk {
    void work(int begin, int end);
  }

  /**
   * Does the work on 0 … {@code size} − 1, in chunks that threads take one by one; what one of them
   * throws ends all.
   */
  static void inChunks(int size, int threads, Chunk chunk) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Runnable worker =
        () -> {
          try {
            for (int at = next.getAndAdd(CHUNK);
                at < size && failure.get() == null;
                at = next.getAndAdd(CHUNK)) {
              chunk.work(at, Math.min(at + CHUNK, size));
            }
          } catch (Throwable e) { // also errors: they end the work, not one thread of it
            failure.compareAndSet(null, e);
          }
        };
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, Math.ceilDiv(size, CHUNK)); i++) {
      workers.add(Thread.ofPlatform().name("convnet4j-look-" + i).daemon().start(worker));
    }
    join(workers, failure);
    switch (failure.get()) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }

  private static void join(List<Thread> workers, AtomicReference<Throwable> failure) {
    for (Thread worker : workers) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure.compareAndSet(null, new CancellationException("interrupted"));
      }
    }
  }
}
