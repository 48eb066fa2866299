package convnet4j.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real data beside the repository, which is not part of it. */
public final class SharedData {
  private SharedData() {}

  /** A file of {@code ../shared/data}; the test is skipped where it is absent. */
  public static Path file(String path) {
    Path file = folder().resolve("data").resolve(path);
    assumeTrue(Files.exists(file), () -> "skipped: needs the shared data, not at " + file);
    return file;
  }

  /** Beside the repository's root, which is the nearest folder above with a {@code .git}. */
  private static Path folder() {
    String given = System.getProperty("convnet4j.shared");
    if (given != null) {
      return Path.of(given);
    }
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve(".git")) && root.getParent() != null) {
      root = root.getParent();
    }
    return root.resolveSibling("shared");
  }
}
