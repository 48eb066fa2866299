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

/**
 * CIFAR-10 and CIFAR-100 (Krizhevsky, <em>Learning multiple layers of features from tiny
 * images</em>, 2009) in their {@link CifarForm}s. The files of a set lie in one folder at any
 * depth. Any whole number of records makes a batch. Of CIFAR-100's two labels the fine one counts.
 */
final class Cifar {
  /** A class name is a word, a list of them is short. */
  private static final int MAX_META = 1 << 20;

  private final String where;
  private final CifarForm form;
  private final Map<Integer, Entry> train = new TreeMap<>();
  private Entry test;
  private Entry meta;

  private Cifar(String where, CifarForm form) {
    this.where = where;
    this.form = form;
  }

  /**
   * Reads the batches among {@code entries}, when there are any.
   *
   * @param where what the entries belong to, for errors
   */
  static Optional<Dataset> detect(String where, String name, List<Entry> entries) {
    Map<String, Cifar> found = new TreeMap<>();
    for (Entry entry : entries) {
      int slash = entry.path().lastIndexOf('/') + 1;
      for (CifarForm form : CifarForm.values()) {
        if (form.isTrain(entry.path().substring(slash))) {
          String folder = entry.path().substring(0, slash);
          found.computeIfAbsent(
              folder + form.sign(), key -> new Cifar(where, form).take(folder, entries));
        }
      }
    }
    found.values().removeIf(cifar -> !cifar.isOne());
    if (found.size() > 1) {
      throw new InputException(
          where + ": expected one set of CIFAR batches, received " + found.keySet() + "; pick one");
    }
    return found.values().stream().findFirst().map(cifar -> cifar.read(name));
  }

  /** Finds the files of this set once its folder is known. */
  private Cifar take(String folder, List<Entry> entries) {
    for (Entry entry : entries) {
      if (!entry.path().startsWith(folder)) {
        continue;
      }
      String file = entry.path().substring(folder.length());
      if (form.isTrain(file)) {
        train.put(form.number(file), entry);
      } else if (file.equals(form.test())) {
        test = entry;
      } else if (file.equals(form.meta())) {
        meta = entry;
      }
    }
    return this;
  }

  /** Anything may be called {@code train}: CIFAR-100's is known by what lies beside it. */
  private boolean isOne() {
    return form.isKnownByTrain() || meta != null || (form.binary() && test != null);
  }

  private Dataset read(String name) {
    if (test == null) {
      throw missing(form.test());
    }
    for (int i = 1; i <= train.size(); i++) {
      if (!train.containsKey(i)) {
        throw missing(form.train(i));
      }
    }
    List<String> classes = classes();
    PixelSplit trainSplit = split(List.copyOf(train.values()), classes.size());
    PixelSplit testSplit = split(List.of(test), classes.size());
    Normalisation normalisation =
        classes.equals(CifarForm.CIFAR10_CLASSES)
            ? Normalisation.CIFAR10
            : Normalisation.of(trainSplit);
    return new Dataset(name, classes, trainSplit, testSplit, normalisation);
  }

  private InputException missing(String file) {
    return new InputException(
        where + ": has CIFAR batches but no " + file + "; fetch or unpack the set again");
  }

  private List<String> classes() {
    if (meta == null) {
      return form.classes().orElseThrow(() -> missing(form.meta()));
    }
    if (meta.size() > MAX_META) {
      throw badMeta(meta.size() + " bytes");
    }
    List<String> names = form.binary() ? textNames() : pickledNames();
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
    Object names = unpickle(meta).get(form.namesKey());
    if (!(names instanceof List<?> list)) {
      throw badMeta("no list '" + form.namesKey() + "'");
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
    return form.binary() ? binarySplit(batches, classes) : pickledSplit(batches, classes);
  }

  private PixelSplit binarySplit(List<Entry> batches, int classes) {
    int record = form.labelBytes() + CifarPixels.IMAGE;
    long images = 0;
    for (Entry batch : batches) {
      if (batch.size() == 0 || batch.size() % record != 0) {
        throw new InputException(
            String.format(
                "%s: expected a whole number of records of %s bytes, received %s bytes (%s records"
                    + " and %s bytes); fetch or unpack the set again",
                path(batch), record, batch.size(), batch.size() / record, batch.size() % record));
      }
      images += batch.size() / record;
    }
    CifarPixels pixels = new CifarPixels(where, images, classes);
    for (Entry batch : batches) {
      byte[] bytes = batch.read();
      for (int i = 0, at = form.labelBytes(); i < batch.size() / record; i++, at += record) {
        pixels.add(path(batch), i, bytes[at - 1] & 0xFF, bytes, at);
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
    if (!(content.get(form.labelsKey()) instanceof List<?> labels)
        || !(content.get("data") instanceof NumpyArray array)
        || labels.isEmpty()
        || !array.shape().equals(List.of((long) labels.size(), (long) CifarPixels.IMAGE))
        || array.data().length != (long) labels.size() * CifarPixels.IMAGE) {
      throw new InputException(
          path(entry)
              + ": expected '"
              + form.labelsKey()
              + "' and as many rows of 3072 bytes under 'data', received "
              + content.keySet()
              + "; is this CIFAR?");
    }
    return new Batch(labels, array);
  }

  private Map<?, ?> unpickle(Entry entry) {
    Object content = Unpickler.read(path(entry), entry.read(), NumpyArray.ALLOWED);
    if (content instanceof Map<?, ?> map) {
      return map;
    }
    throw new InputException(path(entry) + ": expected a dictionary; is this CIFAR?");
  }

  private String path(Entry entry) {
    return where + "/" + entry.path();
  }
}
