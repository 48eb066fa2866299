package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.data.Datasets;
import convnet4j.errors.InputException;
import convnet4j.io.CacheHome;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What images to work on. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "NAME|PATH",
      description =
          "Name of a data set, as the command data list has it, or path of a folder or archive of"
              + " images (tar, tar.gz, tar.xz or zip) or of a list of them (.csv: path,label[,split]).")
  private String data;

  @Option(names = "--offline", description = "Never download what is missing.")
  private boolean offline;

  @Mixin private PixelLimit limit;

  /** What the user gave; null for nothing. */
  String given() {
    return data;
  }

  boolean offline() {
    return offline;
  }

  Dataset open(String nameOrPath, Console console) {
    return limit.open(nameOrPath, offline, console);
  }

  /** Opens data that a run remembers, which may have moved since. */
  Dataset openRemembered(String nameOrPath, Console console) {
    try {
      return open(nameOrPath, console);
    } catch (InputException e) {
      throw new InputException(
          "the run's data: " + e.getMessage() + "; if it has moved, give --data PATH", e);
    }
  }

  static Dataset open(String nameOrPath, boolean offline, Console console) {
    return Datasets.open(nameOrPath, CacheHome.path(), offline, console.listener());
  }

  /**
   * A form of {@code nameOrPath} that means the same in every working directory. To be asked only
   * of data that could be opened.
   */
  static String lasting(String nameOrPath) {
    boolean isName = Datasets.names().stream().anyMatch(named -> named.name().equals(nameOrPath));
    return isName ? nameOrPath : Path.of(nameOrPath).toAbsolutePath().normalize().toString();
  }
}
