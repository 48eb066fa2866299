package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.io.Archive;
import convnet4j.io.Archive.Entry;
import convnet4j.io.ProgressListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ImageNet's layout (Russakovsky et al. 2015, ILSVRC 2012, classification) and that of subsets of
 * it: {@code train/<synset>/…} at any depth, beside it {@code val/<synset>/…} or {@code val/…} flat
 * with a {@link GroundTruth}. Classes are in the order of their synsets, which is that of published
 * weights, and are called by their {@link Synsets} where a file tells the names.
 */
final class ImageNet {
  private static final Pattern TRAIN = Pattern.compile("((?:.*/)?)train/([^/]+)/.+");
  private static final Pattern SYNSET = Pattern.compile("n\\d{8}");
  private static final List<String> TESTS = List.of("val", "valid", "validation", "test");

  /** So many names are shown in a message. */
  private static final int SHOWN = 3;

  private final String where;
  private final Archive archive;
  private final String root;
  private final ProgressListener listener;
  private int ignored;

  private ImageNet(String where, Archive archive, String root, ProgressListener listener) {
    this.where = where;
    this.archive = archive;
    this.root = root;
    this.listener = listener;
  }

  /**
   * Lists the images of {@code archive}, when they lie in folders of synsets.
   *
   * @param where what the archive is called in errors
   */
  static Optional<Dataset> detect(
      String where, String name, Archive archive, ProgressListener listener) {
    Optional<String> root = root(where, archive);
    return root.flatMap(at -> new ImageNet(where, archive, at, listener).read(name));
  }

  /** The folder that holds {@code train}, if all that lies there are synsets. */
  private static Optional<String> root(String where, Archive archive) {
    Map<String, Boolean> roots = new TreeMap<>();
    for (Entry entry : archive.entries()) {
      if (entry.path().contains("train/n") && ImageFolder.isImage(entry.path())) {
        Matcher matcher = TRAIN.matcher(entry.path());
        if (matcher.matches()) {
          roots.merge(
              matcher.group(1),
              SYNSET.matcher(matcher.group(2)).matches(),
              (before, now) -> before && now);
        }
      }
    }
    List<String> found = roots.keySet().stream().filter(roots::get).toList();
    if (found.size() > 1) {
      throw new InputException(
          where
              + ": expected one train/ with folders of synsets, received one in each of "
              + found
              + "; pick one");
    }
    return found.stream().findFirst();
  }

  private Optional<Dataset> read(String name) {
    for (String test : TESTS) {
      String testRoot = root + test + "/";
      List<Entry> images =
          archive.entries().stream()
              .filter(entry -> entry.path().startsWith(testRoot))
              .filter(entry -> ImageFolder.isImage(entry.path()))
              .toList();
      boolean inFolders = images.stream().anyMatch(entry -> isBelow(testRoot, entry));
      boolean flat = images.stream().anyMatch(entry -> !isBelow(testRoot, entry));
      if (inFolders && flat) {
        throw new InputException(
            where
                + ": expected the images of "
                + testRoot
                + " either all in class folders or none,"
                + " received both; move them");
      }
      if (inFolders) {
        return Optional.of(
            named(ImageFolder.split(where, name, archive, listener, root + "train/", testRoot)));
      }
      // The images of the contest's test have no published labels.
      if (flat && !test.equals("test")) {
        return Optional.of(named(readFlat(name, testRoot, images)));
      }
    }
    return Optional.empty();
  }

  private static boolean isBelow(String folder, Entry entry) {
    return entry.path().indexOf('/', folder.length()) > 0;
  }

  private Dataset named(Dataset dataset) {
    return Synsets.of(where, archive.entries())
        .map(synsets -> dataset.withClasses(synsets.names(dataset.classes())))
        .orElse(dataset);
  }

  private Dataset readFlat(String name, String testRoot, List<Entry> images) {
    List<ImageFile> train = new ArrayList<>();
    List<String> classes = train(train);
    GroundTruth truth =
        GroundTruth.find(where, root, testRoot, archive.entries(), classes, stems(images))
            .orElseThrow(() -> noTruth(testRoot, images.size()));
    List<ImageFile> test = new ArrayList<>();
    for (Entry image : images) {
      String path = image.path().substring(testRoot.length());
      Integer label = truth.labels().get(stem(path));
      if (label == null) {
        throw new InputException(
            where
                + "/"
                + image.path()
                + ": expected a label for it in "
                + truth.source()
                + ", received none; remove the image or complete the file");
      }
      test.add(new ImageFile(path, label, image));
    }
    test.sort((a, b) -> Integer.compare(a.label(), b.label()));
    checkEveryClassIsTested(classes, test, truth);
    if (ignored > 0) {
      listener.note(where + ": ignored " + ignored + " files that are not images");
    }
    return new Dataset(
        name, classes, new FileSplit(train), new FileSplit(test), Normalisation.IMAGENET, archive);
  }

  /** Lists the training images; the classes. */
  private List<String> train(List<ImageFile> files) {
    String trainRoot = root + "train/";
    TreeMap<String, List<Entry>> byClass = new TreeMap<>();
    for (Entry entry : archive.entries()) {
      if (!entry.path().startsWith(trainRoot)) {
        continue;
      }
      if (isBelow(trainRoot, entry) && ImageFolder.isImage(entry.path())) {
        int slash = entry.path().indexOf('/', trainRoot.length());
        byClass
            .computeIfAbsent(
                entry.path().substring(trainRoot.length(), slash), key -> new ArrayList<>())
            .add(entry);
      } else {
        ignored++;
      }
    }
    List<String> classes = List.copyOf(byClass.keySet());
    if (classes.size() < 2) {
      throw new InputException(
          where + ": expected folders of two or more classes, received only " + classes);
    }
    for (int label = 0; label < classes.size(); label++) {
      for (Entry entry : byClass.get(classes.get(label))) {
        files.add(new ImageFile(entry.path().substring(trainRoot.length()), label, entry));
      }
    }
    return classes;
  }

  /** The names without extensions, sorted; no two alike. */
  private List<String> stems(List<Entry> images) {
    Map<String, Entry> stems = new HashMap<>();
    for (Entry image : images) {
      Entry other = stems.put(stem(image.path()), image);
      if (other != null) {
        throw new InputException(
            where
                + "/"
                + image.path()
                + ": expected a name that no other image has, received "
                + other.path()
                + " as well; remove one of them");
      }
    }
    return List.copyOf(new TreeSet<>(stems.keySet()));
  }

  /** {@code ILSVRC2012_val_00000001} for {@code val/ILSVRC2012_val_00000001.JPEG}. */
  static String stem(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    return ImageFolder.isImage(file) ? file.substring(0, file.lastIndexOf('.')) : file;
  }

  private InputException noTruth(String testRoot, int images) {
    return new InputException(
        String.format(
            "%s: expected the labels of the %s images in %s: LOC_val_solution.csv, or val.txt or"
                + " ILSVRC2012_validation_ground_truth.txt with meta.mat; received none of them; add"
                + " one or make %s<class>/",
            where, images, testRoot, testRoot));
  }

  private void checkEveryClassIsTested(
      List<String> classes, List<ImageFile> test, GroundTruth truth) {
    boolean[] seen = new boolean[classes.size()];
    test.forEach(file -> seen[file.label()] = true);
    List<String> unseen = new ArrayList<>();
    for (int label = 0; label < seen.length; label++) {
      if (!seen[label]) {
        unseen.add(classes.get(label));
      }
    }
    if (!unseen.isEmpty()) {
      String shown = String.join(", ", unseen.subList(0, Math.min(SHOWN, unseen.size())));
      String more = unseen.size() > SHOWN ? " and " + (unseen.size() - SHOWN) + " more" : "";
      throw new InputException(
          truth.source()
              + ": expected images of every class, received none of "
              + shown
              + more
              + "; add images or remove the class from train/");
    }
  }
}
