package convnet4j.io;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server of several files with headers of their own, as a hub has them. */
public final class HubServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Answer> answers = new HashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  private record Answer(int status, byte[] body, Map<String, String> headers) {}

  public HubServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  public HubServer file(String path, byte[] body, Map<String, String> headers) {
    answers.put(path, new Answer(200, body, headers));
    return this;
  }

  public HubServer redirect(String path, String location, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Location", location);
    answers.put(path, new Answer(302, new byte[0], all));
    return this;
  }

  public HubServer status(String path, int status) {
    answers.put(path, new Answer(status, new byte[0], Map.of()));
    return this;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Method and path of every request so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean head = exchange.getRequestMethod().equals("HEAD");
    requests.add(exchange.getRequestMethod() + " " + path);
    Answer answer = answers.getOrDefault(path, new Answer(404, new byte[0], Map.of()));
    try (exchange) {
      answer.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      boolean empty = head || answer.body.length == 0;
      exchange.sendResponseHeaders(answer.status, empty ? -1 : answer.body.length);
      if (!empty) {
        exchange.getResponseBody().write(answer.body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
