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
 * @param hex the digest, or what it begins with: at least eight digits
 */
public record Checksum(String algorithm, String hex) {
  private static final String MD5 = "MD5";
  private static final String SHA256 = "SHA-256";
  private static final int FEWEST_DIGITS = 8;

  public Checksum {
    hex = hex.toLowerCase(Locale.ROOT);
    boolean fits = hex.length() >= FEWEST_DIGITS && hex.length() <= digits(algorithm);
    if (!fits || !hex.matches("[0-9a-f]+")) {
      throw new IllegalArgumentException("expected an " + algorithm + " in hex, received " + hex);
    }
  }

  /** An MD5: guards against accidents, which is why old data sets state it. */
  public static Checksum md5(String hex) {
    return whole(MD5, hex);
  }

  /** A SHA-256: guards against malice, too. */
  public static Checksum sha256(String hex) {
    return whole(SHA256, hex);
  }

  /** The beginning of a SHA-256, as some servers put it into a file's name. */
  public static Checksum sha256Beginning(String hex) {
    return new Checksum(SHA256, hex);
  }

  private static Checksum whole(String algorithm, String hex) {
    if (hex.length() != digits(algorithm)) {
      throw new IllegalArgumentException("expected an " + algorithm + " in hex, received " + hex);
    }
    return new Checksum(algorithm, hex);
  }

  /** Whether {@code digest}, whole and in hex, is what this expects. */
  boolean matches(String digest) {
    return digest.startsWith(hex);
  }

  /** As messages print it: {@code SHA-256 0676ba61…}. */
  @Override
  public String toString() {
    return algorithm + " " + hex + (hex.length() < digits(algorithm) ? "…" : "");
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

  private static int digits(String algorithm) {
    return 2 * digest(algorithm).getDigestLength();
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("expected MD5 or SHA-256, received " + algorithm, e);
    }
  }
}
