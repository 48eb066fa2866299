package convnet4j.train;

import convnet4j.errors.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The folder of one training run, and the names of what lies in it.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
  private static final String RECIPE = "recipe.yaml";

  /**
   * A folder for a new run, created where it is missing.
   *
   * @throws InputException if something lies in it already or it cannot be written
   */
  public static RunFolder create(Path path) {
    try {
      Files.createDirectories(path);
      try (Stream<Path> files = Files.list(path)) {
        if (files.findAny().isPresent()) {
          throw new InputException(
              path
                  + ": expects an empty or a new folder for the run, received one with files in it;"
                  + " choose another --out, or go on with --resume "
                  + path);
        }
      }
      Files.createDirectory(path.resolve("checkpoints"));
    } catch (IOException e) {
      throw new InputException(
          path + ": cannot write the run's folder (" + e + "); choose another --out", e);
    }
    return new RunFolder(path);
  }

  /**
   * The folder of a run that was started before.
   *
   * @throws InputException if no run lies there
   */
  public static RunFolder open(Path path) {
    RunFolder run = new RunFolder(path);
    if (!Files.isRegularFile(run.recipe())) {
      throw new InputException(
          path
              + ": expects the folder of a run with its "
              + RECIPE
              + ", found none; runs lie in runs/ unless --out said otherwise");
    }
    return run;
  }

  /**
   * A folder for a run that may have been started before: what was killed before it wrote down its
   * recipe has left nothing to go on with.
   *
   * @throws InputException if it cannot be written
   */
  public static RunFolder reopen(Path path) {
    RunFolder run = new RunFolder(path);
    try {
      Files.createDirectories(run.last().getParent());
    } catch (IOException e) {
      throw new InputException(path + ": cannot write the run's folder (" + e + ")", e);
    }
    return run;
  }

  /** Takes away what a run leaves that was ended before it wrote down its recipe. */
  public static void clear(Path path) throws IOException {
    RunFolder run = new RunFolder(path);
    Files.deleteIfExists(run.last().getParent());
    Files.deleteIfExists(run.lockFile());
    Files.deleteIfExists(path);
  }

  /** Every value in force. */
  public Path recipe() {
    return path.resolve(RECIPE);
  }

  /** Versions, processor, threads. */
  public Path environment() {
    return path.resolve("environment.json");
  }

  /** A row per epoch. */
  public Path metrics() {
    return path.resolve("metrics.csv");
  }

  /** The weights of the last checkpoint, under torchvision's names. */
  public Path last() {
    return path.resolve("checkpoints").resolve("last.safetensors");
  }

  /** A row for every few steps. */
  public Path steps() {
    return path.resolve("steps.csv");
  }

  /** A row for every layer at every step that was looked at; only with {@code --probe}. */
  public Path layers() {
    return path.resolve("layers.csv");
  }

  /** The weights of the best epoch, where the recipe chooses one. */
  public Path best() {
    return path.resolve("checkpoints").resolve("best.safetensors");
  }

  /** All that resuming needs. */
  public Path state() {
    return path.resolve("checkpoints").resolve("state.safetensors");
  }

  /** What the finished network says of every test image. */
  public Path predictions() {
    return path.resolve("predictions-test.csv");
  }

  /** How the run ended. */
  public Path result() {
    return path.resolve("result.json");
  }

  /** How the run goes, or went, for a browser. */
  public Path report() {
    return path.resolve("report.html");
  }

  /**
   * Keeps other processes from training here; ends with the returned lock or with the process.
   *
   * @throws InputException if another process trains here
   */
  FileChannel lock() {
    try {
      FileChannel channel =
          FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!held(channel)) {
        channel.close();
        throw new InputException(
            path + ": another process is training in this folder; wait for it, or stop it first");
      }
      return channel;
    } catch (IOException e) {
      throw new InputException(path + ": cannot write the run's folder (" + e + ")", e);
    }
  }

  private Path lockFile() {
    return path.resolve(".lock");
  }

  private static boolean held(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another thread of this process trains here
    }
  }
}
