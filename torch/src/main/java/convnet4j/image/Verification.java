package convnet4j.image;

import convnet4j.data.Dataset;
import convnet4j.data.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * What is wrong with the images of a data set: those that cannot be decoded, those whose names say
 * that they are of another format, and test images that the network is trained on.
 *
 * @param train of the training images
 * @param test of the test images
 * @param exact test images with the pixels of a training image, by their index
 * @param near other test images that look like a training image, by their index
 */
public record Verification(Report train, Report test, List<Exact> exact, List<Near> near) {
  /** What the correlation of near-duplicates is at least, unless asked otherwise. */
  public static final double SIMILARITY = 0.9;

  /**
   * In how many of 64 bits the perceptual hashes of near-duplicates differ at most. Among
   * CIFAR-10's images as shared with this project, 191 of 9,979 test images are within it of a
   * training image that they correlate with by 0.9 or more; in all of the 251 pairs the labels
   * agree, and of 64 that people looked at, 60 show the same thing. Farther away and less alike the
   * false ones begin: at 0.85 a twentieth of what comes in addition has another label.
   */
  static final int RADIUS = 10;

  /** Training images that a test image is compared with, those of the nearest hashes first. */
  static final int MOST_COMPARED = 64;

  public Verification {
    exact = List.copyOf(exact);
    near = List.copyOf(near);
  }

  /** What is wrong with single images of a split, by their index. */
  public record Report(List<Broken> broken, List<Misnamed> misnamed) {
    public Report {
      broken = List.copyOf(broken);
      misnamed = List.copyOf(misnamed);
    }
  }

  /** A file that cannot be read or decoded. */
  public record Broken(int index, String problem) {}

  /**
   * A file whose extension is that of one format and whose content is of another.
   *
   * @param claimed the format that its name says, such as {@code JPEG}
   * @param actual the format that it is
   */
  public record Misnamed(int index, String claimed, String actual) {}

  /**
   * A test image that is a training image.
   *
   * @param test its index
   * @param train the first of the training images with its pixels
   * @param trains how many there are
   * @param sameFile whether the files of the two are the same byte for byte
   */
  public record Exact(int test, int train, int trains, boolean sameFile) {}

  /**
   * A test image that looks like a training image.
   *
   * @param test its index
   * @param train the training image: of those alike enough the one with the nearest hash
   * @param bits in which the hashes differ
   * @param similarity correlation of the pixels, at most 1
   */
  public record Near(int test, int train, int bits, double similarity) {}

  /** Hears how far the work is, from several threads. */
  @FunctionalInterface
  public interface Listener {
    /** So many of so many images. */
    void progress(String what, int done, int total);
  }

  /** Whether there is nothing to tell. */
  public boolean clean() {
    return train.broken().isEmpty()
        && train.misnamed().isEmpty()
        && test.broken().isEmpty()
        && test.misnamed().isEmpty()
        && exact.isEmpty()
        && near.isEmpty();
  }

  /**
   * Decodes and compares all images. It takes 32 bytes of memory for each, and time in proportion
   * to their number.
   *
   * @param similarity least correlation of near-duplicates, 0..1; above 1 none are looked for
   */
  public static Verification of(Dataset data, double similarity, int threads, Listener listener) {
    Fingerprints train = look("training images", data.train(), threads, listener);
    Fingerprints test = look("test images", data.test(), threads, listener);
    List<Exact> exact = exact(train, test);
    List<Near> near =
        similarity > 1 ? List.of() : near(train, test, exact, similarity, threads, listener);
    return new Verification(report(train), report(test), exact, near);
  }

  private static Fingerprints look(String what, Split split, int threads, Listener listener) {
    IntConsumer progress = done -> listener.progress(what, done, split.size());
    return Fingerprints.of(split, threads, progress);
  }

  private static Report report(Fingerprints fingerprints) {
    return new Report(fingerprints.broken(), fingerprints.misnamed());
  }

  private static List<Exact> exact(Fingerprints train, Fingerprints test) {
    LongIndex byPixels = train.byPixels();
    List<Exact> found = new ArrayList<>();
    test.readable()
        .forEach(
            i -> {
              List<Integer> same = new ArrayList<>();
              byPixels.forEach(
                  test.pixels(i),
                  t -> {
                    if (test.samePixels(i, train, t)) {
                      same.add(t);
                    }
                  });
              if (!same.isEmpty()) {
                int first = same.getFirst();
                found.add(new Exact(i, first, same.size(), test.sameFile(i, train, first)));
              }
            });
    return found;
  }

  private static List<Near> near(
      Fingerprints train,
      Fingerprints test,
      List<Exact> exact,
      double similarity,
      int threads,
      Listener listener) {
    LongIndex byLooks = train.byLooks();
    HammingIndex hashes = new HammingIndex(byLooks.distinct());
    boolean[] settled = new boolean[test.split().size()];
    exact.forEach(e -> settled[e.test()] = true);
    List<Near> found = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger done = new AtomicInteger();
    EveryImage.inChunks(
        settled.length,
        threads,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            if (test.isReadable(i) && !settled[i]) {
              nearest(i, test, train, candidates(test.looks(i), hashes, byLooks), similarity)
                  .ifPresent(found::add);
            }
          }
          listener.progress("comparing", done.addAndGet(end - begin), settled.length);
        });
    found.sort(Comparator.comparingInt(Near::test));
    return found;
  }

  private record Candidate(int train, int bits) {}

  private static List<Candidate> candidates(long hash, HammingIndex hashes, LongIndex byLooks) {
    List<Candidate> candidates = new ArrayList<>();
    hashes.search(
        hash,
        RADIUS,
        (other, bits) -> byLooks.forEach(other, t -> candidates.add(new Candidate(t, bits))));
    candidates.sort(Comparator.comparingInt(Candidate::bits).thenComparingInt(Candidate::train));
    return candidates.subList(0, Math.min(MOST_COMPARED, candidates.size()));
  }

  private static Optional<Near> nearest(
      int index,
      Fingerprints test,
      Fingerprints train,
      List<Candidate> candidates,
      double similarity) {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    byte[] sample = Resemblance.sample(test.split(), index);
    for (Candidate candidate : candidates) {
      double alike = Resemblance.of(sample, Resemblance.sample(train.split(), candidate.train()));
      if (alike >= similarity) {
        return Optional.of(new Near(index, candidate.train(), candidate.bits(), alike));
      }
    }
    return Optional.empty();
  }
}
