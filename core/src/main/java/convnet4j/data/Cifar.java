package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.io.Archive.Entry;
import convnet4j.io.Unpickler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CIFAR-10's two forms (Krizhevsky, <em>Learning multiple layers of features from tiny images</em>,
 * 2009): {@code data_batch_1.bin …, test_batch.bin, batches.meta.txt}, records of a label byte and
 * 3072 bytes, and the Python pickles {@code data_batch_1 …, test_batch, batches.meta}. The files
 * lie in one folder at any depth. Any whole number of records makes a batch.
 */
final class Cifar {
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final Pattern TRAIN = Pattern.compile("data_batch_(\\d{1,4})(\\.bin)?");
  private static final int RECORD = 1 + CifarPixels.IMAGE;

  /** A class name is a word, a list of them is short. */
  private static final int MAX_META = 1 << 20;

  private final String where;
  private final boolean binary;
  private final Map<Integer, Entry> train = new TreeMap<>();
  private Entry test;
  private Entry meta;

  private Cifar(String where, boolean binary) {
    this.where = where;
    this.binary = binary;
  }

  /**
   * Reads the batches among {@code entries}, when there are any.
   *
   * @param where what the entries belong to, for errors
   */
  static Optional<Dataset> detect(String where, String name, List<Entry> entries) {
    Map<String, Cifar> found = new TreeMap<>();
    for (Entry entry : entries) {
      int slash = entry.path().lastIndexOf('/');
      Matcher matcher = TRAIN.matcher(entry.path().substring(slash + 1));
      if (matcher.matches()) {
        String folder = entry.path().substring(0, slash + 1);
        boolean binary = matcher.group(2) != null;
        found
            .computeIfAbsent(folder + (binary ? "*.bin" : "*"), key -> new Cifar(where, binary))
            .take(folder, entries);
      }
    }
    if (found.size() > 1) {
      throw new InputException(
          where + ": expected one set of CIFAR batches, received " + found.keySet() + "; pick one");
    }
    return found.values().stream().findFirst().map(cifar -> cifar.read(name));
  }

  /** Finds the files of this set once its folder is known. */
  private void take(String folder, List<Entry> entries) {
    String suffix = binary ? ".bin" : "";
    for (Entry entry : entries) {
      if (!entry.path().startsWith(folder)) {
        continue;
      }
      String file = entry.path().substring(folder.length());
      Matcher matcher = TRAIN.matcher(file);
      if (matcher.matches() && binary == (matcher.group(2) != null)) {
        train.put(Integer.valueOf(matcher.group(1)), entry);
      } else if (file.equals("test_batch" + suffix)) {
        test = entry;
      } else if (file.equals("batches.meta" + (binary ? ".txt" : ""))) {
        meta = entry;
      }
    }
  }

  private Dataset read(String name) {
    if (test == null) {
      throw missing("test_batch" + (binary ? ".bin" : ""));
    }
    for (int i = 1; i <= train.size(); i++) {
      if (!train.containsKey(i)) {
        throw missing("data_batch_" + i + (binary ? ".bin" : ""));
      }
    }
    List<String> classes = classes();
    PixelSplit trainSplit = split(List.copyOf(train.values()), classes.size());
    PixelSplit testSplit = split(List.of(test), classes.size());
    Normalisation normalisation =
        classes.equals(CLASSES) ? Normalisation.CIFAR10 : Normalisation.of(trainSplit);
    return new Dataset(name, classes, trainSplit, testSplit, normalisation);
  }

  private InputException missing(String file) {
    return new InputException(
        where + ": has CIFAR batches but no " + file + "; fetch or unpack the set again");
  }

  private List<String> classes() {
    if (meta == null) {
      return CLASSES;
    }
    if (meta.size() > MAX_META) {
      throw badMeta(meta.size() + " bytes");
    }
    List<String> names = binary ? textNames() : pickledNames();
    if (names.size() < 2 || names.stream().distinct().count() != names.size()) {
      throw badMeta(names.toString());
    }
    return names;
  }

  private InputException badMeta(String received) {
    return new InputException(
        path(meta) + ": expected two or more class names, no two alike, received " + received);
  }

  private List<String> textNames() {
    return new String(meta.read(), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private List<String> pickledNames() {
    Object names = unpickle(meta).get("label_names");
    if (!(names instanceof List<?> list)) {
      throw badMeta("no list 'label_names'");
    }
    List<String> strings = new ArrayList<>();
    for (Object name : list) {
      switch (name) {
        case String text -> strings.add(text);
        case byte[] bytes -> strings.add(new String(bytes, StandardCharsets.UTF_8));
        default -> throw badMeta("a name that is no text");
      }
    }
    return strings;
  }

  private PixelSplit split(List<Entry> batches, int classes) {
    return binary ? binarySplit(batches, classes) : pickledSplit(batches, classes);
  }

  private PixelSplit binarySplit(List<Entry> batches, int classes) {
    long images = 0;
    for (Entry batch : batches) {
      if (batch.size() == 0 || batch.size() % RECORD != 0) {
        throw new InputException(
            String.format(
                "%s: expected a whole number of records of %s bytes, received %s bytes (%s records"
                    + " and %s bytes); fetch or unpack the set again",
                path(batch), RECORD, batch.size(), batch.size() / RECORD, batch.size() % RECORD));
      }
      images += batch.size() / RECORD;
    }
    CifarPixels pixels = new CifarPixels(where, images, classes);
    for (Entry batch : batches) {
      byte[] bytes = batch.read();
      for (int i = 0, at = 0; i < batch.size() / RECORD; i++, at += RECORD) {
        pixels.add(path(batch), i, bytes[at] & 0xFF, bytes, at + 1);
      }
    }
    return pixels.split();
  }

  private record Batch(List<?> labels, NumpyArray rows) {}

  private PixelSplit pickledSplit(List<Entry> entries, int classes) {
    // Counted first and read again, so that never more than one batch lies beside the pixels.
    long images = entries.stream().mapToLong(entry -> batch(entry).labels().size()).sum();
    CifarPixels pixels = new CifarPixels(where, images, classes);
    for (Entry entry : entries) {
      Batch batch = batch(entry);
      for (int i = 0; i < batch.labels().size(); i++) {
        long label = batch.labels().get(i) instanceof Long number ? number : -1;
        pixels.add(path(entry), i, label, batch.rows().data(), i * CifarPixels.IMAGE);
      }
    }
    return pixels.split();
  }

  private Batch batch(Entry entry) {
    Map<?, ?> content = unpickle(entry);
    if (!(content.get("labels") instanceof List<?> labels)
        || !(content.get("data") instanceof NumpyArray array)
        || labels.isEmpty()
        || !array.shape().equals(List.of((long) labels.size(), (long) CifarPixels.IMAGE))
        || array.data().length != (long) labels.size() * CifarPixels.IMAGE) {
      throw new InputException(
          path(entry)
              + ": expected 'labels' and as many rows of 3072 bytes under 'data', received "
              + content.keySet()
              + "; is this CIFAR-10?");
    }
    return new Batch(labels, array);
  }

  private Map<?, ?> unpickle(Entry entry) {
    Object content = Unpickler.read(path(entry), entry.read(), NumpyArray.ALLOWED);
    if (content instanceof Map<?, ?> map) {
      return map;
    }
    throw new InputException(path(entry) + ": expected a dictionary; is this CIFAR-10?");
  }

  private String path(Entry entry) {
    return where + "/" + entry.path();
  }
}
