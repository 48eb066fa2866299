package convnet4j.image;

import static convnet4j.image.Passes.BATCH;
import static convnet4j.image.Passes.CROP_FLIP;
import static convnet4j.image.Passes.GOOD;
import static convnet4j.image.Passes.IMAGES;
import static convnet4j.image.Passes.SIZE;
import static convnet4j.image.Passes.all;
import static convnet4j.image.Passes.bytes;
import static convnet4j.image.Passes.files;
import static convnet4j.image.Passes.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.data.Draws;
import convnet4j.data.FileSplit;
import convnet4j.data.PixelSplit;
import convnet4j.errors.InputException;
import convnet4j.image.Passes.Copy;
import convnet4j.net.Shape.FeatureMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchLoaderTest {
  private static LoadPlan training(int epoch, int workers) {
    return LoadPlan.training(BATCH, CROP_FLIP, 42, epoch, workers);
  }

  @Test
  void batchesDoNotDependOnTheNumberOfWorkers() {
    ImageSource source = pixels();
    for (int epoch = 0; epoch < 2; epoch++) {
      List<Copy> alone = all(source, training(epoch, 1));
      assertThat(alone).hasSize(11);
      assertThat(all(source, training(epoch, 3))).isEqualTo(alone);
    }
    assertThat(all(source, training(0, 1))).isNotEqualTo(all(source, training(1, 1)));
  }

  @Test
  void skippedImagesDoNotDependOnTheNumberOfWorkers() {
    ImageSource source = files(true, IMAGES, 3, 50, 51, 102);
    for (int epoch = 0; epoch < 2; epoch++) {
      assertThat(all(source, training(epoch, 3))).isEqualTo(all(source, training(epoch, 1)));
    }
  }

  @Test
  void aPassResumedInItsMiddleGivesTheRestOfTheWhole() {
    ImageSource source = pixels();
    List<Copy> whole = all(source, training(5, 2));
    for (int first : new int[] {0, 1, 6, 10, 11, 20}) {
      List<Copy> rest = whole.subList(Math.min(first, whole.size()), whole.size());
      assertThat(all(source, training(5, 2).startingAt(first))).isEqualTo(rest);
    }
  }

  @Test
  void everyImageComesOnceWithItsLabelAndItsOwnDraws() {
    ImageSource source = pixels();
    int[] order = Draws.permutation(42, 3, IMAGES);
    Canvas canvas = new Canvas(SIZE);
    int seen = 0;
    try (BatchLoader loader = new BatchLoader(source, training(3, 2))) {
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        byte[] bytes = bytes(batch);
        for (int i = 0; i < batch.size(); i++) {
          int index = order[seen++];
          assertThat(batch.index(i)).isEqualTo(index);
          assertThat(batch.label(i)).isEqualTo(index % 7);
          source.read(index, canvas.pixels());
          canvas.apply(CROP_FLIP, Draws.of(42, 3, index, 0));
          int start = i * canvas.pixels().length;
          assertThat(Arrays.copyOfRange(bytes, start, start + canvas.pixels().length))
              .isEqualTo(canvas.pixels());
        }
      }
    }
    assertThat(seen).isEqualTo(IMAGES);
  }

  @Test
  void inOrderGivesTheImagesUntouched() {
    ImageSource source = pixels();
    List<Copy> copies = all(source, LoadPlan.inOrder(BATCH, 2));
    List<Integer> indices = copies.stream().flatMap(c -> c.indices().stream()).toList();
    assertThat(indices).isEqualTo(IntStream.range(0, IMAGES).boxed().toList());
    byte[] last = new byte[(int) SIZE.elements()];
    source.read(IMAGES - 1, last);
    List<Byte> pixels = copies.getLast().pixels();
    assertThat(pixels.subList(pixels.size() - last.length, pixels.size()))
        .isEqualTo(IntStream.range(0, last.length).mapToObj(i -> last[i]).toList());
    assertThat(copies.getLast().indices()).hasSize(3);
  }

  @Test
  void badImagesAreLeftOutAndCountedOnce() {
    ImageSource source = files(true, 20, 3, 4, 15);
    try (BatchLoader loader = new BatchLoader(source, LoadPlan.inOrder(BATCH, 2))) {
      assertThat(Copy.of(loader.next()).indices()).containsExactly(0, 1, 2, 5, 6, 7, 8, 9);
      assertThat(loader.skipped()).as("those of the batches given so far").isEqualTo(2);
      assertThat(loader.next().size()).isEqualTo(9);
      assertThat(loader.next()).isNull();
      assertThat(loader.skipped()).isEqualTo(3);
    }
  }

  @Test
  void aBatchOfBadImagesIsEmptyAndKeepsItsNumber() {
    try (BatchLoader loader = new BatchLoader(files(true, 3, 1), LoadPlan.inOrder(1, 2))) {
      assertThat(loader.next().size()).isEqualTo(1);
      Batch empty = loader.next();
      assertThat(empty.size()).isZero();
      assertThat(empty.number()).isEqualTo(1);
      assertThat(loader.next().number()).isEqualTo(2);
    }
  }

  @Test
  void theFirstBadImageInOrderIsRefusedInItsTurn() {
    ImageSource source = files(false, 60, 25, 27, 40);
    for (int workers = 1; workers <= 3; workers++) {
      try (BatchLoader loader = new BatchLoader(source, LoadPlan.inOrder(BATCH, workers))) {
        assertThat(loader.next().number()).isZero();
        assertThat(loader.next().number()).isEqualTo(1);
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(loader::next)
              .isInstanceOf(InputException.class)
              .hasMessageStartingWith("class/25: ")
              .hasMessageEndingWith("--bad-images skip");
        }
      }
    }
  }

  @Test
  void aBatchHoldsUntilTheNextIsAskedFor() throws InterruptedException {
    try (BatchLoader loader = new BatchLoader(pixels(), training(0, 3))) {
      Batch batch = loader.next();
      Copy before = Copy.of(batch);
      Thread.sleep(50); // the workers fill all that they may
      assertThat(Copy.of(batch)).isEqualTo(before);
    }
  }

  @Test
  void closingInTheMiddleEndsTheThreadsAndFreesTheMemory() {
    ImageSource source = pixels();
    all(source, training(0, 1));
    long before = Pointer.totalBytes();
    for (int i = 0; i < 20; i++) {
      BatchLoader loader = new BatchLoader(source, training(i, 3));
      if (i % 2 == 0) {
        loader.next();
      }
      assertThat(Pointer.totalBytes()).isGreaterThan(before);
      loader.close();
      loader.close();
      assertThat(Pointer.totalBytes()).isEqualTo(before);
      assertThat(loaderThreads()).isEmpty();
      assertThatThrownBy(loader::next).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void threadsAreNamedDaemons() {
    ImageSource source = pixels();
    try (BatchLoader loader = new BatchLoader(source, training(0, 2))) {
      assertThat(loader.batches()).isEqualTo(11);
      assertThat(loaderThreads()).hasSize(2).allMatch(Thread::isDaemon);
    }
  }

  private static List<Thread> loaderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("convnet4j-loader-"))
        .toList();
  }

  @Test
  void batchesOutliveTheScopeThatWasOpenWhenTheLoaderBegan() {
    ImageSource source = pixels();
    BatchLoader loader;
    try (PointerScope scope = new PointerScope()) {
      loader = new BatchLoader(source, LoadPlan.inOrder(BATCH, 1));
    }
    try (loader) {
      Batch batch = loader.next();
      assertThat(batch.pixels().isNull()).isFalse();
      assertThat(Copy.of(batch)).isEqualTo(all(source, LoadPlan.inOrder(BATCH, 1)).getFirst());
    }
  }

  @Test
  void anInterruptEndsTheWait() {
    CountDownLatch gate = new CountDownLatch(1);
    FileSplit held = Encoded.split(List.of(GOOD), () -> await(gate));
    ImageSource source = ImageSource.of(held, SIZE, false);
    try (BatchLoader loader = new BatchLoader(source, LoadPlan.inOrder(1, 1))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(loader::next).isInstanceOf(CancellationException.class);
      gate.countDown();
    }
    assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
  }

  @Test
  void closingDoesNotWaitForTheRestOfTheBatchInHand() {
    AtomicInteger reads = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(3);
    Runnable slow =
        () -> {
          reads.incrementAndGet();
          begun.countDown();
          LockSupport.parkNanos(5_000_000);
        };
    ImageSource source =
        ImageSource.of(Encoded.split(Collections.nCopies(1000, GOOD), slow), SIZE, false);
    try (BatchLoader loader = new BatchLoader(source, LoadPlan.inOrder(1000, 1))) {
      assertThat(loader.batches()).isEqualTo(1);
      await(begun);
    }
    assertThat(reads.get()).isLessThan(1000);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBatchTooLargeForOneBlockIsRefusedByItsSize() {
    int size = 1 << 14;
    PixelSplit split = new PixelSplit(1, 1, 1, new byte[1000], new int[1000]);
    ImageSource source = ImageSource.of(split, new FeatureMap(1, size, size), false);
    assertThatThrownBy(() -> new BatchLoader(source, LoadPlan.inOrder(8, 1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("batch size 8: expected at most 7 images");
  }

  @Test
  void aSplitWithoutImagesHasNoBatches() {
    PixelSplit none = new PixelSplit(3, 8, 8, new byte[0], new int[0]);
    assertThat(all(ImageSource.of(none, SIZE, false), training(0, 2))).isEmpty();
  }
}
