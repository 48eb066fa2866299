package convnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import convnet4j.io.FileServer.Mishap;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadTest {
  private static final Download QUICK = new Download(Duration.ofSeconds(5), 3, Duration.ZERO);

  @TempDir Path folder;
  private Path target;
  private final byte[] content = new byte[200_000];
  private final List<String> notes = new ArrayList<>();
  private final List<Long> progress = new ArrayList<>();

  private final ProgressListener listener =
      new ProgressListener() {
        @Override
        public void progress(String what, long done, long total) {
          assertThat(what).isEqualTo("data.tar");
          assertThat(total).isEqualTo(content.length);
          progress.add(done);
        }

        @Override
        public void note(String line) {
          notes.add(line);
        }
      };

  @BeforeEach
  void fill() {
    new Random(1).nextBytes(content);
    target = folder.resolve("data/set/data.tar");
  }

  private static Checksum sha(byte[] bytes) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return Checksum.sha256(HexFormat.of().formatHex(digest));
  }

  private void fetch(FileServer server) throws Exception {
    QUICK.fetch(server.uri("data.tar"), target, sha(content), listener);
  }

  private Path part() throws IOException {
    Files.createDirectories(target.getParent());
    return target.resolveSibling("data.tar.part");
  }

  private void assertFetched() {
    assertThat(target).hasBinaryContent(content);
    assertThat(target.getParent().toFile().list()).containsExactlyInAnyOrder("data.tar", ".lock");
  }

  private void assertNothingLeft() {
    assertThat(target.getParent().toFile().list()).containsExactly(".lock");
  }

  @Test
  void fetchesAFileAndTellsHowFarItIs() throws Exception {
    try (FileServer server = new FileServer(content)) {
      fetch(server);
      assertFetched();
      assertThat(progress).isSorted().endsWith((long) content.length);
      fetch(server);
      assertThat(server.requests()).as("the second time it is there").containsExactly("all");
    }
  }

  @Test
  void aBrokenTransferGoesOnWhereItBroke() throws Exception {
    try (FileServer server = new FileServer(content, Mishap.BREAK, Mishap.BREAK)) {
      fetch(server);
      assertFetched();
      assertThat(server.requests()).containsExactly("all", "bytes=100000-", "bytes=150000-");
      assertThat(notes).hasSize(2).allMatch(note -> note.contains("trying again"));
    }
  }

  @Test
  void aFileIsVerifiedByTheBeginningOfItsHashAsWell() throws Exception {
    Checksum beginning = Checksum.sha256Beginning(sha(content).hex().substring(0, 8));
    try (FileServer server = new FileServer(content, Mishap.BREAK)) {
      QUICK.fetch(server.uri("data.tar"), target, beginning, listener);
      assertFetched();
      assertThat(server.requests()).containsExactly("all", "bytes=100000-");
    }
  }

  @Test
  void whatNobodyStatesAChecksumOfIsNotGoneOnWith() throws Exception {
    Files.write(part(), new byte[1000]);
    try (FileServer server = new FileServer(content, Mishap.BREAK)) {
      QUICK.fetchUnverified(server.uri("data.tar"), target, listener);
      assertFetched();
      assertThat(server.requests())
          .as("but within one call it is")
          .containsExactly("all", "bytes=100000-");
    }
  }

  @Test
  void aTransferThatKeepsBreakingKeepsItsPartForTheNextRun() throws Exception {
    Mishap no = Mishap.STATUS_503;
    try (FileServer server = new FileServer(content, Mishap.BREAK, no, no, no)) {
      assertThatThrownBy(() -> fetch(server))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("transfer broke after 100000 bytes")
          .hasMessageContaining("run the same command again to go on");
      assertThat(target).doesNotExist();
      assertThat(part()).hasSize(100_000);
      fetch(server);
      assertFetched();
      assertThat(server.requests()).last().isEqualTo("bytes=100000-");
    }
  }

  @Test
  void aTransferThatStallsIsTriedAgain() throws Exception {
    Download impatient = new Download(Duration.ofMillis(300), 3, Duration.ZERO);
    try (FileServer server = new FileServer(content, Mishap.STALL)) {
      impatient.fetch(server.uri("data.tar"), target, sha(content), listener);
      assertFetched();
      assertThat(server.requests()).hasSize(2).last().asString().startsWith("bytes=");
    }
  }

  @Test
  void aServerWithoutRangesStartsAgain() throws Exception {
    Files.write(part(), new byte[50]);
    try (FileServer server = new FileServer(content, Mishap.WHOLE)) {
      fetch(server);
      assertFetched();
      assertThat(server.requests()).containsExactly("bytes=50-");
    }
  }

  @Test
  void aServerThatSendsAnotherRangeIsNotBelieved() throws Exception {
    Files.write(part(), Arrays.copyOf(content, 50));
    try (FileServer server = new FileServer(content, Mishap.OTHER_RANGE)) {
      fetch(server);
      assertFetched();
      assertThat(server.requests()).containsExactly("bytes=50-", "all");
    }
  }

  @Test
  void aPartThatIsWholeIsOnlyChecked() throws Exception {
    Files.write(part(), content);
    try (FileServer server = new FileServer(content)) {
      fetch(server);
      assertFetched();
      assertThat(server.requests()).containsExactly("bytes=200000-");
    }
  }

  @Test
  void aPartOfAnotherVersionStartsAgain() throws Exception {
    Files.write(part(), new byte[50]);
    try (FileServer server = new FileServer(content)) {
      fetch(server);
      assertFetched();
      assertThat(server.requests()).containsExactly("bytes=50-", "all");
      assertThat(notes).singleElement().asString().contains("wrong checksum after resuming");
    }
  }

  @Test
  void aFileWithTheWrongChecksumIsRemoved() throws Exception {
    Checksum expected = sha(new byte[] {1});
    try (FileServer server = new FileServer(content)) {
      assertThatThrownBy(
              () -> QUICK.fetch(server.uri("data.tar"), target, expected, ProgressListener.NONE))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("expected SHA-256 " + expected.hex())
          .hasMessageContaining("received " + sha(content).hex())
          .hasMessageContaining("200000 bytes, removed");
      assertNothingLeft();
    }
  }

  @Test
  void aServerInTroubleIsAskedAgainAndOneThatRefusesIsNot() throws Exception {
    try (FileServer server =
        new FileServer(content, Mishap.STATUS_503, Mishap.STATUS_503, Mishap.STATUS_404)) {
      assertThatThrownBy(() -> fetch(server))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("HTTP status 404");
      assertThat(server.requests()).hasSize(3);
      assertNothingLeft();
    }
  }

  @Test
  void namesAServerThatCannotBeReached() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    for (String host : List.of("127.0.0.1:" + closed, "no-such-host.invalid")) {
      URI uri = URI.create("http://" + host + "/data.tar");
      assertThatThrownBy(() -> QUICK.fetch(uri, target, sha(content), listener))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(uri.toString())
          .hasMessageContaining("cannot reach " + uri.getHost())
          .hasMessageNotContaining("\n");
      assertNothingLeft();
    }
    assertThat(notes).as("nobody is made to wait").isEmpty();
  }

  @Test
  void threadsThatWantTheSameFileFetchItOnce() throws Exception {
    try (FileServer server = new FileServer(content, Mishap.SLOW)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Checksum checksum = sha(content);
        threads.add(
            Thread.ofPlatform()
                .start(
                    () ->
                        QUICK.fetch(
                            server.uri("data.tar"), target, checksum, ProgressListener.NONE)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertFetched();
      assertThat(server.requests()).containsExactly("all");
    }
  }

  @Test
  void processesThatWantTheSameFileFetchItOnce() throws Exception {
    try (FileServer server = new FileServer(content, Mishap.SLOW)) {
      Process first = startProcess(server);
      Process second = startProcess(server);
      assertThat(first.waitFor()).isZero();
      assertThat(second.waitFor()).isZero();
      assertFetched();
      assertThat(server.requests()).containsExactly("all");
    }
  }

  @Test
  void aProcessThatIsKilledLeavesAPartThatTheNextOneFinishes() throws Exception {
    try (FileServer server = new FileServer(content, Mishap.SLOW)) {
      Process process = startProcess(server);
      while (!Files.exists(part()) || Files.size(part()) < 20_000) {
        assertThat(process.isAlive()).isTrue();
        Thread.sleep(5);
      }
      process.destroyForcibly().waitFor();
      assertThat(target.getParent().toFile().list())
          .containsExactlyInAnyOrder("data.tar.part", ".lock");
      fetch(server);
      assertFetched();
      assertThat(server.requests()).hasSize(2);
      String range = server.requests().getLast();
      assertThat(Long.parseLong(range.replaceAll("\\D", ""))).isBetween(20_000L, 199_999L);
    }
  }

  private Process startProcess(FileServer server) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                Fetch.class.getName(),
                server.uri("data.tar").toString(),
                target.toString(),
                sha(content).hex())
            .inheritIO()
            .start();
    process.onExit().orTimeout(50, TimeUnit.SECONDS);
    return process;
  }

  /** Where these classes were loaded from, whoever runs the tests. */
  private static String classPath() throws Exception {
    return String.join(
        File.pathSeparator,
        location(Download.class),
        location(InputException.class),
        location(Fetch.class));
  }

  private static String location(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  /** A process that fetches one file. */
  public static final class Fetch {
    private Fetch() {}

    public static void main(String[] args) {
      QUICK.fetch(
          URI.create(args[0]), Path.of(args[1]), Checksum.sha256(args[2]), ProgressListener.NONE);
    }
  }
}
