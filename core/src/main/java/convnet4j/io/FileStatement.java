package convnet4j.io;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server says of a file when asked with HEAD.
 *
 * @param status of HTTP; 200 also for a file that lies on another server
 * @param sha256 of the file, where the server states it: in {@code X-Linked-Etag}, which the
 *     Hugging Face hub sends for large files before it redirects to where they lie, or in {@code
 *     ETag}
 */
public record FileStatement(int status, Optional<Checksum> sha256) {
  private static final int MOST_REDIRECTS = 5;

  /** Whether the file is there. */
  public boolean found() {
    return status == HttpURLConnection.HTTP_OK;
  }

  static FileStatement ask(URI uri, Download download) {
    URI at = uri;
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      try {
        HttpURLConnection connection = download.open(at);
        connection.setRequestMethod("HEAD");
        connection.setInstanceFollowRedirects(false);
        int status = connection.getResponseCode();
        String location = connection.getHeaderField("Location");
        Optional<Checksum> sha256 = sha256(connection);
        connection.disconnect();
        if (status / 100 != 3 || location == null) {
          return new FileStatement(status, sha256);
        }
        URI next = at.resolve(location);
        boolean elsewhere = !String.valueOf(at.getAuthority()).equals(next.getAuthority());
        if (sha256.isPresent() || elsewhere) {
          return new FileStatement(HttpURLConnection.HTTP_OK, sha256);
        }
        at = next;
      } catch (IOException | IllegalArgumentException e) {
        throw new InputException(
            at + ": cannot be asked (" + e + "); check the network connection", e);
      }
    }
    throw new InputException(uri + ": redirects without end; check the address");
  }

  private static Optional<Checksum> sha256(HttpURLConnection connection) {
    return Stream.of("X-Linked-Etag", "ETag")
        .map(connection::getHeaderField)
        .filter(tag -> tag != null)
        .map(tag -> tag.replaceFirst("^W/", "").replace("\"", "").toLowerCase(Locale.ROOT))
        .filter(tag -> tag.matches("[0-9a-f]{64}"))
        .map(Checksum::sha256)
        .findFirst();
  }
}
