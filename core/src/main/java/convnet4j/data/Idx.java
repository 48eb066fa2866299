package convnet4j.data;

import convnet4j.data.IdxFile.Part;
import convnet4j.errors.InputException;
import convnet4j.io.Archive.Entry;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * MNIST (LeCun, Cortes and Burges) and the sets made in its form, such as Fashion-MNIST (Xiao,
 * Rasul and Vollgraf 2017): four files of grey images and of labels 0..9, in one folder at any
 * depth, plain or by gzip. The files do not say what their classes are called; a set is taken for
 * Fashion-MNIST by its name, or that of a folder that it lies in.
 */
final class Idx {
  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  /** https://github.com/zalandoresearch/fashion-mnist, section "Labels". */
  private static final List<String> FASHION =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private Idx() {}

  /**
   * Reads the four files among {@code entries}, when there are any.
   *
   * @param where what the entries belong to, for errors
   */
  static Optional<Dataset> detect(String where, String name, List<Entry> entries) {
    Map<String, Map<Part, IdxFile>> folders = new TreeMap<>();
    for (Entry entry : entries) {
      Optional<IdxFile> file = IdxFile.of(where, entry);
      if (file.isPresent()) {
        String folder = entry.path().substring(0, entry.path().lastIndexOf('/') + 1);
        folders
            .computeIfAbsent(folder, key -> new EnumMap<>(Part.class))
            .merge(file.get().part(), file.get(), IdxFile::preferred);
      }
    }
    if (folders.isEmpty()) {
      return Optional.empty();
    }
    String folder = one(where, folders);
    List<String> classes = isFashion(where + "/" + folder + name) ? FASHION : DIGITS;
    return Optional.of(read(name, folders.get(folder), classes));
  }

  /** The folder with all four; archives that were unpacked carelessly have parts in others. */
  private static String one(String where, Map<String, Map<Part, IdxFile>> folders) {
    List<String> whole =
        folders.keySet().stream()
            .filter(folder -> folders.get(folder).size() == Part.values().length)
            .toList();
    if (whole.size() == 1) {
      return whole.getFirst();
    }
    if (whole.isEmpty()) {
      Map.Entry<String, Map<Part, IdxFile>> first = folders.entrySet().iterator().next();
      Collection<Part> have = first.getValue().keySet();
      List<String> lacking =
          Arrays.stream(Part.values())
              .filter(part -> !have.contains(part))
              .map(Part::official)
              .toList();
      throw new InputException(
          where
              + ": has idx files of MNIST's form but no "
              + first.getKey()
              + String.join(", ", lacking)
              + "; fetch the set again");
    }
    throw new InputException(
        where + ": expected one set of idx files, received one in each of " + whole + "; pick one");
  }

  private static boolean isFashion(String path) {
    return Arrays.stream(path.split("[/\\\\]"))
        .map(segment -> segment.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))
        .anyMatch(segment -> segment.startsWith("fashionmnist"));
  }

  private static Dataset read(String name, Map<Part, IdxFile> files, List<String> classes) {
    PixelSplit train =
        split(files.get(Part.TRAIN_IMAGES), files.get(Part.TRAIN_LABELS), classes.size());
    PixelSplit test =
        split(files.get(Part.TEST_IMAGES), files.get(Part.TEST_LABELS), classes.size());
    if (train.height() != test.height() || train.width() != test.width()) {
      throw new InputException(
          String.format(
              "%s: expected images of %s×%s as for training, received %s×%s; fetch the set again",
              files.get(Part.TEST_IMAGES).path(),
              train.width(),
              train.height(),
              test.width(),
              test.height()));
    }
    return new Dataset(name, classes, train, test, Normalisation.of(train));
  }

  private static PixelSplit split(IdxFile images, IdxFile labels, int classes) {
    IdxFile.Content pixels = images.read();
    IdxFile.Content label = labels.read();
    if (pixels.count() != label.count()) {
      throw new InputException(
          String.format(
              "%s: expected a label for each of the %s images of %s, received %s; fetch the set"
                  + " again",
              labels.path(), pixels.count(), images.path(), label.count()));
    }
    int[] numbers = new int[label.count()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = label.data()[i] & 0xFF;
      if (numbers[i] >= classes) {
        throw new InputException(
            String.format(
                "%s: record %s: expected a label 0..%s, received %s; is this MNIST or of its form?",
                labels.path(), i, classes - 1, numbers[i]));
      }
    }
    return new PixelSplit(1, pixels.height(), pixels.width(), pixels.data(), numbers);
  }
}
