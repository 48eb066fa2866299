package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.io.Archive.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What WordNet's synsets are called: {@code LOC_synset_mapping.txt} of Kaggle or {@code
 * synset_words.txt}, lines such as {@code n01440764 tench, Tinca tinca}.
 *
 * @param source the file, for messages
 * @param words by synset
 */
record Synsets(String source, Map<String, String> words) {
  private static final List<String> FILES = List.of("LOC_synset_mapping.txt", "synset_words.txt");

  Synsets {
    words = Map.copyOf(words);
  }

  /** Reads the first of the files that lies among {@code entries}. */
  static Optional<Synsets> of(String where, List<Entry> entries) {
    return FILES.stream()
        .flatMap(file -> GroundTruth.one(where, file, entries).stream())
        .findFirst()
        .map(entry -> read(where + "/" + entry.path(), entry));
  }

  private static Synsets read(String path, Entry entry) {
    Map<String, String> words = new HashMap<>();
    List<String> lines = GroundTruth.text(path, entry).lines().map(String::strip).toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isEmpty()) {
        continue;
      }
      String[] parts = lines.get(i).split("\\s+", 2);
      if (parts.length < 2 || words.put(parts[0], parts[1]) != null) {
        throw new InputException(
            String.format(
                "%s line %s: expected a synset and its words, each synset once, received '%s'",
                path, i + 1, lines.get(i)));
      }
    }
    return new Synsets(path, words);
  }

  /**
   * Names for synsets, in their order: the first of the words, with the synset behind it where
   * another one begins with the same ({@code crane} is a bird and a machine).
   */
  List<String> names(List<String> synsets) {
    for (String synset : synsets) {
      if (!words.containsKey(synset)) {
        throw new InputException(
            source
                + ": expected words for every class, received none for "
                + synset
                + "; add a line or remove the file");
      }
    }
    Map<String, Long> counts =
        synsets.stream()
            .map(this::first)
            .collect(Collectors.groupingBy(w -> w, Collectors.counting()));
    return synsets.stream()
        .map(s -> counts.get(first(s)) == 1 ? first(s) : first(s) + " (" + s + ")")
        .toList();
  }

  private String first(String synset) {
    return words.get(synset).split(",", 2)[0].strip();
  }
}
