package convnet4j.image;

import convnet4j.data.Draws;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.data.Preprocessing;
import convnet4j.data.ResizedCrop;
import convnet4j.data.Split;
import convnet4j.data.View;
import convnet4j.data.Views;
import convnet4j.data.Window;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The images of a {@link Split}, decoded and prepared as a network wants them, and which {@link
 * Views} of them it is shown. Keep one for as long as the split is used: crops that had to be
 * decoded or resized are remembered where all of them fit (512 MiB, or an eighth of the Java heap
 * where that is less), each image when it is first read. Safe for many threads.
 */
public final class ImageSource {
  private static final long MAX_CACHE = 512L << 20;

  private final Split split;
  private final FeatureMap size;
  private final Views.Average average;
  private final List<View> views;

  /** Shorter sides of the whole images that are seen; empty where all views are of one size. */
  private final List<Integer> sides;

  /** What views of fixed size are cut out of. */
  private final FeatureMap frame;

  private final Originals originals;
  private final boolean asStored;

  /**
   * Frames by index, before random transforms; null where the split is too large, or needs no
   * decoding.
   */
  private final AtomicReferenceArray<byte[]> cache;

  private ImageSource(
      Split split,
      FeatureMap size,
      Preprocessing preprocessing,
      Views views,
      boolean skipBadImages,
      long cacheBytes) {
    this.split = split;
    this.size = size;
    this.average = views.average();
    this.views = views.of(preprocessing.resize());
    this.sides =
        this.views.stream()
            .map(View::window)
            .filter(Window.Whole.class::isInstance)
            .map(w -> ((Window.Whole) w).side())
            .distinct()
            .toList();
    this.frame = frame(size, preprocessing, views, this.views);
    this.originals = new Originals(split, preprocessing, skipBadImages);
    this.asStored =
        split instanceof PixelSplit pixels
            && Originals.shape(pixels).equals(frame)
            && preprocessing.resize() == side(frame);
    boolean cached = !asStored && fixed() && split.size() * frame.elements() <= cacheBytes;
    this.cache = cached ? new AtomicReferenceArray<>(split.size()) : null;
  }

  /**
   * The images of {@code split} as networks are trained on them: in {@code size}, which they cover.
   *
   * @param size what the network takes: 1 or 3 channels, unless the split has it as it is
   * @param skipBadImages whether images that cannot be decoded are left out instead of refused
   * @throws InputException when the split cannot be brought to as many channels
   */
  public static ImageSource of(Split split, FeatureMap size, boolean skipBadImages) {
    return of(split, size, covering(size), new Views.Center(), skipBadImages);
  }

  /**
   * Views of the images of {@code split}.
   *
   * @param size what the network takes: 1 or 3 channels, unless the split has it as it is
   * @param preprocessing of an image; its normalisation is left to the network
   * @param skipBadImages whether images that cannot be decoded are left out instead of refused
   * @throws InputException when the split cannot be brought to as many channels, or the views need
   *     images resized to more than they are
   */
  public static ImageSource of(
      Split split,
      FeatureMap size,
      Preprocessing preprocessing,
      Views views,
      boolean skipBadImages) {
    long cacheBytes = Math.min(MAX_CACHE, Runtime.getRuntime().maxMemory() / 8);
    return of(split, size, preprocessing, views, skipBadImages, cacheBytes);
  }

  static ImageSource of(Split split, FeatureMap size, boolean skipBadImages, long cacheBytes) {
    return of(split, size, covering(size), new Views.Center(), skipBadImages, cacheBytes);
  }

  private static ImageSource of(
      Split split,
      FeatureMap size,
      Preprocessing preprocessing,
      Views views,
      boolean skipBadImages,
      long cacheBytes) {
    ImageSource source =
        new ImageSource(split, size, preprocessing, views, skipBadImages, cacheBytes);
    if (!source.asStored && !(convertible(split.channels()) && convertible(size.channels()))) {
      throw new InputException(
          "input "
              + size
              + ": expected 1 or 3 channels, received data with "
              + split.channels()
              + "; choose a network or data with as many channels as the other");
    }
    return source;
  }

  private static Preprocessing covering(FeatureMap size) {
    Normalisation none = new Normalisation(List.of(0.0), List.of(1.0)); // nothing here reads it
    return Preprocessing.cover(side(size), none);
  }

  /** The input's size; for patches, all that they are cut out of. */
  private static FeatureMap frame(
      FeatureMap size, Preprocessing preprocessing, Views views, List<View> list) {
    if (list.stream().noneMatch(view -> view.window() instanceof Window.Patch)) {
      return size;
    }
    int resize = preprocessing.resize();
    int side = side(size);
    if (resize <= side) {
      throw new InputException(
          "views "
              + views.text()
              + ": expects images resized to more than the "
              + side
              + " pixels of the network's input, received "
              + resize
              + "; give --resize "
              + (side + Math.ceilDiv(side, 8)));
    }
    return new FeatureMap(
        size.channels(),
        Math.toIntExact((long) size.height() * resize / side),
        Math.toIntExact((long) size.width() * resize / side));
  }

  private static int side(FeatureMap map) {
    return Math.min(map.height(), map.width());
  }

  private static boolean convertible(int channels) {
    return channels == 1 || channels == 3;
  }

  /** How many images there are, bad ones included. */
  public int size() {
    return split.size();
  }

  /** The class of an image. */
  public int label(int index) {
    return split.label(index);
  }

  /** What the network takes: channels, height, width. */
  public FeatureMap shape() {
    return size;
  }

  /** What is seen of every image. */
  public List<View> views() {
    return views;
  }

  /** What is averaged over them. */
  public Views.Average average() {
    return average;
  }

  /** Whether every view has {@link #shape()}; whole images have their own. */
  public boolean fixed() {
    return sides.isEmpty();
  }

  /**
   * How many images make up about {@code inputs} inputs of the network: at least 1. Of whole images
   * it is the pixels at the largest scale that count, since each shape is run by itself.
   */
  public int imagesLike(int inputs) {
    long own = (long) size.height() * size.width();
    long pixels = views.size() * own;
    if (!fixed()) {
      long side = Collections.max(sides);
      pixels = 2 * side * side; // also mirrored
    }
    return (int) Math.max(1, inputs * own / pixels);
  }

  /** What views of fixed size are cut out of; the input itself where it is all that is seen. */
  FeatureMap frame() {
    return frame;
  }

  /** Shorter sides of the whole images that are seen, each once. */
  List<Integer> sides() {
    return sides;
  }

  /**
   * Reads an image whole.
   *
   * @return one for each of {@link #sides()}; none when the image is bad and is to be skipped
   * @throws InputException when the image is bad and is to be refused; the message names the file
   */
  List<Picture> wholes(int index) {
    return originals.wholes(index, size.channels(), sides);
  }

  /**
   * Copies an image's {@link #frame()} (H×W×C) to the start of {@code target}.
   *
   * @return false when the image is bad and is to be skipped; {@code target} is then as it was
   * @throws InputException when the image is bad and is to be refused; the message names the file
   */
  boolean read(int index, byte[] target) {
    if (asStored) {
      ((PixelSplit) split).copy(index, target, 0);
      return true;
    }
    byte[] pixels = cache == null ? null : cache.get(index);
    if (pixels == null) {
      pixels = originals.frame(index, frame);
      if (cache != null) {
        cache.set(index, pixels);
      }
    }
    System.arraycopy(pixels, 0, target, 0, pixels.length);
    return pixels.length > 0;
  }

  /**
   * Cuts a drawn part out of the whole image, resized to the {@link #frame()} (H×W×C), and copies
   * it to the start of {@code target}. Nothing is remembered: every part is another one.
   *
   * @return false when the image is bad and is to be skipped; {@code target} is then as it was
   * @throws InputException when the image is bad and is to be refused; the message names the file
   */
  boolean readPart(int index, ResizedCrop crop, Draws draws, byte[] target) {
    byte[] part = originals.part(index, frame, crop, draws);
    System.arraycopy(part, 0, target, 0, part.length);
    return part.length > 0;
  }
}
