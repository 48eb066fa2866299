package convnet4j.image;

import convnet4j.data.FileSplit;
import convnet4j.data.ImageFile;
import convnet4j.data.PixelSplit;
import convnet4j.data.Split;
import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The images of a {@link Split}, decoded, in the size and channels a network takes. Keep one for as
 * long as the split is used: what had to be decoded or resized is remembered where all of it fits
 * (512 MiB, or an eighth of the Java heap where that is less), each image when it is first read.
 * Safe for many threads.
 */
public final class ImageSource {
  private static final long MAX_CACHE = 512L << 20;

  /** Stands for an image that could not be decoded. */
  private static final byte[] BAD = {};

  private final Split split;
  private final FeatureMap size;
  private final boolean skipBadImages;
  private final boolean asStored;

  /**
   * By index, before random transforms; null where the split is too large, or needs no decoding.
   */
  private final AtomicReferenceArray<byte[]> cache;

  private ImageSource(Split split, FeatureMap size, boolean skipBadImages, long cacheBytes) {
    this.split = split;
    this.size = size;
    this.skipBadImages = skipBadImages;
    this.asStored = split instanceof PixelSplit pixels && shape(pixels).equals(size);
    boolean cached = !asStored && split.size() * size.elements() <= cacheBytes;
    this.cache = cached ? new AtomicReferenceArray<>(split.size()) : null;
  }

  /**
   * The images of {@code split} in {@code size}.
   *
   * @param size what the network takes: 1 or 3 channels, unless the split has it as it is
   * @param skipBadImages whether images that cannot be decoded are left out instead of refused
   * @throws InputException when the split cannot be brought to as many channels
   */
  public static ImageSource of(Split split, FeatureMap size, boolean skipBadImages) {
    long cacheBytes = Math.min(MAX_CACHE, Runtime.getRuntime().maxMemory() / 8);
    return of(split, size, skipBadImages, cacheBytes);
  }

  static ImageSource of(Split split, FeatureMap size, boolean skipBadImages, long cacheBytes) {
    ImageSource source = new ImageSource(split, size, skipBadImages, cacheBytes);
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

  /** What every image has: channels, height, width. */
  public FeatureMap shape() {
    return size;
  }

  /**
   * Copies the pixels of an image (H×W×C) to the start of {@code target}.
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
      pixels = decode(index);
      if (cache != null) {
        cache.set(index, pixels);
      }
    }
    System.arraycopy(pixels, 0, target, 0, pixels.length);
    return pixels.length > 0;
  }

  private byte[] decode(int index) {
    return switch (split) {
      case PixelSplit pixels -> {
        byte[] image = new byte[pixels.imageBytes()];
        pixels.copy(index, image, 0);
        yield Decoder.fit(image, shape(pixels), size);
      }
      case FileSplit files -> decode(files.files().get(index));
    };
  }

  private byte[] decode(ImageFile file) {
    try {
      return Decoder.decode(file.path(), file.entry().read(), size);
    } catch (InputException e) {
      if (skipBadImages) {
        return BAD;
      }
      throw new InputException(e.getMessage() + ", or pass --bad-images skip", e);
    }
  }

  private static FeatureMap shape(PixelSplit pixels) {
    return new FeatureMap(pixels.channels(), pixels.height(), pixels.width());
  }
}
