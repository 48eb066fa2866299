package convnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumTest {
  /** Test vectors of RFC 1321 and FIPS 180-2 for "abc". */
  @Test
  void agreesWithPublishedDigests(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "abc");
    Checksum md5 = Checksum.md5("900150983CD24FB0D6963F7D28E17F72");
    Checksum sha =
        Checksum.sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(md5.of(file)).isEqualTo(md5.hex());
    assertThat(sha.of(file)).isEqualTo(sha.hex());
  }

  @Test
  void theBeginningOfADigestIsEnoughWhereItIsAllThatIsKnown() {
    String digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    Checksum beginning = Checksum.sha256Beginning("BA7816BF");
    assertThat(beginning.matches(digest)).isTrue();
    assertThat(beginning.matches("0" + digest.substring(1))).isFalse();
    assertThat(beginning).hasToString("SHA-256 ba7816bf…");
    assertThat(Checksum.sha256(digest)).hasToString("SHA-256 " + digest);
    assertThatThrownBy(() -> Checksum.sha256Beginning("ba7816b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Checksum.sha256("ba7816bf"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatIsNoDigest() {
    assertThatThrownBy(() -> Checksum.md5("900150")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Checksum.md5("x".repeat(32)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Checksum("CRC-0", "00"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
