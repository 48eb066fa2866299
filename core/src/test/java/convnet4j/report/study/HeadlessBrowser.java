package convnet4j.report.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Chromium without a window, spoken to by the DevTools protocol. */
final class HeadlessBrowser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private int last;

  /** The browser on this machine's path; empty where there is none. */
  static Optional<Path> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens an empty page. */
  HeadlessBrowser(Path browser, Path profile) throws Exception {
    process =
        new ProcessBuilder(
                browser.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int port = port(profile.resolve("DevToolsActivePort"));
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page(port), new Listener())
            .get(SECONDS, TimeUnit.SECONDS);
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      call(domain + ".enable", Map.of());
    }
  }

  private static int port(Path file) throws Exception {
    for (int i = 0; i < 10 * SECONDS; i++) {
      if (Files.exists(file) && Files.readString(file).contains("\n")) {
        return Integer.parseInt(Files.readAllLines(file).getFirst());
      }
      Thread.sleep(100);
    }
    throw new IOException("the browser does not answer");
  }

  private static URI page(int port) throws IOException {
    try (var in = URI.create("http://127.0.0.1:" + port + "/json/list").toURL().openStream()) {
      for (JsonNode target : JSON.readTree(in)) {
        if (target.path("type").asText().equals("page")) {
          return URI.create(target.path("webSocketDebuggerUrl").asText());
        }
      }
    }
    throw new IOException("the browser has no page");
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean end) {
      text.append(part);
      if (end) {
        try {
          JsonNode message = JSON.readTree(text.toString());
          CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt());
          if (answer == null) {
            events.add(message);
          } else {
            answer.complete(message);
          }
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  /** Calls a method of the protocol and waits for its result. */
  JsonNode call(String method, Map<String, ?> arguments) throws Exception {
    int id = ++last;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(arguments));
    socket.sendText(message.toString(), true);
    JsonNode received = answer.get(SECONDS, TimeUnit.SECONDS);
    if (received.has("error")) {
      throw new IOException(method + ": " + received.get("error"));
    }
    return received.get("result");
  }

  /** Opens a file and waits until it is loaded. */
  void open(Path file) throws Exception {
    events.clear();
    call("Page.navigate", Map.of("url", file.toUri().toString()));
    for (int i = 0; i < 10 * SECONDS && of("Page.loadEventFired").isEmpty(); i++) {
      Thread.sleep(100);
    }
  }

  /** A page that is so many CSS pixels wide. */
  void size(int width, int height, boolean phone) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
  }

  /** Light or dark. */
  void scheme(String scheme) throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** The value of an expression. */
  JsonNode eval(String script) throws Exception {
    JsonNode result = call("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(result.get("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /** Moves the mouse. */
  void move(double x, double y) throws Exception {
    call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
  }

  /** What was asked for besides the page itself and what it holds. */
  List<String> requests() {
    List<String> urls = new ArrayList<>();
    for (JsonNode event : of("Network.requestWillBeSent")) {
      urls.add(event.path("params").path("request").path("url").asText());
    }
    urls.removeIf(url -> url.startsWith("data:"));
    return urls;
  }

  /** What went wrong. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    of("Runtime.exceptionThrown").forEach(event -> problems.add(event.toString()));
    of("Runtime.consoleAPICalled").forEach(event -> problems.add(event.toString()));
    of("Log.entryAdded").forEach(event -> problems.add(event.toString()));
    return problems;
  }

  private List<JsonNode> of(String method) {
    return events.stream().filter(e -> e.path("method").asText().equals(method)).toList();
  }

  /** What is seen of the whole page, a PNG file. */
  byte[] picture() throws Exception {
    return bytes("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
  }

  /** What is printed, a PDF file. */
  byte[] print() throws Exception {
    return bytes("Page.printToPDF", Map.of("preferCSSPageSize", true, "printBackground", false));
  }

  private byte[] bytes(String method, Map<String, ?> arguments) throws Exception {
    return Base64.getDecoder().decode(call(method, arguments).path("data").asText());
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    // Its helpers outlive it by a moment, and write into the profile, which is about to be deleted.
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    for (ProcessHandle each : all) {
      try {
        each.onExit().get(10, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        each.destroyForcibly();
        each.onExit().get(10, TimeUnit.SECONDS);
      }
    }
  }
}
