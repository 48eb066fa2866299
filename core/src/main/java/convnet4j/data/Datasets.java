package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import convnet4j.io.Checksum;
import convnet4j.io.Download;
import convnet4j.io.ProgressListener;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds, downloads and opens data sets: the named ones below {@code CACHE/data/NAME}, and any
 * folder or archive by its path.
 */
public final class Datasets {
  private static final String HINT =
      "run 'convnet data list', or give the path of a folder or archive";

  private static final List<Named> NAMED =
      List.of(
          new Named(
              "cifar10",
              "60,000 colour photographs of 10 kinds of things, 32×32; downloaded once, 170 MB",
              Optional.of(
                  new Source(
                      URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                      Checksum.md5("c32a1d4ab5d03f1284b67883e8d87530")))),
          new Named(
              Shapes.NAME,
              "12,000 drawn shapes of 10 kinds, colour, 32×32; generated, needs no network",
              Optional.empty()));

  private Datasets() {}

  /**
   * A data set that is known by name.
   *
   * @param description one line for people
   * @param source where it is downloaded from; empty when it is built in
   */
  public record Named(String name, String description, Optional<Source> source) {}

  /**
   * A file on a server.
   *
   * @param checksum what the server's owner says it hashes to
   */
  public record Source(URI uri, Checksum checksum) {
    String file() {
      String path = uri.getPath();
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** All data sets that are known by name. */
  public static List<Named> names() {
    return NAMED;
  }

  /**
   * Downloads a data set into the cache unless it is there.
   *
   * @param cacheHome see {@link convnet4j.io.CacheHome}
   * @return where it lies; empty when it is built in and there is nothing to download
   * @throws InputException when nobody knows the name or the download fails
   */
  public static Optional<Path> get(String name, Path cacheHome, ProgressListener listener) {
    Named named = named(name);
    return named.source().map(source -> get(name, source, Download.DEFAULT, cacheHome, listener));
  }

  /** As {@link #get(String, Path, ProgressListener)}, from another place, such as a mirror. */
  public static Path get(
      String name, Source source, Download download, Path cacheHome, ProgressListener listener) {
    Path folder = folder(named(name).name(), cacheHome);
    Optional<Path> cached = cached(folder, source);
    if (cached.isPresent()) {
      return cached.get();
    }
    Path target = folder.resolve(source.file());
    try {
      download.fetch(source.uri(), target, source.checksum(), listener);
    } catch (InputException e) {
      throw new InputException(
          e.getMessage() + "; or fetch it elsewhere and give it with --data PATH", e);
    }
    return target;
  }

  /**
   * Opens a data set.
   *
   * @param nameOrPath a name of {@link #names()}, which goes before a file of that name, or the
   *     path of a folder or archive; what a path holds is detected by content
   * @param offline whether a missing data set is an error rather than downloaded
   * @param listener hears downloads and slow reading, and notes such as how many files were ignored
   * @throws InputException when there is no such data set, or it is not what it should be
   */
  public static Dataset open(
      String nameOrPath, Path cacheHome, boolean offline, ProgressListener listener) {
    if (nameOrPath.equals(Shapes.NAME)) {
      return Shapes.generate();
    }
    Optional<Named> named = find(nameOrPath);
    if (named.isEmpty()) {
      return openPath(nameOrPath, listener);
    }
    String name = named.get().name();
    Optional<Path> cached = cached(folder(name, cacheHome), named.get().source().orElseThrow());
    if (cached.isEmpty() && offline) {
      throw new InputException(
          String.format(
              "%s: not in %s, and --offline forbids to download it; run 'convnet data get %s', or"
                  + " give --data PATH",
              name, folder(name, cacheHome), name));
    }
    Path path = cached.orElseGet(() -> get(name, cacheHome, listener).orElseThrow());
    return Formats.open(name, path, listener);
  }

  private static Dataset openPath(String text, ProgressListener listener) {
    Path path = path(text);
    if (!Files.exists(path)) {
      boolean looksLikeName = !text.contains("/") && !text.contains("\\") && !text.startsWith(".");
      throw looksLikeName
          ? Nearest.unknown("data set", text, NAMED.stream().map(Named::name).toList(), HINT)
          : new InputException(text + ": no such file or folder; check the path");
    }
    return Formats.open(shortName(path), path, listener);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InputException(
          text
              + ": not a path on this system ("
              + e.getReason()
              + "); for names beyond ASCII set LC_ALL=C.UTF-8",
          e);
    }
  }

  /** {@code flowers128} for {@code some/where/flowers128.tar.gz}. */
  private static String shortName(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "data" : last.toString();
    return name.replaceFirst("(?i)(\\.tar|\\.tgz|\\.zip)(\\.gz|\\.xz)?$", "");
  }

  /**
   * What the cache has: the download, else any archive or unpacked data that the user put there.
   */
  private static Optional<Path> cached(Path folder, Source source) {
    Path download = folder.resolve(source.file());
    if (Files.exists(download)) {
      return Optional.of(download);
    }
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> own =
          children
              .filter(path -> !path.getFileName().toString().startsWith("."))
              .filter(path -> !path.getFileName().toString().endsWith(".part"))
              .toList();
      return own.isEmpty()
          ? Optional.empty()
          : Optional.of(own.size() == 1 ? own.getFirst() : folder);
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be read (" + e + "); check its permissions", e);
    }
  }

  private static Path folder(String name, Path cacheHome) {
    return cacheHome.resolve("data").resolve(name);
  }

  private static Optional<Named> find(String name) {
    return NAMED.stream().filter(named -> named.name().equals(name)).findFirst();
  }

  private static Named named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                Nearest.unknown(
                    "data set",
                    name,
                    NAMED.stream().map(Named::name).toList(),
                    "run 'convnet data list'"));
  }
}
