package convnet4j.data;

import convnet4j.data.Window.Centre;
import convnet4j.data.Window.Patch;
import convnet4j.data.Window.Whole;
import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An evaluation protocol: which views of an image a network is shown, and how its answers to them
 * become one.
 */
public sealed interface Views {
  /** What is averaged over the views of an image, by their weights. */
  enum Average {
    /** Softmax probabilities. */
    PROBABILITIES,
    /** Logits, of which the softmax is taken afterwards. */
    LOGITS
  }

  /** The views of an image whose shorter side is resized to {@code resize}; none twice. */
  List<View> of(int resize);

  /** The text that {@link #parse} reads. */
  String text();

  /** How answers become one. */
  default Average average() {
    return Average.PROBABILITIES;
  }

  /** The centre crop. */
  record Center() implements Views {
    @Override
    public List<View> of(int resize) {
      return List.of(View.CENTRE);
    }

    @Override
    public String text() {
      return "center";
    }
  }

  /** The centre crop and its mirror image. */
  record Flip() implements Views {
    @Override
    public List<View> of(int resize) {
      return mirroredToo(new Centre(0, 0));
    }

    @Override
    public String text() {
      return "flip";
    }
  }

  /**
   * Half the weight on {@link Flip}, half on the same for the crop moved by one pixel up and left
   * and down and right, borders reflected: the test-time augmentation of KellerJordan's
   * cifar10-airbench ({@code infer_mirror_translate}). It averages logits, so this does.
   */
  record Six() implements Views {
    @Override
    public List<View> of(int resize) {
      return Stream.of(
              mirroredToo(new Centre(0, 0), 0.5),
              mirroredToo(new Centre(-1, -1), 0.25),
              mirroredToo(new Centre(1, 1), 0.25))
          .flatMap(List::stream)
          .toList();
    }

    @Override
    public String text() {
      return "six";
    }

    @Override
    public Average average() {
      return Average.LOGITS;
    }
  }

  /**
   * The four corners and the centre of the central square of the resized image, and their mirror
   * images: Krizhevsky, Sutskever and Hinton 2012, sections 2 and 4.1, which is the "standard
   * 10-crop testing" of He et al. 2015, section 3.4.
   */
  record TenCrop() implements Views {
    @Override
    public List<View> of(int resize) {
      return mirroredToo(
          Arrays.stream(Window.Place.values()).map(Patch::new).toArray(Window[]::new));
    }

    @Override
    public String text() {
      return "ten-crop";
    }
  }

  /**
   * The network as a convolution over whole images whose shorter sides have several lengths, and
   * over their mirror images: He et al. 2015, section 3.4, which has the scales 224, 256, 384, 480
   * and 640. The paper does not say whether it mirrors; Simonyan and Zisserman, whose form it
   * follows, do.
   *
   * @param scales shorter sides, each once
   */
  record MultiScale(List<Integer> scales) implements Views {
    private static final String NAME = "multi-scale";

    public MultiScale {
      scales = List.copyOf(scales);
      if (scales.isEmpty() || scales.stream().distinct().count() != scales.size()) {
        throw new IllegalArgumentException("expected scales, each once, received " + scales);
      }
      if (scales.stream().anyMatch(s -> s < 1 || s > Preprocessing.MOST)) {
        throw new IllegalArgumentException(
            "expected sides of 1 to " + Preprocessing.MOST + " pixels, received " + scales);
      }
    }

    @Override
    public List<View> of(int resize) {
      return mirroredToo(scales.stream().map(Whole::new).toArray(Window[]::new));
    }

    @Override
    public String text() {
      return scales.stream().map(String::valueOf).collect(Collectors.joining(",", NAME + ":", ""));
    }

    private static MultiScale parse(String value, String text) {
      List<Integer> scales = new ArrayList<>();
      for (String part : value.split(",", -1)) {
        if (!part.strip().matches("\\d{1,5}")) {
          throw new InputException(
              "views '"
                  + text
                  + "': expected sides in pixels such as multi-scale:224,256,384, received '"
                  + part
                  + "'");
        }
        scales.add(Integer.parseInt(part.strip()));
      }
      try {
        return new MultiScale(scales);
      } catch (IllegalArgumentException e) {
        throw new InputException("views '" + text + "': " + e.getMessage(), e);
      }
    }
  }

  /**
   * The network as a convolution over the whole resized image and over its mirror image: Simonyan
   * and Zisserman 2014, section 3.2. The map of class scores is averaged over its positions, and
   * the softmax of that over the two.
   */
  record Dense() implements Views {
    @Override
    public List<View> of(int resize) {
      return mirroredToo(new Whole(resize));
    }

    @Override
    public String text() {
      return "dense";
    }
  }

  /**
   * Reads {@code center}, {@code flip}, {@code six}, {@code ten-crop}, {@code multi-scale:224,256}
   * or {@code dense}.
   *
   * @throws InputException when the text is none of them, naming the nearest
   */
  static Views parse(String text) {
    List<Views> plain = List.of(new Center(), new Flip(), new Six(), new TenCrop(), new Dense());
    String name = text.strip();
    for (Views views : plain) {
      if (views.text().equals(name)) {
        return views;
      }
    }
    int colon = name.indexOf(':');
    String head = colon < 0 ? name : name.substring(0, colon);
    if (head.equals(MultiScale.NAME)) {
      return MultiScale.parse(colon < 0 ? "" : name.substring(colon + 1), text);
    }
    List<String> names =
        Stream.concat(plain.stream().map(Views::text), Stream.of(MultiScale.NAME)).toList();
    throw Nearest.unknown(
        "views",
        head,
        names,
        "Write center, flip, six, ten-crop, multi-scale:224,256,384,480,640 or dense");
  }

  /** Each window as it is and mirrored, all of the same weight. */
  private static List<View> mirroredToo(Window... windows) {
    return Arrays.stream(windows)
        .flatMap(window -> mirroredToo(window, 1.0 / windows.length).stream())
        .toList();
  }

  private static List<View> mirroredToo(Window window, double weight) {
    return List.of(new View(window, false, weight / 2), new View(window, true, weight / 2));
  }
}
