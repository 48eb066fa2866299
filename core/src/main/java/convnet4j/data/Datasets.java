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
      "run 'convnet data list', or give the path of a folder, archive or .csv list";

  private static final String KRIZHEVSKY = "https://www.cs.toronto.edu/~kriz/";
  private static final String MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/";
  private static final String FASHION =
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

  /** Checksums are those that torchvision states; CIFAR's authors state the same. */
  private static final List<Named> NAMED =
      List.of(
          new Named(
              "cifar10",
              "60,000 colour photographs of 10 kinds of things, 32×32; downloaded once, 170 MB",
              List.of(
                  Source.of(
                      KRIZHEVSKY, "cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530"))),
          new Named(
              "cifar100",
              "60,000 colour photographs of 100 kinds of things, 32×32; downloaded once, 169 MB",
              List.of(
                  Source.of(
                      KRIZHEVSKY, "cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8"))),
          new Named(
              "mnist",
              "70,000 handwritten digits, grey, 28×28; downloaded once, 12 MB",
              List.of(
                  Source.of(
                      MNIST, "train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
                  Source.of(
                      MNIST, "train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432"),
                  Source.of(MNIST, "t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3"),
                  Source.of(
                      MNIST, "t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c"))),
          new Named(
              "fashion-mnist",
              "70,000 photographs of 10 kinds of clothes, grey, 28×28; downloaded once, 31 MB",
              List.of(
                  Source.of(
                      FASHION, "train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
                  Source.of(
                      FASHION, "train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
                  Source.of(
                      FASHION, "t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
                  Source.of(
                      FASHION, "t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"))),
          new Named(
              Shapes.NAME,
              "12,000 drawn shapes of 10 kinds, colour, 32×32; generated, needs no network",
              List.of()));

  private Datasets() {}

  /**
   * A data set that is known by name.
   *
   * @param description one line for people
   * @param sources the files it is downloaded as; none when it is built in
   */
  public record Named(String name, String description, List<Source> sources) {
    public Named {
      sources = List.copyOf(sources);
    }
  }

  /**
   * A file on a server.
   *
   * @param checksum what the server's owner says it hashes to
   */
  public record Source(URI uri, Checksum checksum) {
    private static Source of(String folder, String file, String md5) {
      return new Source(URI.create(folder + file), Checksum.md5(md5));
    }

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
    List<Source> sources = named(name).sources();
    return sources.isEmpty()
        ? Optional.empty()
        : Optional.of(get(name, sources, Download.DEFAULT, cacheHome, listener));
  }

  /**
   * As {@link #get(String, Path, ProgressListener)}, from another place, such as a mirror. Files
   * that are there already, whole or in part, are gone on with.
   */
  public static Path get(
      String name,
      List<Source> sources,
      Download download,
      Path cacheHome,
      ProgressListener listener) {
    Path folder = folder(named(name).name(), cacheHome);
    Optional<Path> cached = cached(folder, sources);
    if (cached.isPresent()) {
      return cached.get();
    }
    for (Source source : sources) {
      try {
        download.fetch(source.uri(), folder.resolve(source.file()), source.checksum(), listener);
      } catch (InputException e) {
        throw new InputException(
            e.getMessage() + "; or fetch it elsewhere and give it with --data PATH", e);
      }
    }
    return sources.size() == 1 ? folder.resolve(sources.getFirst().file()) : folder;
  }

  /**
   * Opens a data set.
   *
   * @param nameOrPath a name of {@link #names()}, which goes before a file of that name, or the
   *     path of a folder, an archive or a list ({@code .csv}); what the first two hold is detected
   *     by content
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
    Optional<Path> cached = cached(folder(name, cacheHome), named.get().sources());
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
    return name.replaceFirst("(?i)(\\.tar|\\.tgz|\\.zip|\\.csv)(\\.gz|\\.xz)?$", "");
  }

  /**
   * What the cache has: the download, else any archive or unpacked data that the user put there.
   */
  private static Optional<Path> cached(Path folder, List<Source> sources) {
    List<Path> downloads = sources.stream().map(source -> folder.resolve(source.file())).toList();
    if (downloads.stream().allMatch(Files::exists)) {
      return Optional.of(downloads.size() == 1 ? downloads.getFirst() : folder);
    }
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> there =
          children
              .filter(path -> !path.getFileName().toString().startsWith("."))
              .filter(path -> !path.getFileName().toString().endsWith(".part"))
              .toList();
      // Of several downloads some may be there and the others still to come.
      return downloads.containsAll(there)
          ? Optional.empty()
          : Optional.of(there.size() == 1 ? there.getFirst() : folder);
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
