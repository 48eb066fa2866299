package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import convnet4j.io.Archive;
import convnet4j.io.Csv;
import convnet4j.io.ProgressListener;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Images listed in a file: lines {@code path,label} or {@code path,label,split}, by RFC 4180, below
 * a header or none. Paths are relative to the file; splits are {@code train} and {@code test} (or
 * {@code val}). Without splits {@link HashSplit} makes them from the paths, as it does for folders.
 * Classes are in the order of their names, of their values where all are whole numbers.
 */
final class CsvList {
  private static final long MOST_BYTES = 1L << 30;

  private static final Set<String> PATH = Set.of("path", "file", "filename", "image");
  private static final Set<String> LABEL = Set.of("label", "class");
  private static final Set<String> TEST = Set.of("test", "val", "valid", "validation");

  private final String where;
  private final Path folder;

  /** Lines by the path that they name. */
  private final Map<String, Integer> lines = new HashMap<>();

  private CsvList(Path file) {
    this.where = file.toString();
    this.folder = file.toAbsolutePath().normalize().getParent();
  }

  /** Where the columns are; {@code split} is -1 where there is none. */
  private record Columns(int path, int label, int split, int count) {}

  /** One image; the split is empty where the file does not say it. */
  private record Listed(int line, String label, Optional<Boolean> test, Archive.Entry entry) {}

  /** Whether this is such a list, by its name. */
  static boolean isOne(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".csv") && Files.isRegularFile(path);
  }

  static Dataset read(String name, Path file, ProgressListener listener) {
    return new CsvList(file).read(name, Archive.file(file.toString(), file), listener);
  }

  private Dataset read(String name, Archive.Entry file, ProgressListener listener) {
    if (file.size() > MOST_BYTES) {
      throw new InputException(
          where + ": expected a list of at most 1 GiB, received " + file.size() + " bytes");
    }
    List<Csv.Row> rows = Csv.read(where, file.read());
    if (rows.isEmpty()) {
      throw new InputException(where + ": expected lines path,label[,split], received none");
    }
    Optional<Columns> header = header(rows.getFirst());
    Columns columns = header.orElseGet(() -> columns(rows.getFirst()));
    TreeMap<String, List<Listed>> classes = new TreeMap<>(order(rows, columns, header.isPresent()));
    for (Csv.Row row : header.isPresent() ? rows.subList(1, rows.size()) : rows) {
      Listed listed = listed(row, columns);
      classes.computeIfAbsent(listed.label(), label -> new ArrayList<>()).add(listed);
    }
    if (classes.size() < 2) {
      throw new InputException(
          where + ": expected images of two or more classes, received only " + classes.keySet());
    }
    return split(name, classes, columns.split() >= 0, listener);
  }

  private Optional<Columns> header(Csv.Row row) {
    List<String> names =
        row.fields().stream().map(field -> field.strip().toLowerCase(Locale.ROOT)).toList();
    if (names.stream().noneMatch(PATH::contains) || names.stream().noneMatch(LABEL::contains)) {
      return Optional.empty();
    }
    int path = -1;
    int label = -1;
    int split = -1;
    for (int i = 0; i < names.size(); i++) {
      if (PATH.contains(names.get(i)) && path < 0) {
        path = i;
      } else if (LABEL.contains(names.get(i)) && label < 0) {
        label = i;
      } else if (names.get(i).equals("split") && split < 0) {
        split = i;
      } else {
        String hint = "expects each of path, label and split once; remove it";
        throw Nearest.unknown(
            "column in " + at(row.line()), names.get(i), List.of("path", "label", "split"), hint);
      }
    }
    return Optional.of(new Columns(path, label, split, names.size()));
  }

  private Columns columns(Csv.Row first) {
    int count = first.fields().size();
    if (count < 2 || count > 3) {
      throw wrong(first.line(), "path,label or path,label,split", count + " fields");
    }
    return new Columns(0, 1, count == 3 ? 2 : -1, count);
  }

  private static Comparator<String> order(List<Csv.Row> rows, Columns columns, boolean header) {
    boolean numbers =
        rows.stream()
            .skip(header ? 1 : 0)
            .filter(row -> row.fields().size() == columns.count())
            .allMatch(row -> row.fields().get(columns.label()).strip().matches("\\d{1,9}"));
    Comparator<String> byName = Comparator.naturalOrder();
    return numbers
        ? Comparator.<String>comparingInt(Integer::parseInt).thenComparing(byName)
        : byName;
  }

  private Listed listed(Csv.Row row, Columns columns) {
    if (row.fields().size() != columns.count()) {
      throw wrong(row.line(), columns.count() + " fields", row.fields().size() + "");
    }
    String label = row.fields().get(columns.label()).strip();
    if (label.isEmpty()) {
      throw wrong(row.line(), "a label", "none");
    }
    Optional<Boolean> test = Optional.empty();
    if (columns.split() >= 0) {
      String split = row.fields().get(columns.split()).strip().toLowerCase(Locale.ROOT);
      if (!split.equals("train") && !TEST.contains(split)) {
        throw wrong(row.line(), "the split train or test", "'" + split + "'");
      }
      test = Optional.of(TEST.contains(split));
    }
    return new Listed(row.line(), label, test, entry(row, columns));
  }

  private Archive.Entry entry(Csv.Row row, Columns columns) {
    String given = row.fields().get(columns.path());
    try {
      Path path = Path.of(given).normalize();
      Path file = folder.resolve(path);
      if (given.isBlank() || !Files.isRegularFile(file)) {
        boolean first = row.line() == 1;
        throw wrong(
            row.line(),
            "the path of an image" + (first ? ", or a header path,label[,split]" : ""),
            "'" + given + "', and there is no such file");
      }
      String name = path.toString().replace('\\', '/');
      Integer before = lines.putIfAbsent(file.normalize().toString(), row.line());
      if (before != null) {
        throw wrong(row.line(), "every image once", "'" + given + "' again after line " + before);
      }
      return Archive.file(name, file);
    } catch (InvalidPathException e) {
      throw wrong(row.line(), "a path", "'" + given + "' (" + e.getReason() + ")");
    }
  }

  private Dataset split(
      String name,
      TreeMap<String, List<Listed>> classes,
      boolean splitGiven,
      ProgressListener listener) {
    List<ImageFile> train = new ArrayList<>();
    List<ImageFile> test = new ArrayList<>();
    int label = 0;
    for (List<Listed> images : classes.values()) {
      List<ImageFile> trainOfClass = new ArrayList<>();
      List<ImageFile> testOfClass = new ArrayList<>();
      List<ImageFile> files = new ArrayList<>();
      for (Listed image : images) {
        ImageFile file = new ImageFile(image.entry().path(), label, image.entry());
        files.add(file);
        image.test().ifPresent(t -> (t ? testOfClass : trainOfClass).add(file));
      }
      if (!splitGiven && files.size() > 1) {
        Set<ImageFile> held = HashSplit.test(files);
        files.forEach(file -> (held.contains(file) ? testOfClass : trainOfClass).add(file));
      }
      if (trainOfClass.isEmpty() || testOfClass.isEmpty()) {
        throw tooFew(images, splitGiven, trainOfClass.isEmpty() ? "train" : "test");
      }
      train.addAll(trainOfClass);
      test.addAll(testOfClass);
      label++;
    }
    if (!splitGiven) {
      listener.note(
          where + ": no splits, so " + train.size() + " images train and " + test.size() + " test");
    }
    return new Dataset(
        name,
        List.copyOf(classes.keySet()),
        new FileSplit(train),
        new FileSplit(test),
        Normalisation.IMAGENET);
  }

  private InputException tooFew(List<Listed> images, boolean splitGiven, String lacking) {
    Listed first = images.getFirst();
    return splitGiven
        ? wrong(
            first.line(),
            "images of class '" + first.label() + "' to train and to test",
            "none to " + lacking)
        : wrong(
            first.line(),
            "two or more images of class '" + first.label() + "', to train and to test",
            "one");
  }

  private String at(int line) {
    return where + " line " + line;
  }

  private InputException wrong(int line, String expected, String received) {
    return new InputException(at(line) + ": expected " + expected + ", received " + received);
  }
}
