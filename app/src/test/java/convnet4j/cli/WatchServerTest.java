package convnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchServerTest {
  private static final OptionalInt FREE = OptionalInt.of(0);

  @TempDir Path folder;
  private Path page;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void page() {
    page = folder.resolve("report.html");
  }

  private HttpResponse<String> get(String uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
  }

  @Test
  void thePageIsShownWithAScriptThatTheFileDoesNotHave() throws Exception {
    Files.writeString(page, "<main>새</main></html>\n");
    try (WatchServer server = WatchServer.of(page, FREE)) {
      HttpResponse<String> answer = get(server.uri());
      assertThat(answer.body()).startsWith("<main>새</main></html>\n<script data-version=\"");
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
      String version = get(server.uri() + "version").body();
      assertThat(answer.body()).contains("data-version=\"" + version + "\"");
    }
    assertThat(page).content().doesNotContain("script");
  }

  @Test
  void theVersionChangesWithTheFile() throws Exception {
    try (WatchServer server = WatchServer.of(page, FREE)) {
      assertThat(get(server.uri()).body()).contains("The training begins.");
      String none = get(server.uri() + "version").body();
      Files.writeString(page, "one");
      String one = get(server.uri() + "version").body();
      Files.writeString(page, "other");
      String other = get(server.uri() + "version").body();
      assertThat(none).isNotEqualTo(one);
      assertThat(one).isNotEqualTo(other);
      assertThat(get(server.uri() + "version").body()).isEqualTo(other);
      get(server.uri());
    }
  }

  @Test
  void nothingElseIsShown() throws Exception {
    Files.writeString(folder.resolve("recipe.yaml"), "network: resnet20");
    try (WatchServer server = WatchServer.of(page, FREE)) {
      assertThat(get(server.uri() + "recipe.yaml").statusCode()).isEqualTo(404);
      assertThat(get(server.uri() + "../recipe.yaml").statusCode()).isEqualTo(404);
    }
  }

  /** A page from elsewhere whose name has been pointed at this machine. */
  @Test
  void anotherNameOfThisMachineIsRefused() throws Exception {
    Files.writeString(page, "secret");
    try (WatchServer server = WatchServer.of(page, FREE)) {
      URI uri = URI.create(server.uri());
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
        String request = "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("secret");
      }
    }
  }

  @Test
  void aPortThatIsTakenIsRefusedIfItWasAskedForAndPassedOverIfNot() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      OptionalInt port = OptionalInt.of(taken.getLocalPort());
      assertThatThrownBy(() -> WatchServer.of(page, port))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(
              "--watch: expects a port that is free, received " + taken.getLocalPort());
    }
    try (WatchServer one = WatchServer.of(page, OptionalInt.empty());
        WatchServer other = WatchServer.of(page, OptionalInt.empty())) {
      assertThat(one.uri()).isNotEqualTo(other.uri());
      assertThat(get(other.uri()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoeverLooksGetsTheLastVersionBeforeItEnds() throws Exception {
    Files.writeString(page, "almost");
    WatchServer server = WatchServer.of(page, FREE);
    get(server.uri());
    Files.writeString(page, "the end");
    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
    assertThat(get(server.uri()).body()).startsWith("the end");
    closing.join();
    assertThatThrownBy(() -> get(server.uri())).isInstanceOf(ConnectException.class);
  }

  @Test
  void nobodyIsWaitedForWhenNobodyLooks() throws Exception {
    Files.writeString(page, "page");
    WatchServer server = WatchServer.of(page, FREE);
    long begin = System.nanoTime();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }
}
