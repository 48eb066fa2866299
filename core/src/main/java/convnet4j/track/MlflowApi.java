package convnet4j.track;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import convnet4j.io.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Calls of MLflow's REST API 2.0 (mlflow.org, "REST API"). The official client is a jar of 9 MB
 * with an HTTP client and a logging API of its own; what is needed here are six calls.
 */
final class MlflowApi implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final MlflowServer server;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /** The server understood and refused; asking again is of no use. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String code;

    Refused(int status, String code, String message) {
      super(status + " " + message);
      this.status = status;
      this.code = code;
    }

    /** Whether what was asked for is not there. */
    boolean missing() {
      return status == 404;
    }

    /** Whether what was to be made is there already. */
    boolean exists() {
      return code.equals("RESOURCE_ALREADY_EXISTS");
    }
  }

  MlflowApi(MlflowServer server) {
    this.server = server;
  }

  /**
   * Asks for something.
   *
   * @param call such as {@code runs/get}
   * @throws Refused when the server says no
   * @throws IOException when it cannot be reached or is not well
   */
  JsonNode get(String call, String parameter, String value)
      throws IOException, InterruptedException {
    String query = parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    return send(request(call + "?" + query).GET());
  }

  /** As {@link #get}, with a document. */
  JsonNode post(String call, Map<String, Object> body) throws IOException, InterruptedException {
    return send(
        request(call)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(Json.line(body))));
  }

  private HttpRequest.Builder request(String call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.uri() + "/api/2.0/mlflow/" + call))
            .timeout(ANSWER);
    server.authorization().ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    int status = answer.statusCode();
    if (status == 200) {
      return parse(answer.body());
    }
    if (status == 429 || status >= 500) {
      throw new IOException("status " + status);
    }
    throw refused(status, answer.body());
  }

  private static Refused refused(int status, String body) {
    try {
      JsonNode error = parse(body);
      return new Refused(status, error.path("error_code").asText(), error.path("message").asText());
    } catch (IOException e) {
      return new Refused(status, "", "(not an answer of MLflow's)");
    }
  }

  private static JsonNode parse(String body) throws IOException {
    try {
      return Json.reader(new TypeReference<JsonNode>() {}).readValue(body);
    } catch (JsonProcessingException e) {
      throw new IOException("not an answer of MLflow's", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
