package convnet4j.image;

import convnet4j.data.FileSplit;
import convnet4j.data.ImageFile;
import convnet4j.data.Split;
import convnet4j.errors.InputException;
import convnet4j.image.ImageHeader.Format;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * What tells the images of a split apart: 32 bytes for each, and what is wrong with some of them.
 */
final class Fingerprints implements EveryImage.Visitor {
  private final Split split;
  private final BitSet readable = new BitSet();
  private final List<Verification.Broken> broken = new ArrayList<>();
  private final List<Verification.Misnamed> misnamed = new ArrayList<>();

  /** The first 64 bits of the SHA-256 of a file. */
  private final long[] file;

  /** The first 128 bits of the SHA-256 of size and pixels. */
  private final long[] pixels;

  private final long[] pixelsToo;
  private final long[] looks;

  private Fingerprints(Split split) {
    this.split = split;
    this.file = new long[split.size()];
    this.pixels = new long[split.size()];
    this.pixelsToo = new long[split.size()];
    this.looks = new long[split.size()];
  }

  /** Looks at every image. */
  static Fingerprints of(Split split, int threads, IntConsumer progress) {
    Fingerprints fingerprints = new Fingerprints(split);
    EveryImage.visit(split, threads, fingerprints, progress);
    return fingerprints;
  }

  @Override
  public void image(int index, Mat image, byte[] encoded) {
    long length = (long) image.rows() * image.cols() * image.channels();
    MessageDigest sha256 = sha256();
    sha256.update(
        ByteBuffer.allocate(3 * Integer.BYTES)
            .putInt(image.rows())
            .putInt(image.cols())
            .putInt(image.channels())
            .flip());
    sha256.update(image.data().capacity(length).asByteBuffer());
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
    pixels[index] = digest.getLong();
    pixelsToo[index] = digest.getLong();
    file[index] = ByteBuffer.wrap(sha256.digest(encoded)).getLong();
    looks[index] = PerceptualHash.of(image);
    synchronized (this) {
      readable.set(index);
      misnamed(index, encoded).ifPresent(misnamed::add);
    }
  }

  private Optional<Verification.Misnamed> misnamed(int index, byte[] encoded) {
    if (!(split instanceof FileSplit files)) {
      return Optional.empty();
    }
    ImageFile image = files.files().get(index);
    Format is = ImageHeader.format(image.path(), encoded);
    return Format.claimedBy(image.path())
        .filter(claimed -> claimed != is)
        .map(claimed -> new Verification.Misnamed(index, claimed.name(), is.name()));
  }

  @Override
  public synchronized void bad(int index, InputException problem) {
    broken.add(new Verification.Broken(index, problem.getMessage()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Split split() {
    return split;
  }

  List<Verification.Broken> broken() {
    return broken.stream().sorted(Comparator.comparingInt(Verification.Broken::index)).toList();
  }

  List<Verification.Misnamed> misnamed() {
    return misnamed.stream().sorted(Comparator.comparingInt(Verification.Misnamed::index)).toList();
  }

  boolean isReadable(int index) {
    return readable.get(index);
  }

  /** The images that could be decoded. */
  IntStream readable() {
    return readable.stream();
  }

  LongIndex byPixels() {
    return new LongIndex(pixels, readable());
  }

  LongIndex byLooks() {
    return new LongIndex(looks, readable());
  }

  long pixels(int index) {
    return pixels[index];
  }

  /** The perceptual hash. */
  long looks(int index) {
    return looks[index];
  }

  boolean samePixels(int index, Fingerprints other, int theirs) {
    return pixels[index] == other.pixels[theirs] && pixelsToo[index] == other.pixelsToo[theirs];
  }

  /** Of images with the same pixels: whether their files are the same as well. */
  boolean sameFile(int index, Fingerprints other, int theirs) {
    return split instanceof FileSplit && file[index] == other.file[theirs];
  }
}
