package convnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
  private static final String LONG = "길고".repeat(60) + "/" + "x".repeat(120) + ".jpg";

  @TempDir Path folder;

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("top/b/2.jpg", bytes(513));
    files.put("top/b/1.jpg", bytes(0));
    files.put("top/한글 이름/사진 하나.jpg", bytes(70_000));
    files.put("top/a.txt", bytes(1));
    return files;
  }

  private static List<String> paths(Archive archive) {
    return archive.entries().stream().map(Archive.Entry::path).toList();
  }

  @ParameterizedTest
  @EnumSource
  void listsFilesByPathAndReadsThem(ArchiveFiles form) throws IOException {
    Map<String, byte[]> files = files();
    files.put("top/empty class/", new byte[0]);
    try (Archive archive = Archive.open(form.write(folder, files))) {
      assertThat(paths(archive))
          .containsExactly("top/a.txt", "top/b/1.jpg", "top/b/2.jpg", "top/한글 이름/사진 하나.jpg");
      assertThat(archive.folders()).containsExactly("top", "top/b", "top/empty class", "top/한글 이름");
      for (Archive.Entry entry : archive.entries()) {
        assertThat(entry.read()).isEqualTo(files.get(entry.path()));
        assertThat(entry.size()).isEqualTo(files.get(entry.path()).length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesJunkOut(ArchiveFiles form) throws IOException {
    Map<String, byte[]> files = files();
    for (String junk :
        List.of(
            "top/.DS_Store",
            "top/b/._1.jpg",
            "top/b/Thumbs.db",
            "__MACOSX/top/b/1.jpg",
            "top/.ipynb_checkpoints/1.jpg",
            "top/b/@eaDir/1.jpg",
            "top/desktop.ini")) {
      files.put(junk, bytes(5));
    }
    try (Archive archive = Archive.open(form.write(folder, files))) {
      assertThat(archive.entries()).hasSize(4);
      assertThat(archive.folders()).containsExactly("top", "top/b", "top/한글 이름");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FOLDER")
  void readsLongNamesAndLeadingDots(ArchiveFiles form) throws IOException {
    byte[] content = bytes(9);
    Path path = form.write(folder, Map.of("./" + LONG, content));
    try (Archive archive = Archive.open(path)) {
      assertThat(paths(archive)).containsExactly(LONG);
      assertThat(archive.entries().getFirst().read()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @EnumSource
  void composesTheNamesThatMacOsDecomposes(ArchiveFiles form) throws IOException {
    String decomposed = "\u1112\u1161\u11ab/e\u0301.jpg";
    try (Archive archive = Archive.open(form.write(folder, Map.of(decomposed, bytes(3))))) {
      assertThat(paths(archive)).containsExactly("한/é.jpg");
      assertThat(archive.entries().getFirst().read()).isEqualTo(bytes(3));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FOLDER")
  void refusesPathsThatLeadOut(ArchiveFiles form) throws IOException {
    for (String evil : List.of("../../etc/passwd", "a/../../b.jpg", "/etc/passwd", "C:/x.jpg")) {
      Path path = form.write(folder, Map.of("fine.jpg", bytes(3), evil, bytes(3)));
      assertThatThrownBy(() -> Archive.open(path))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(path.toString())
          .hasMessageContaining("'" + evil + "'");
    }
  }

  @ParameterizedTest
  @EnumSource
  void isReadByManyThreadsAtOnce(ArchiveFiles form) throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    IntStream.range(0, 200).forEach(i -> files.put("f/" + i, bytes(1000 + i)));
    try (Archive archive = Archive.open(form.write(folder, files));
        ExecutorService pool = Executors.newFixedThreadPool(8)) {
      Callable<Long> job =
          () ->
              archive.entries().stream()
                  .filter(e -> !Arrays.equals(e.read(), files.get(e.path())))
                  .count();
      for (Future<Long> wrong : pool.invokeAll(Collections.nCopies(8, job))) {
        assertThat(wrong.get()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedReaderDoesNotCloseItForTheOthers(ArchiveFiles form) throws Exception {
    try (Archive archive = Archive.open(form.write(folder, files()))) {
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    try {
                      archive.entries().getLast().read();
                    } catch (InputException e) {
                      // the interrupted one may fail, it alone
                    }
                  });
      reader.join();
      assertThat(archive.entries().getLast().read()).isEqualTo(bytes(70_000));
    }
  }

  /** Wherever the transfer stopped, with whatever luck about block boundaries. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FOLDER")
  void saysThatAnArchiveIsCutShort(ArchiveFiles form) throws IOException {
    Map<String, byte[]> files = Map.of("a/1.jpg", bytes(1000), "b/2.jpg", bytes(2000));
    byte[] whole = Files.readAllBytes(form.write(folder, files));
    // Two headers, two and four blocks, one of the end marker; what follows is padding.
    int needed = form == ArchiveFiles.TAR ? 9 * 512 : whole.length;
    Path cut = folder.resolve("cut");
    for (int length = 0; length < needed; length++) {
      if (length % 37 != 0 && length % 512 != 0) {
        continue;
      }
      Files.write(cut, Arrays.copyOf(whole, length));
      int kept = length;
      assertThatThrownBy(() -> Archive.open(cut).close(), "%s cut to %s bytes", form, kept)
          .isInstanceOf(InputException.class)
          .hasMessageContaining(cut.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FOLDER")
  void damageIsNeverMoreThanOneError(ArchiveFiles form) throws IOException {
    byte[] whole =
        Files.readAllBytes(form.write(folder, Map.of("a/1.jpg", bytes(600), "b", bytes(20))));
    Random random = new Random(7);
    Path damaged = folder.resolve("damaged");
    for (int i = 0; i < 1500; i++) {
      byte[] bytes = whole.clone();
      int flips = 1 + random.nextInt(3);
      for (int f = 0; f < flips; f++) {
        bytes[random.nextInt(Math.min(bytes.length, 4096))] = (byte) random.nextInt(256);
      }
      Files.write(damaged, bytes);
      try (Archive archive = Archive.open(damaged)) {
        archive.entries().forEach(Archive.Entry::read);
      } catch (InputException e) {
        assertThat(e).hasMessageContaining(damaged.toString());
      }
    }
  }

  @Test
  void aTarThatClaimsMoreThanThereIsIsRefusedBeforeMemoryIsSetAside() throws IOException {
    byte[] tar = Files.readAllBytes(ArchiveFiles.TAR.write(folder, Map.of("a", bytes(3))));
    byte[] absurd = "77777777777".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(absurd, 0, tar, 124, 11); // 8 GiB, in octal
    resum(tar);
    Path path = Files.write(folder.resolve("absurd.tar"), tar);
    assertThatThrownBy(() -> Archive.open(path))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("damaged or cut short");
  }

  private static void resum(byte[] tar) {
    Arrays.fill(tar, 148, 156, (byte) ' ');
    int sum = IntStream.range(0, 512).map(i -> tar[i] & 0xFF).sum();
    byte[] octal = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, tar, 148, 8);
  }

  @Test
  void aZipThatClaimsMoreThanItCanHoldIsRefused() throws IOException {
    byte[] zip = Files.readAllBytes(ArchiveFiles.ZIP.write(folder, Map.of("a", bytes(3))));
    int directory = indexOf(zip, new byte[] {'P', 'K', 1, 2});
    zip[directory + 24 + 3] = 0x7F; // the highest byte of the uncompressed size: 2 GB
    Path path = Files.write(folder.resolve("absurd.zip"), zip);
    assertThatThrownBy(() -> Archive.open(path))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'a' claims");
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    return IntStream.range(0, bytes.length - part.length)
        .filter(i -> Arrays.equals(bytes, i, i + part.length, part, 0, part.length))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void readsZipsOfKoreanWindows() throws IOException {
    Path path = folder.resolve("ms949.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(path), Charset.forName("MS949"))) {
      zip.putNextEntry(new ZipEntry("튤립\\사진.jpg"));
      zip.write(bytes(4));
    }
    try (Archive archive = Archive.open(path)) {
      assertThat(paths(archive)).containsExactly("튤립/사진.jpg");
      assertThat(archive.entries().getFirst().read()).isEqualTo(bytes(4));
    }
  }

  @Test
  void hardLinksInATarAreFilesAndSymbolicLinksAreNot() throws Exception {
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.write(root.resolve("a"), bytes(700));
    Files.createLink(root.resolve("b"), root.resolve("a"));
    Files.createSymbolicLink(root.resolve("c"), Path.of("a"));
    Path tar = folder.resolve("links.tar");
    Process process =
        new ProcessBuilder("tar", "cf", tar.toString(), "-C", root.toString(), "a", "b", "c")
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    try (Archive archive = Archive.open(tar)) {
      assertThat(paths(archive)).containsExactly("a", "b");
      assertThat(archive.entries().get(1).read()).isEqualTo(bytes(700));
    }
  }

  @Test
  void aLinkThatLeadsBackUpDoesNotHang() throws IOException {
    Path root = ArchiveFiles.FOLDER.write(folder, files());
    Files.createSymbolicLink(root.resolve("top/b/loop"), root);
    Files.createSymbolicLink(root.resolve("top/broken"), Path.of("nowhere"));
    Files.createSymbolicLink(root.resolve("top/linked.jpg"), root.resolve("top/b/2.jpg"));
    try (Archive archive = Archive.open(root)) {
      assertThat(paths(archive)).hasSize(5).contains("top/linked.jpg");
    }
  }

  @Test
  void aCompressedTarLeavesNoTemporaryFile() throws IOException {
    Path path = ArchiveFiles.TAR_GZ.write(folder, files());
    LongSupplier temporaries =
        () -> {
          String[] names =
              new File(System.getProperty("java.io.tmpdir"))
                  .list((directory, name) -> name.matches("convnet4j-.*\\.tar"));
          return names.length;
        };
    long before = temporaries.getAsLong();
    try (Archive archive = Archive.open(path)) {
      assertThat(archive.entries()).isNotEmpty();
      assertThat(temporaries.getAsLong()).isEqualTo(before);
    }
  }

  @Test
  void theListenerHearsTheDecodingOfACompressedTar() throws IOException {
    Path path = ArchiveFiles.TAR_GZ.write(folder, files());
    long[] last = new long[2];
    Archive.open(
            path,
            (what, done, total) -> {
              assertThat(what).contains("packed.tar_gz");
              assertThat(done).isGreaterThanOrEqualTo(last[0]);
              last[0] = done;
              last[1] = total;
            })
        .close();
    assertThat(last).containsExactly(Files.size(path), Files.size(path));
  }

  @Test
  void namesAPathThatIsNotThere() {
    Path path = folder.resolve("nowhere");
    assertThatThrownBy(() -> Archive.open(path))
        .isInstanceOf(InputException.class)
        .hasMessage(path + ": no such file or folder; check the path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "<html>404 not found</html>"})
  void namesAFileOfNoKnownKind(String content) throws IOException {
    Path path = Files.writeString(folder.resolve("x.tar"), content.repeat(40));
    assertThatThrownBy(() -> Archive.open(path))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a folder or a tar, tar.gz, tar.xz or zip archive")
        .hasMessageContaining("received a file of " + 40 * content.length() + " bytes");
  }

  @Test
  void namesACompressedFileThatHoldsNoTar() throws IOException {
    Path path = folder.resolve("idx.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(bytes(3000));
    }
    assertThatThrownBy(() -> Archive.open(path))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds no tar");
  }
}
