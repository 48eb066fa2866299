package convnet4j.io;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A server on this machine, of one file by any name or of several, that misbehaves as told, once
 * per mishap.
 */
public final class FileServer implements AutoCloseable {
  private static final int CHUNK = 4000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Function<String, byte[]> files;
  private final Deque<Mishap> mishaps = new ArrayDeque<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /** What goes wrong with an answer. */
  public enum Mishap {
    /** The connection closes after half of what was asked for. */
    BREAK,
    /** Half of it comes, then silence. */
    STALL,
    /** All of it comes, slowly. */
    SLOW,
    /** The range is ignored and the whole file sent. */
    WHOLE,
    /** Another range than the one asked for is sent. */
    OTHER_RANGE,
    STATUS_404,
    STATUS_503,
  }

  public FileServer(byte[] content, Mishap... mishaps) {
    this(file -> content, mishaps);
  }

  /** Serves files by their names; of others it knows nothing. */
  public FileServer(Map<String, byte[]> files, Mishap... mishaps) {
    this(files::get, mishaps);
  }

  private FileServer(Function<String, byte[]> files, Mishap... mishaps) {
    this.files = files;
    this.mishaps.addAll(List.of(mishaps));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  public URI uri(String file) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + file);
  }

  /** The Range header of every request so far; "all" where there was none. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Mishap mishap;
    synchronized (mishaps) {
      mishap = mishaps.poll();
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(range == null ? "all" : range);
    byte[] content = files.apply(exchange.getRequestURI().getPath().substring(1));
    try (exchange) {
      if (content == null || mishap == Mishap.STATUS_404 || mishap == Mishap.STATUS_503) {
        exchange.sendResponseHeaders(mishap == Mishap.STATUS_503 ? 503 : 404, -1);
        return;
      }
      int from = range == null || mishap == Mishap.WHOLE ? 0 : start(range);
      if (from >= content.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      from = mishap == Mishap.OTHER_RANGE ? from - 1 : from;
      if (from > 0) {
        String sent = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
        exchange.getResponseHeaders().set("Content-Range", sent);
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      send(exchange, content, mishap, from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, byte[] content, Mishap mishap, int from)
      throws IOException, InterruptedException {
    int half = (content.length - from) / 2;
    switch (mishap) {
      case BREAK -> exchange.getResponseBody().write(content, from, half);
      case STALL -> {
        exchange.getResponseBody().write(content, from, half);
        exchange.getResponseBody().flush();
        Thread.sleep(60_000);
      }
      case SLOW -> {
        for (int at = from; at < content.length; at += CHUNK) {
          exchange.getResponseBody().write(content, at, Math.min(CHUNK, content.length - at));
          exchange.getResponseBody().flush();
          Thread.sleep(20);
        }
      }
      case null, default -> exchange.getResponseBody().write(content, from, content.length - from);
    }
  }

  private static int start(String range) {
    return Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
