package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.io.Archive;
import convnet4j.io.Archive.Entry;
import convnet4j.io.ProgressListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Images in one folder per class, at any depth below it: {@code train/<class>/…} with {@code
 * test/<class>/…} (or {@code val}, where there is no {@code test}), or {@code <class>/…} alone,
 * which {@link HashSplit} splits. Folders that hold nothing but one folder are stepped into first.
 * Classes are in the order of their names; the images of a class in the order of their paths.
 */
final class ImageFolder {
  /** What OpenCV decodes. */
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "jpe", "png", "bmp", "dib", "webp", "gif", "tif", "tiff", "ppm", "pgm");

  private static final List<String> TEST_NAMES = List.of("test", "val", "valid", "validation");

  /** So many names are shown in a message. */
  private static final int SHOWN = 5;

  private final String where;
  private final Archive archive;
  private final ProgressListener listener;
  private int ignored;

  private ImageFolder(String where, Archive archive, ProgressListener listener) {
    this.where = where;
    this.archive = archive;
    this.listener = listener;
  }

  /** Images by class; a class without any is there, too. */
  private record Tree(String root, TreeMap<String, List<Entry>> classes) {}

  /** Whether this is, by its name, an image. */
  static boolean isImage(String path) {
    int dot = path.lastIndexOf('.');
    return EXTENSIONS.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /**
   * Lists the images of {@code archive}, when it has folders of them.
   *
   * @param where what the archive is called in errors
   */
  static Optional<Dataset> detect(
      String where, String name, Archive archive, ProgressListener listener) {
    ImageFolder folder = new ImageFolder(where, archive, listener);
    String root = folder.root();
    boolean holdsClasses =
        archive.entries().stream()
            .map(Entry::path)
            .anyMatch(
                path ->
                    path.startsWith(root) && path.indexOf('/', root.length()) > 0 && isImage(path));
    return holdsClasses ? Optional.of(folder.read(name, root)) : Optional.empty();
  }

  /**
   * Lists images that lie in class folders below two folders that are known.
   *
   * @param trainRoot ending in a slash
   * @param testRoot ending in a slash
   */
  static Dataset split(
      String where,
      String name,
      Archive archive,
      ProgressListener listener,
      String trainRoot,
      String testRoot) {
    ImageFolder folder = new ImageFolder(where, archive, listener);
    Dataset dataset = folder.readSplit(name, trainRoot, testRoot);
    folder.tellIgnored();
    return dataset;
  }

  /** The folder, ending in a slash unless empty, that holds the classes or the splits. */
  private String root() {
    String root = "";
    while (true) {
      Set<String> children = children(root);
      if (children.size() != 1) {
        return root;
      }
      String only = root + children.iterator().next() + "/";
      if (children(only).isEmpty()) {
        return root; // the only class
      }
      root = only;
    }
  }

  private Set<String> children(String root) {
    Set<String> children = new TreeSet<>();
    for (String folder : archive.folders()) {
      if (folder.startsWith(root) && folder.indexOf('/', root.length()) < 0) {
        children.add(folder.substring(root.length()));
      }
    }
    return children;
  }

  private Dataset read(String name, String root) {
    Map<String, String> byLowerCase = new TreeMap<>();
    children(root).forEach(child -> byLowerCase.put(child.toLowerCase(Locale.ROOT), child));
    Optional<String> test = TEST_NAMES.stream().filter(byLowerCase::containsKey).findFirst();
    boolean split = byLowerCase.containsKey("train") && test.isPresent();
    Dataset dataset =
        split
            ? readSplit(
                name,
                root + byLowerCase.get("train") + "/",
                root + byLowerCase.get(test.get()) + "/")
            : readWhole(name, root);
    tellIgnored();
    return dataset;
  }

  private void tellIgnored() {
    if (ignored > 0) {
      listener.note(where + ": ignored " + ignored + " files that are not images");
    }
  }

  private Dataset readSplit(String name, String trainRoot, String testRoot) {
    Tree train = tree(trainRoot);
    Tree test = tree(testRoot);
    checkNoEmptyClass(train);
    for (String label : test.classes().keySet()) {
      if (!train.classes().containsKey(label)) {
        throw new InputException(
            String.format(
                "%s: class '%s' is in %s but not in %s (%s); remove it or add it to both",
                where, label, testRoot, trainRoot, shown(train.classes().keySet())));
      }
    }
    train.classes().keySet().forEach(label -> test.classes().putIfAbsent(label, List.of()));
    checkNoEmptyClass(test);
    List<ImageFile> trainFiles = new ArrayList<>();
    List<ImageFile> testFiles = new ArrayList<>();
    List<String> classes = List.copyOf(train.classes().keySet());
    for (int label = 0; label < classes.size(); label++) {
      trainFiles.addAll(files(train, classes.get(label), label));
      testFiles.addAll(files(test, classes.get(label), label));
    }
    return dataset(name, classes, trainFiles, testFiles);
  }

  private Dataset readWhole(String name, String root) {
    Tree tree = tree(root);
    checkNoEmptyClass(tree);
    List<ImageFile> trainFiles = new ArrayList<>();
    List<ImageFile> testFiles = new ArrayList<>();
    List<String> classes = List.copyOf(tree.classes().keySet());
    for (int label = 0; label < classes.size(); label++) {
      List<ImageFile> files = files(tree, classes.get(label), label);
      if (files.size() < 2) {
        throw new InputException(
            String.format(
                "%s: class '%s' has one image, expected two or more, to train and to test; add"
                    + " images or make train/<class>/ and test/<class>/",
                where, classes.get(label)));
      }
      Set<ImageFile> held = HashSplit.test(files);
      files.forEach(file -> (held.contains(file) ? testFiles : trainFiles).add(file));
    }
    listener.note(
        String.format(
            "%s: no train and test folders, so %s images train and %s test",
            where, trainFiles.size(), testFiles.size()));
    return dataset(name, classes, trainFiles, testFiles);
  }

  private Dataset dataset(
      String name, List<String> classes, List<ImageFile> train, List<ImageFile> test) {
    if (classes.size() < 2) {
      throw new InputException(
          where + ": expected folders of two or more classes, received only " + classes);
    }
    return new Dataset(
        name, classes, new FileSplit(train), new FileSplit(test), Normalisation.IMAGENET, archive);
  }

  private Tree tree(String root) {
    TreeMap<String, List<Entry>> classes = new TreeMap<>();
    children(root).forEach(child -> classes.put(child, new ArrayList<>()));
    for (Entry entry : archive.entries()) {
      if (!entry.path().startsWith(root)) {
        continue;
      }
      int slash = entry.path().indexOf('/', root.length());
      if (slash > 0 && isImage(entry.path())) {
        classes.get(entry.path().substring(root.length(), slash)).add(entry);
      } else {
        ignored++;
      }
    }
    return new Tree(root, classes);
  }

  private void checkNoEmptyClass(Tree tree) {
    List<String> empty =
        tree.classes().keySet().stream().filter(c -> tree.classes().get(c).isEmpty()).toList();
    if (!empty.isEmpty()) {
      throw new InputException(
          String.format(
              "%s: no images in class folder %s; expected %s; add images or remove the class",
              where,
              shown(empty.stream().map(label -> tree.root() + label + "/").toList()),
              "one or more per class and split"));
    }
  }

  private static List<ImageFile> files(Tree tree, String name, int label) {
    return tree.classes().get(name).stream()
        .map(entry -> new ImageFile(entry.path().substring(tree.root().length()), label, entry))
        .toList();
  }

  private static String shown(Collection<String> names) {
    String first = String.join(", ", names.stream().limit(SHOWN).toList());
    return names.size() <= SHOWN ? first : first + " and " + (names.size() - SHOWN) + " more";
  }
}
