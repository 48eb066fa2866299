package convnet4j.data;

import convnet4j.io.Archive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * Labelled images to learn from and to be tested on. Close it when no image is needed any more: the
 * files of a {@link FileSplit} are read from an open archive.
 *
 * @param name short, for people and file names, such as {@code cifar10}
 * @param classes names by label, at least two, no two alike
 * @param normalisation one figure per channel
 * @param source what the images are read from; null where they are all in memory
 */
public record Dataset(
    String name,
    List<String> classes,
    Split train,
    Split test,
    Normalisation normalisation,
    Archive source)
    implements AutoCloseable {
  public Dataset {
    Objects.requireNonNull(name, "name");
    classes = List.copyOf(classes);
    if (classes.size() < 2 || classes.stream().distinct().count() != classes.size()) {
      throw new IllegalArgumentException("expected two or more class names, received " + classes);
    }
    if (train.channels() != test.channels() || train.channels() != normalisation.channels()) {
      throw new IllegalArgumentException("expected as many channels in all parts of " + name);
    }
  }

  /** A data set whose images are all in memory. */
  public Dataset(
      String name, List<String> classes, Split train, Split test, Normalisation normalisation) {
    this(name, classes, train, test, normalisation, null);
  }

  /** 3 for colour, 1 for grey. */
  public int channels() {
    return train.channels();
  }

  /**
   * The same with another limit to the images that are decoded, see {@link FileSplit#maxPixels}.
   * Images that are in memory already have none.
   */
  public Dataset withMaxPixels(long pixels) {
    Split limitedTrain = limited(train, pixels);
    return new Dataset(name, classes, limitedTrain, limited(test, pixels), normalisation, source);
  }

  private static Split limited(Split split, long pixels) {
    return switch (split) {
      case PixelSplit p -> p;
      case FileSplit f -> new FileSplit(f.files(), pixels);
    };
  }

  /** The same with other names for the classes, in their order. */
  Dataset withClasses(List<String> names) {
    if (names.size() != classes.size()) {
      throw new IllegalArgumentException(
          "expected " + classes.size() + " names, received " + names.size());
    }
    return new Dataset(name, names, train, test, normalisation, source);
  }

  @Override
  public void close() {
    if (source != null) {
      try {
        source.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
