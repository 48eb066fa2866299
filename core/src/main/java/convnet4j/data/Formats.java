package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.io.Archive;
import convnet4j.io.Archive.Entry;
import convnet4j.io.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Recognises a data set by what a folder or an archive holds. */
final class Formats {
  private static final String LAYOUTS =
      "expected CIFAR batches (data_batch_1.bin … or train.bin …, or those of the Python version),"
          + " MNIST's idx files (train-images-idx3-ubyte.gz …), train/<class>/… with test/<class>/…"
          + " or val/<class>/…, or <class>/… with images";

  private static final List<String> PACKED = List.of(".tar", ".tar.gz", ".tgz", ".tar.xz", ".zip");

  private static final int SHOWN = 5;

  private Formats() {}

  /** Opens what is at {@code path}; closes it again when all the images are in memory. */
  static Dataset open(String name, Path path, ProgressListener listener) {
    if (CsvList.isOne(path)) {
      return CsvList.read(name, path, listener);
    }
    Archive archive = Archive.open(path, listener);
    boolean used = false;
    try {
      String where = path.toString();
      Optional<Dataset> dataset =
          Cifar.detect(where, name, archive.entries())
              .or(() -> Idx.detect(where, name, archive.entries()))
              .or(() -> ImageNet.detect(where, name, archive, listener))
              .or(() -> ImageFolder.detect(where, name, archive, listener));
      used = dataset.isPresent() && dataset.get().source() == archive;
      return dataset.orElseThrow(() -> nothing(where, archive.entries()));
    } finally {
      if (!used) {
        close(archive);
      }
    }
  }

  private static InputException nothing(String where, List<Entry> entries) {
    return new InputException(where + ": " + LAYOUTS + "; received " + received(entries));
  }

  private static String received(List<Entry> entries) {
    if (entries.isEmpty()) {
      return "no files at all";
    }
    Optional<String> packed =
        entries.stream()
            .map(Entry::path)
            .filter(path -> PACKED.stream().anyMatch(path.toLowerCase(Locale.ROOT)::endsWith))
            .findFirst();
    if (packed.isPresent()) {
      return "the archive " + packed.get() + ": give its own path";
    }
    if (entries.stream().anyMatch(entry -> ImageFolder.isImage(entry.path()))) {
      return "images that lie in no class folder: make one folder for each class";
    }
    String names = entries.stream().limit(SHOWN).map(Entry::path).collect(Collectors.joining(", "));
    Optional<String> list =
        entries.stream()
            .map(Entry::path)
            .filter(path -> path.toLowerCase(Locale.ROOT).endsWith(".csv"))
            .findFirst();
    return entries.size()
        + " files ("
        + names
        + (entries.size() > SHOWN ? ", …)" : ")")
        + list.map(path -> "; of a list of images such as " + path + " give its own path")
            .orElse("");
  }

  private static void close(Archive archive) {
    try {
      archive.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
