package convnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void writesANewFileAndReplacesAnOldOne() throws IOException {
    Path file = folder.resolve("결과 1.json");
    AtomicFile.writeString(file, "old and longer");
    AtomicFile.writeString(file, "new");
    assertThat(file).hasContent("new");
    assertThat(folder).isDirectoryContaining("glob:**/결과 1.json");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a");
    AtomicFile.writeString(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("a");
  }

  @Test
  void aLinkGoesOnPointingWhereItPoints() throws IOException {
    Path file = folder.resolve("file");
    Path link = folder.resolve("link");
    Files.writeString(file, "old");
    Files.createSymbolicLink(link, file);
    AtomicFile.writeString(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void aReaderSeesAWholeFileAtAnyTime() throws Exception {
    Path file = folder.resolve("a");
    AtomicFile.write(file, out -> out.write(filled(0)));
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 1; i <= 50; i++) {
                    byte[] content = filled(i);
                    try {
                      AtomicFile.write(file, out -> out.write(content));
                    } catch (IOException e) {
                      return; // the last content then shows it
                    }
                  }
                });
    do {
      byte[] seen = Files.readAllBytes(file);
      assertThat(seen).hasSize(100_000).isEqualTo(filled(seen[0]));
    } while (writer.isAlive());
    writer.join();
    assertThat(Files.readAllBytes(file)).isEqualTo(filled(50));
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[100_000];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
