package convnet4j.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import convnet4j.errors.InputException;
import convnet4j.render.Html;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Shows a page to browsers on this machine, with a script that fetches it anew when it has changed.
 * Ends when it is closed, once a browser that looks has the last version.
 */
final class WatchServer implements AutoCloseable {
  private static final int FIRST_PORT = 8642;
  private static final int PORTS = 20;
  private static final long LOOKING_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long FAREWELL_NANOS = Duration.ofSeconds(3).toNanos();

  /** Another name means that a page from elsewhere has pointed it here. */
  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final String STARTING =
      "<!DOCTYPE html><title>convnet4j</title><link rel=\"icon\" href=\"data:,\"><body><main><p>The training begins.</p></main>";

  private final Path page;
  private final HttpServer server;
  private volatile String shown = "";
  private volatile long lookedAt;
  private volatile boolean looked;

  private WatchServer(Path page, HttpServer server) {
    this.page = page;
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Serves {@code page}, which may not be there yet.
   *
   * @param port to listen on; empty for one that is free
   * @throws InputException when the port is taken
   */
  static WatchServer of(Path page, OptionalInt port) {
    try {
      return new WatchServer(page, port.isPresent() ? bound(port.getAsInt()) : free());
    } catch (IOException e) {
      throw new InputException(
          "--watch: expects a port that is free, received "
              + (port.isPresent() ? port.getAsInt() : "none")
              + " ("
              + e.getMessage()
              + "); choose another, or leave it out",
          e);
    }
  }

  private static HttpServer free() throws IOException {
    for (int port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
      try {
        return bound(port);
      } catch (BindException e) {
        // another training is watched there
      }
    }
    return bound(0);
  }

  private static HttpServer bound(int port) throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
  }

  /** What to open in a browser. */
  String uri() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
      String path = exchange.getRequestURI().getPath();
      boolean known = path.equals("/") || path.equals("/version");
      if (!HOSTS.contains(host.replaceFirst(":\\d*$", "")) || !known) {
        exchange.sendResponseHeaders(known ? 403 : 404, -1);
        return;
      }
      lookedAt = System.nanoTime();
      looked = true;
      String version = version();
      boolean whole = path.equals("/");
      send(exchange, whole ? "html" : "plain", whole ? watched(version) : version);
      shown = whole ? version : shown;
    }
  }

  private static void send(HttpExchange exchange, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/" + type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** The file has no such script: opened as a file, or kept elsewhere, it asks nobody. */
  private String watched(String version) throws IOException {
    String text = STARTING;
    try {
      text = Files.readString(page);
    } catch (NoSuchFileException e) {
      // the training begins
    }
    return text
        + "<script data-version=\""
        + version
        + "\">\n"
        + Html.resource(WatchServer.class, "watch.js")
        + "</script>\n";
  }

  private String version() throws IOException {
    return Files.exists(page)
        ? Files.getLastModifiedTime(page).toMillis() + "-" + Files.size(page)
        : "none";
  }

  @Override
  public void close() {
    long begin = System.nanoTime();
    try {
      while (looked
          && begin - lookedAt < LOOKING_NANOS
          && !shown.equals(version())
          && System.nanoTime() - begin < FAREWELL_NANOS) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // no page, nothing to wait for
    }
    server.stop(0);
  }
}
