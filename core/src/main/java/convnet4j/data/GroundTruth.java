package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.io.Archive.Entry;
import convnet4j.io.Csv;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The labels of ImageNet's validation images, which lie in one folder, from the first of these:
 *
 * <ul>
 *   <li>{@code LOC_val_solution.csv} of Kaggle: {@code ImageId,PredictionString}, the second of
 *       which begins with the synset;
 *   <li>{@code val.txt}, beside or in the folder: lines {@code file label}, labels from 0 in the
 *       order of the synsets;
 *   <li>{@code ILSVRC2012_validation_ground_truth.txt} of the development kit: an ILSVRC2012_ID for
 *       each image in the order of their names, with {@code meta.mat}, which tells whose it is.
 * </ul>
 *
 * @param source the file, for messages
 * @param labels by the images' names without extensions
 */
record GroundTruth(String source, Map<String, Integer> labels) {
  private static final String SOLUTION = "LOC_val_solution.csv";
  private static final String LIST = "val.txt";
  private static final String KIT = "ILSVRC2012_validation_ground_truth.txt";
  private static final String META = "meta.mat";

  /** Of a file: a hundred times those of ImageNet. */
  private static final long MOST_BYTES = 256L << 20;

  GroundTruth {
    labels = Map.copyOf(labels);
  }

  /**
   * Reads the ground truth that lies among {@code entries}.
   *
   * @param where what messages call what they belong to
   * @param root the folder that holds {@code train/}
   * @param folder of the images
   * @param synsets of the classes, sorted
   * @param stems the images' names without extensions, sorted
   * @throws InputException when it does not fit the classes and images; the message names the line
   */
  static Optional<GroundTruth> find(
      String where,
      String root,
      String folder,
      List<Entry> entries,
      List<String> synsets,
      List<String> stems) {
    Map<String, Integer> places = new HashMap<>();
    for (int label = 0; label < synsets.size(); label++) {
      places.put(synsets.get(label), label);
    }
    Optional<Entry> solution = one(where, SOLUTION, entries);
    if (solution.isPresent()) {
      return Optional.of(new Reader(where, solution.get(), stems).solution(places));
    }
    Optional<Entry> list =
        entries.stream()
            .filter(e -> e.path().equals(root + LIST) || e.path().equals(folder + LIST))
            .findFirst();
    if (list.isPresent()) {
      return Optional.of(new Reader(where, list.get(), stems).list(synsets.size()));
    }
    return one(where, KIT, entries)
        .map(kit -> new Reader(where, kit, stems).kit(meta(where, entries), places));
  }

  /** The one file of that name. */
  static Optional<Entry> one(String where, String file, List<Entry> entries) {
    List<Entry> found =
        entries.stream()
            .filter(e -> e.path().equals(file) || e.path().endsWith("/" + file))
            .toList();
    if (found.size() > 1) {
      throw new InputException(
          where
              + ": expected one "
              + file
              + ", received "
              + found.stream().map(Entry::path).toList()
              + "; remove all but one");
    }
    return found.stream().findFirst();
  }

  private static Map<Integer, String> meta(String where, List<Entry> entries) {
    Entry meta =
        one(where, META, entries)
            .orElseThrow(
                () ->
                    new InputException(
                        where
                            + ": expected meta.mat beside "
                            + KIT
                            + ", which numbers the classes by it, received none; add it, or give "
                            + "val.txt instead"));
    return DevkitMeta.synsets(where + "/" + meta.path(), meta);
  }

  /** Text of a file, of a sensible length. */
  static String text(String path, Entry entry) {
    checkSize(path, entry);
    return Csv.text(path, entry.read());
  }

  private static void checkSize(String path, Entry entry) {
    if (entry.size() > MOST_BYTES) {
      throw new InputException(
          path + ": expected a list of at most " + MOST_BYTES + " bytes, received " + entry.size());
    }
  }

  /** One pass over a file. */
  private static final class Reader {
    private final String path;
    private final Entry entry;
    private final List<String> sorted;
    private final Set<String> stems;
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();

    Reader(String where, Entry entry, List<String> stems) {
      this.path = where + "/" + entry.path();
      this.entry = entry;
      this.sorted = stems;
      this.stems = new HashSet<>(stems);
    }

    GroundTruth solution(Map<String, Integer> places) {
      checkSize(path, entry);
      List<Csv.Row> rows = Csv.read(path, entry.read());
      for (Csv.Row row : rows) {
        List<String> fields = row.fields();
        if (row.equals(rows.getFirst()) && fields.getFirst().strip().equals("ImageId")) {
          continue;
        }
        if (fields.size() != 2) {
          throw wrong(row.line(), "ImageId,PredictionString", fields.size() + " fields");
        }
        String synset = fields.get(1).strip().split("\\s+", 2)[0];
        put(row.line(), fields.get(0).strip(), place(row.line(), synset, places));
      }
      return new GroundTruth(path, labels);
    }

    GroundTruth list(int classes) {
      List<String> all = text(path, entry).lines().toList();
      for (int i = 0; i < all.size(); i++) {
        String line = all.get(i).strip();
        if (line.isEmpty()) {
          continue;
        }
        int space = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
        int label = space < 0 ? -1 : number(line.substring(space + 1));
        if (label < 0 || label >= classes) {
          throw wrong(i + 1, "'file label' with a label 0.." + (classes - 1), "'" + line + "'");
        }
        put(i + 1, line.substring(0, space).strip(), label);
      }
      return new GroundTruth(path, labels);
    }

    GroundTruth kit(Map<Integer, String> synsets, Map<String, Integer> places) {
      List<String> ids = new ArrayList<>(text(path, entry).lines().map(String::strip).toList());
      while (!ids.isEmpty() && ids.getLast().isEmpty()) {
        ids.removeLast();
      }
      if (ids.size() != sorted.size()) {
        throw new InputException(
            String.format(
                "%s: expected a line for each of the %s validation images, received %s; all of them"
                    + " must be there",
                path, sorted.size(), ids.size()));
      }
      for (int i = 0; i < ids.size(); i++) {
        String synset = synsets.get(number(ids.get(i)));
        if (synset == null) {
          throw wrong(i + 1, "an ILSVRC2012_ID of meta.mat", "'" + ids.get(i) + "'");
        }
        put(i + 1, sorted.get(i), place(i + 1, synset, places));
      }
      return new GroundTruth(path, labels);
    }

    private int place(int line, String synset, Map<String, Integer> places) {
      Integer place = places.get(synset);
      if (place == null) {
        throw wrong(line, "a synset that has a folder in train/", "'" + synset + "'");
      }
      return place;
    }

    private void put(int line, String image, int label) {
      String stem = ImageNet.stem(image);
      if (!stems.contains(stem)) {
        throw wrong(line, "a validation image", "'" + image + "', and there is no such image");
      }
      if (labels.put(stem, label) != null) {
        throw wrong(
            line, "every image once", "'" + image + "' again after line " + lines.get(stem));
      }
      lines.put(stem, line);
    }

    /** -1 for what is none. */
    private static int number(String text) {
      return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    private InputException wrong(int line, String expected, String received) {
      return new InputException(
          path + " line " + line + ": expected " + expected + ", received " + received);
    }
  }
}
