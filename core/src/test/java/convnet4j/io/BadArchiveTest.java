package convnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives and folders that people really have, and that are not as they should be. */
class BadArchiveTest {
  private static final byte[] CONTENT = "not really a photo".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private static List<String> paths(Archive archive) {
    return archive.entries().stream().map(Archive.Entry::path).toList();
  }

  /** One file that is not compressed, so that the bytes of its content are there. */
  private Path storedZip(String name) throws IOException {
    Path path = folder.resolve("stored.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      ZipEntry entry = new ZipEntry(name);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(CONTENT.length);
      CRC32 sum = new CRC32();
      sum.update(CONTENT);
      entry.setCrc(sum.getValue());
      zip.putNextEntry(entry);
      zip.write(CONTENT);
    }
    return path;
  }

  private static int find(byte[] bytes, byte[] part) {
    for (int at = 0; at + part.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new IllegalArgumentException("not there");
  }

  /** Sets the same two bytes in the header before the content and in the directory. */
  private static void setBoth(Path zip, int inHeader, int inDirectory, int value)
      throws IOException {
    byte[] bytes = Files.readAllBytes(zip);
    int header = find(bytes, new byte[] {'P', 'K', 3, 4});
    int directory = find(bytes, new byte[] {'P', 'K', 1, 2});
    bytes[header + inHeader] = (byte) value;
    bytes[directory + inDirectory] = (byte) value;
    Files.write(zip, bytes);
  }

  @Test
  void aZipWithAPasswordIsNotCalledDamaged() throws IOException {
    Path zip = storedZip("장미/1.jpg");
    setBoth(zip, 6, 8, 1); // bit 0 of the flags: encrypted
    assertThatThrownBy(() -> Archive.open(zip))
        .isInstanceOf(InputException.class)
        .hasMessage(
            zip
                + ": '장미/1.jpg' needs a password; expected an archive without one: unpack it and"
                + " give the folder");
  }

  @Test
  void aZipOfAnotherCompressionIsNotCalledDamaged() throws IOException {
    Path zip = storedZip("a/1.jpg");
    setBoth(zip, 8, 10, 93); // Zstandard
    assertThatThrownBy(() -> Archive.open(zip))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(zip + ": 'a/1.jpg' is compressed by ZSTD; expected DEFLATED");
  }

  @Test
  void aZipWithAWrongByteInAFileIsRefusedWhenThatIsRead() throws IOException {
    Path zip = storedZip("a/1.jpg");
    byte[] bytes = Files.readAllBytes(zip);
    bytes[find(bytes, CONTENT) + 4] ^= 1;
    Files.write(zip, bytes);
    try (Archive archive = Archive.open(zip)) {
      Archive.Entry entry = archive.entries().getFirst();
      assertThatThrownBy(entry::read)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(zip + "!a/1.jpg: damaged (its checksum is wrong)");
    }
  }

  /** Without the flag, as older tools on Linux and macOS write them. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "MS949"})
  void aZipMayLeaveOutThatItsKoreanNamesAreUtf8(String encoding) throws IOException {
    Path path = folder.resolve("unflagged.zip");
    try (var zip = new ZipArchiveOutputStream(path)) {
      zip.setEncoding(encoding);
      zip.setUseLanguageEncodingFlag(false);
      zip.setCreateUnicodeExtraFields(ZipArchiveOutputStream.UnicodeExtraFieldPolicy.NEVER);
      for (String name : List.of("튤립 꽃/사진 1.jpg", "장미/사진 2.jpg")) {
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
      }
    }
    try (Archive archive = Archive.open(path)) {
      assertThat(paths(archive)).containsExactly("장미/사진 2.jpg", "튤립 꽃/사진 1.jpg");
      assertThat(archive.entries().get(1).read()).asString().isEqualTo("튤립 꽃/사진 1.jpg");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "MS949"})
  void aTarMayHaveKoreanNamesWithoutSayingHow(String encoding) throws IOException {
    Path path = folder.resolve("old.tar");
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(path), encoding)) {
      for (String name : List.of("튤립 꽃/사진 1.jpg", "장미/사진 2.jpg")) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        byte[] content = name.getBytes(StandardCharsets.UTF_8);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    try (Archive archive = Archive.open(path)) {
      assertThat(paths(archive)).containsExactly("장미/사진 2.jpg", "튤립 꽃/사진 1.jpg");
      assertThat(archive.entries().get(1).read()).asString().isEqualTo("튤립 꽃/사진 1.jpg");
    }
  }

  @Test
  void aQuestionMarkInATarsUtf8NamesIsTheirOwn() throws IOException {
    Path path = ArchiveFiles.TAR.write(folder, Map.of("왜?/é?.jpg", CONTENT, "ä/1.jpg", CONTENT));
    try (Archive archive = Archive.open(path)) {
      assertThat(paths(archive)).containsExactly("ä/1.jpg", "왜?/é?.jpg");
    }
    Path old = folder.resolve("old.tar");
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(old), "UTF-8")) {
      tar.putArchiveEntry(new TarArchiveEntry("왜?/1.jpg"));
      tar.closeArchiveEntry();
    }
    try (Archive archive = Archive.open(old)) {
      assertThat(paths(archive)).containsExactly("왜?/1.jpg");
    }
  }

  @Test
  void aFileThatIsGoneWhenItIsReadIsNamed() throws IOException {
    Path root = ArchiveFiles.FOLDER.write(folder, Map.of("장미 꽃/1.jpg", CONTENT));
    try (Archive archive = Archive.open(root)) {
      Files.delete(root.resolve("장미 꽃/1.jpg"));
      Archive.Entry entry = archive.entries().getFirst();
      assertThatThrownBy(entry::read)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(root.resolve("장미 꽃/1.jpg") + ": cannot be read (");
    }
  }

  @Test
  void linksThatLeadToEachOtherAreLeftOut() throws IOException {
    Path root = ArchiveFiles.FOLDER.write(folder, Map.of("a/1.jpg", CONTENT, "b/2.jpg", CONTENT));
    Files.createSymbolicLink(root.resolve("a/itself"), Path.of("itself"));
    Files.createSymbolicLink(root.resolve("a/there"), Path.of("back"));
    Files.createSymbolicLink(root.resolve("a/back"), Path.of("there"));
    Files.createSymbolicLink(root.resolve("a/up"), root.resolve("b"));
    Files.createSymbolicLink(root.resolve("b/across"), root.resolve("a"));
    try (Archive archive = Archive.open(root)) {
      assertThat(paths(archive))
          .containsExactly("a/1.jpg", "a/up/2.jpg", "b/2.jpg", "b/across/1.jpg");
    }
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThatThrownBy(() -> Archive.open(loop))
        .isInstanceOf(InputException.class)
        .hasMessage(loop + ": no such file or folder; check the path");
  }

  /** Two such classes would look alike and flow into one. */
  @Test
  void aFolderWhoseNameIsNoTextIsRefused() throws IOException, InterruptedException {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    Path root = ArchiveFiles.FOLDER.write(folder, Map.of("a/1.jpg", CONTENT));
    Process process =
        new ProcessBuilder("bash", "-c", "mkdir \"$0/\"$'\\xc0\\xe5\\xb9\\xcc'", root.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    assertThatThrownBy(() -> Archive.open(root))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(root + ": the name '")
        .hasMessageContaining("is no text in this system's encoding, UTF-8; rename it");
  }

  @Test
  void aTarThatRepeatsANameGivesTheLaterFile() throws IOException {
    Path path = folder.resolve("repeated.tar");
    try (var out = Files.newOutputStream(path);
        var tar = new TarArchiveOutputStream(out)) {
      for (int i = 1; i <= 2; i++) {
        TarArchiveEntry entry = new TarArchiveEntry("a.jpg");
        entry.setSize(Integer.BYTES);
        tar.putArchiveEntry(entry);
        tar.write(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
        tar.closeArchiveEntry();
      }
    }
    try (Archive archive = Archive.open(path)) {
      assertThat(paths(archive)).containsExactly("a.jpg");
      assertThat(archive.entries().getFirst().read()).containsExactly(0, 0, 0, 2);
    }
  }
}
