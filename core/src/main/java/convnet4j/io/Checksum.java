package convnet4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a file must hash to.
 *
 * @param algorithm {@code MD5} or {@code SHA-256}
 * @param hex the digest
 */
public record Checksum(String algorithm, String hex) {
  public Checksum {
    hex = hex.toLowerCase(Locale.ROOT);
    if (hex.length() != 2 * digest(algorithm).getDigestLength() || !hex.matches("[0-9a-f]+")) {
      throw new IllegalArgumentException("expected an " + algorithm + " in hex, received " + hex);
    }
  }

  /** An MD5: guards against accidents, which is why old data sets state it. */
  public static Checksum md5(String hex) {
    return new Checksum("MD5", hex);
  }

  /** A SHA-256: guards against malice, too. */
  public static Checksum sha256(String hex) {
    return new Checksum("SHA-256", hex);
  }

  /** The hex digest of a file by this algorithm. */
  String of(Path file) throws IOException {
    MessageDigest digest = digest(algorithm);
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("expected MD5 or SHA-256, received " + algorithm, e);
    }
  }
}
