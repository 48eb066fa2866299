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
 * Some images with their labels in native memory, as a tensor can look at without a copy: every
 * image in all of its views, one after the other. A {@link BatchLoader} owns it and fills it again:
 * it holds until the loader's next {@link BatchLoader#next}.
 */
public final class Batch {
  private final int[] indices;
  private final FeatureMap[] shapes;
  private final int[] offsets;
  private final int views;
  private final LongPointer labels;
  private final LongBuffer labelBuffer;

  /** Grows where images have their own sizes. */
  private BytePointer pixels;

  private ByteBuffer pixelBuffer;

  // Written by one worker, read by the consumer; the loader's lock lies between.
  private int number = -1;
  private int size;
  private int shown;
  private int skipped;

  /**
   * @param capacity images that it can hold
   */
  Batch(int capacity, ImageSource source) {
    views = source.views().size();
    long bytes = (long) capacity * views * source.shape().elements();
    checkSize(bytes, capacity, source.shape());
    indices = new int[capacity];
    shapes = new FeatureMap[capacity * views];
    offsets = new int[capacity * views + 1];
    // Out of any scope that the caller has open: the batch outlives it, and free() ends it.
    try (PointerScope scope = new PointerScope()) {
      labels = new LongPointer((long) capacity).retainReference();
    }
    labelBuffer = labels.asBuffer();
    allocate(bytes);
  }

  private static void checkSize(long bytes, int capacity, FeatureMap image) {
    if (bytes > Integer.MAX_VALUE) {
      throw new InputException(
          "batch size "
              + capacity
              + ": expected at most "
              + Integer.MAX_VALUE / (bytes / capacity)
              + " images of "
              + image
              + ", so that a batch stays below 2 GiB; choose a smaller one");
    }
  }

  private void allocate(long bytes) {
    try (PointerScope scope = new PointerScope()) {
      pixels = new BytePointer(bytes).retainReference();
    }
    pixelBuffer = pixels.asByteBuffer();
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

  /** How many views there are of every image. */
  public int views() {
    return views;
  }

  /**
   * All views of the first image, then all of the second, each H×W×C unsigned bytes: {@link
   * #size()} × {@link #views()}. Memory beyond them has no meaning.
   */
  public BytePointer pixels() {
    return pixels;
  }

  /** Shape of view {@code i mod views} of image {@code i / views}. */
  public FeatureMap shape(int i) {
    return shapes[Objects.checkIndex(i, shown)];
  }

  /** Where that view begins in {@link #pixels()}. */
  public int offset(int i) {
    return offsets[Objects.checkIndex(i, shown)];
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
    shown = 0;
    skipped = 0;
  }

  /** Adds an image, whose views are to follow. */
  void add(int index, int label) {
    labelBuffer.put(size, label);
    indices[size] = index;
    size++;
  }

  /** Adds a view of the image that was added last. */
  void show(FeatureMap shape, byte[] image) {
    int length = (int) shape.elements();
    long end = (long) offsets[shown] + length;
    if (end > pixelBuffer.capacity()) {
      grow(end, shape);
    }
    pixelBuffer.put(offsets[shown], image, 0, length);
    shapes[shown++] = shape;
    offsets[shown] = (int) end;
  }

  private void grow(long end, FeatureMap shape) {
    checkSize(end, indices.length, shape);
    BytePointer before = pixels;
    ByteBuffer filled = pixelBuffer.slice(0, offsets[shown]);
    allocate(Math.min(end + end / 2, Integer.MAX_VALUE));
    pixelBuffer.put(0, filled, 0, filled.capacity());
    before.releaseReference();
  }

  void skip() {
    skipped++;
  }

  void free() {
    pixels.releaseReference();
    labels.releaseReference();
  }
}
