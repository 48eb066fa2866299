package convnet4j.track;

import convnet4j.errors.InputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where MLflow is, and who asks.
 *
 * @param uri of the server, without a slash at its end; http or https
 * @param experiment that runs are put into
 * @param authorization value of the header of that name
 */
public record MlflowServer(URI uri, String experiment, Optional<String> authorization) {
  /** The experiment of runs whose user names none. */
  private static final String EXPERIMENT = "convnet4j";

  /**
   * The server at {@code uri}; the rest from the variables that MLflow's own clients read: {@code
   * MLFLOW_EXPERIMENT_NAME}, {@code MLFLOW_TRACKING_TOKEN}, or {@code MLFLOW_TRACKING_USERNAME} and
   * {@code MLFLOW_TRACKING_PASSWORD}.
   *
   * @param environment variables by name
   * @throws InputException when it is no address of a server, or holds a password, which the run's
   *     folder would keep
   */
  public static MlflowServer of(String uri, Map<String, String> environment) {
    return new MlflowServer(
        parse(uri),
        environment.getOrDefault("MLFLOW_EXPERIMENT_NAME", EXPERIMENT),
        authorization(environment));
  }

  private static URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text.replaceFirst("/+$", ""));
    } catch (URISyntaxException e) {
      throw wrong(text, e);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean http = scheme.equals("http") || scheme.equals("https");
    if (uri.getRawUserInfo() != null) {
      throw new InputException(
          "--mlflow: expects an address without a password, which the run's folder would keep; set"
              + " MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN");
    }
    if (!http || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
      throw wrong(text, null);
    }
    return uri;
  }

  private static InputException wrong(String text, Exception cause) {
    return new InputException(
        "--mlflow: expects the address of a server such as http://localhost:5000, received '"
            + text
            + "'; start one with 'mlflow server'",
        cause);
  }

  private static Optional<String> authorization(Map<String, String> environment) {
    String token = environment.get("MLFLOW_TRACKING_TOKEN");
    String user = environment.get("MLFLOW_TRACKING_USERNAME");
    if (user != null) {
      String both = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
      byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return Optional.ofNullable(token).map(t -> "Bearer " + t);
  }
}
