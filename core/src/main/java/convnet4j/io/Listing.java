package convnet4j.io;

import convnet4j.errors.InputException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Collects what an archive holds: cleans the paths, leaves junk out, sorts. */
final class Listing {
  private static final Set<String> JUNK =
      Set.of("__macosx", "@eadir", "thumbs.db", "desktop.ini", "$recycle.bin");

  private final Path archive;
  private final TreeMap<String, Archive.Entry> files = new TreeMap<>();
  private final TreeSet<String> folders = new TreeSet<>();

  Listing(Path archive) {
    this.archive = archive;
  }

  void folder(String raw) {
    clean(raw).ifPresent(this::addFolders);
  }

  /** Of two files with one path the later one counts, as when an archive is unpacked. */
  void file(String raw, Function<String, Archive.Entry> entry) {
    clean(raw)
        .ifPresent(
            path -> {
              files.put(path, entry.apply(path));
              int slash = path.lastIndexOf('/');
              addFolders(slash < 0 ? "" : path.substring(0, slash));
            });
  }

  List<Archive.Entry> entries() {
    return List.copyOf(files.values());
  }

  List<String> folders() {
    return List.copyOf(folders);
  }

  private void addFolders(String path) {
    String folder = path;
    while (!folder.isEmpty() && folders.add(folder)) {
      folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
    }
  }

  /** The path below the root, composed (macOS decomposes Hangul and accents); empty for junk. */
  private Optional<String> clean(String raw) {
    if (raw.startsWith("/") || raw.matches("[A-Za-z]:[/\\\\].*")) {
      throw climbs(raw);
    }
    List<String> parts = new ArrayList<>();
    for (String part : raw.split("/", -1)) {
      if (part.equals("..")) {
        throw climbs(raw);
      }
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.startsWith(".") || JUNK.contains(part.toLowerCase(Locale.ROOT))) {
        return Optional.empty();
      }
      parts.add(part);
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(Normalizer.normalize(String.join("/", parts), Normalizer.Form.NFC));
  }

  /** Whether bytes of the name were no text in the encoding that it was read in. */
  static boolean isGarbled(String name) {
    return name.indexOf('\uFFFD') >= 0;
  }

  private InputException climbs(String raw) {
    return new InputException(
        archive
            + ": expected paths inside the archive, received '"
            + raw
            + "'; do not trust this archive");
  }
}
