package convnet4j.track;

import com.fasterxml.jackson.core.type.TypeReference;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import convnet4j.io.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** As much of an MLflow server as one run needs: it has no experiment, and one run, r1. */
final class MlflowFake implements AutoCloseable {
  private static final String API = "/api/2.0/mlflow/";

  private final HttpServer server;
  private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<Map<String, Object>> metrics = new ArrayList<>();
  private int failures;
  private String refusal;
  private int refusalStatus;

  /** A call that was answered, or refused. */
  record Call(String what, Map<String, Object> body, String authorization) {}

  MlflowFake() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(API, this::answer);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The next calls come to a server that is not well. */
  synchronized void fail(int count) {
    failures = count;
  }

  synchronized void refuse(int status, String body) {
    refusalStatus = status;
    refusal = body;
  }

  synchronized void knows(String key, long step) {
    metrics.add(Map.of("key", key, "value", 1.0, "timestamp", 1, "step", step));
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (failures > 0) {
      failures--;
      send(exchange, 503, "busy");
      return;
    }
    String path = exchange.getRequestURI().toString().substring(API.length());
    String what = exchange.getRequestMethod() + " " + path;
    Map<String, Object> json =
        body.length == 0
            ? Map.of()
            : Json.reader(new TypeReference<Map<String, Object>>() {}).readValue(body);
    calls.add(new Call(what, json, exchange.getRequestHeaders().getFirst("Authorization")));
    if (refusal != null) {
      send(exchange, refusalStatus, refusal);
      return;
    }
    switch (what.split("\\?")[0]) {
      case "POST experiments/create" -> send(exchange, 200, "{\"experiment_id\":\"7\"}");
      case "POST runs/create" -> send(exchange, 200, "{\"run\":{\"info\":{\"run_id\":\"r1\"}}}");
      case "GET runs/get" -> run(exchange, path);
      case "POST runs/log-batch", "POST runs/update" -> send(exchange, 200, "{}");
      default -> missing(exchange);
    }
  }

  private void run(HttpExchange exchange, String path) throws IOException {
    if (path.endsWith("=r1")) {
      send(exchange, 200, Json.line(Map.of("run", Map.of("data", Map.of("metrics", metrics)))));
    } else {
      missing(exchange);
    }
  }

  private static void missing(HttpExchange exchange) throws IOException {
    send(exchange, 404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"no such\"}");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
