package convnet4j.image;

import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Some images with their labels in native memory, as a tensor can look at without a copy. A {@link
 * BatchLoader} owns it and fills it again: it holds until the loader's next {@link
 * BatchLoader#next}.
 */
public final class Batch {
  private final int imageBytes;
  private final int[] indices;
  private final BytePointer pixels;
  private final LongPointer labels;
  private final ByteBuffer pixelBuffer;
  private final LongBuffer labelBuffer;

  // Written by one worker, read by the consumer; the loader's lock lies between.
  private int number = -1;
  private int size;
  private int skipped;

  Batch(int capacity, FeatureMap image) {
    long bytes = capacity * image.elements();
    if (bytes > Integer.MAX_VALUE) {
      throw new InputException(
          "batch size "
              + capacity
              + ": expected at most "
              + Integer.MAX_VALUE / image.elements()
              + " images of "
              + image
              + ", so that a batch stays below 2 GiB; choose a smaller one");
    }
    imageBytes = (int) image.elements();
    indices = new int[capacity];
    // Out of any scope that the caller has open: the batch outlives it, and free() ends it.
    try (PointerScope scope = new PointerScope()) {
      pixels = new BytePointer(bytes).retainReference();
      labels = new LongPointer((long) capacity).retainReference();
    }
    pixelBuffer = pixels.asByteBuffer();
    labelBuffer = labels.asBuffer();
  }

  /** Which batch of the pass this is, from 0. */
  public int number() {
    return number;
  }

  /**
   * How many images there are. Less than the batch size in the last batch and where bad images were
   * skipped; 0 where all were.
   */
  public int size() {
    return size;
  }

  /** {@link #size()} images, N×H×W×C unsigned bytes; memory beyond them has no meaning. */
  public BytePointer pixels() {
    return pixels;
  }

  /** {@link #size()} labels. */
  public LongPointer labels() {
    return labels;
  }

  /** The class of image {@code i} of this batch. */
  public int label(int i) {
    return (int) labelBuffer.get(Objects.checkIndex(i, size));
  }

  /** The place in its split of image {@code i} of this batch. */
  public int index(int i) {
    return indices[Objects.checkIndex(i, size)];
  }

  /** How many bad images were left out. */
  int skipped() {
    return skipped;
  }

  void clear(int newNumber) {
    number = newNumber;
    size = 0;
    skipped = 0;
  }

  void add(int index, int label, byte[] image) {
    pixelBuffer.put(size * imageBytes, image, 0, imageBytes);
    labelBuffer.put(size, label);
    indices[size] = index;
    size++;
  }

  void skip() {
    skipped++;
  }

  void free() {
    pixels.releaseReference();
    labels.releaseReference();
  }
}
