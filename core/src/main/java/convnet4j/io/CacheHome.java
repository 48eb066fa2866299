package convnet4j.io;

import java.nio.file.Path;
import java.util.Map;

/** Where downloads are kept: {@code $CONVNET4J_HOME}, else {@code ~/.cache/convnet4j}. */
public final class CacheHome {
  private CacheHome() {}

  /** The folder for this process. It need not exist. */
  public static Path path() {
    return path(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static Path path(Map<String, String> environment, Path userHome) {
    String home = environment.getOrDefault("CONVNET4J_HOME", "");
    return home.isBlank() ? userHome.resolve(".cache").resolve("convnet4j") : Path.of(home);
  }
}
