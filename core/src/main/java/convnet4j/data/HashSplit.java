package convnet4j.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds about a fifth of the images of each class back for testing. An image is held back when the
 * first 64 bits of the SHA-256 of its path ({@code daisy/1.jpg}, in UTF-8), read as a fraction, are
 * below 0.2: so it never changes sides, whatever is added, removed, or packed into an archive.
 *
 * <p>A class whose images would all train lends the one with the smallest hash to the test, one
 * whose images would all test lends the one with the largest to the training. With n images the
 * first happens with probability 0.8ⁿ, and only there can adding an image move another.
 */
final class HashSplit {
  /** 0.2 × 2⁶⁴. */
  private static final long THRESHOLD = 0x3333333333333333L;

  private HashSplit() {}

  /** The images of one class, two or more, that are for testing. */
  static Set<ImageFile> test(List<ImageFile> files) {
    Set<ImageFile> test = new HashSet<>();
    for (ImageFile file : files) {
      if (isTest(file.path())) {
        test.add(file);
      }
    }
    Comparator<ImageFile> byHash =
        Comparator.comparing(file -> hash(file.path()), Long::compareUnsigned);
    if (test.isEmpty()) {
      test.add(files.stream().min(byHash).orElseThrow());
    } else if (test.size() == files.size()) {
      test.remove(files.stream().max(byHash).orElseThrow());
    }
    return test;
  }

  static boolean isTest(String path) {
    return Long.compareUnsigned(hash(path), THRESHOLD) < 0;
  }

  private static long hash(String path) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
