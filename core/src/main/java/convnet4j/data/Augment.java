package convnet4j.data;

import static convnet4j.data.Numbers.text;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text form of an {@link Augmentation}: {@code crop:4,flip,blur:3:p=0.2,mixup:0.2}. Parts are
 * separated by commas and carried out in order; {@code none} is nothing. A part is {@code
 * name:value:…:key=value…}, with {@code p} for the probability that a change of images happens at
 * all. {@code docs/augmentation.md} lists the names.
 */
public final class Augment {
  private static final String NONE = "none";
  private static final String HINT = "write it as crop:4,flip or none";

  private Augment() {}

  /**
   * Reads an augmentation.
   *
   * @throws InputException when a part is not understood; the message says which
   */
  public static Augmentation parse(String text) {
    if (text.strip().equals(NONE)) {
      return Augmentation.NONE;
    }
    List<Transform> transforms = new ArrayList<>();
    List<BatchTransform> batchTransforms = new ArrayList<>();
    int position = 1;
    for (String part : text.split(",", -1)) {
      String where = "augment '" + text + "', part " + position++;
      switch (parsePart(part.strip(), where)) {
        case Transform transform -> transforms.add(first(transform, transforms, where));
        case BatchTransform transform -> batchTransforms.add(transform);
      }
    }
    return new Augmentation(transforms, batchTransforms);
  }

  /** The text that {@link #parse} reads as {@code augmentation}. */
  public static String format(Augmentation augmentation) {
    String text =
        Stream.concat(
                augmentation.transforms().stream().map(Augment::format),
                augmentation.batchTransforms().stream().map(Augment::format))
            .collect(Collectors.joining(","));
    return text.isEmpty() ? NONE : text;
  }

  private static String format(Transform transform) {
    return switch (transform) {
      case RandomCrop t -> {
        boolean usual = t.border() == RandomCrop.Border.BLACK;
        yield "crop:" + t.padding() + (usual ? "" : ":border=" + t.border().label());
      }
      case RandomResizedCrop t -> {
        String areas = areas(t.minArea(), t.maxArea(), t.equals(areasOf(t)));
        yield "rrc" + areas + keyed("ratio", t.ratio(), RandomResizedCrop.RATIO);
      }
      case ScaleJitter t -> "jitter:" + t.min() + ":" + t.max();
      case HorizontalFlip t ->
          t.probability() == HorizontalFlip.PROBABILITY ? "flip" : "flip:" + text(t.probability());
      case AlternatingFlip t -> "altflip";
      case Rotation t -> "rotate:" + text(t.degrees());
      case Shear t -> "shear:" + text(t.degrees());
      case Elastic t -> "elastic:" + text(t.alpha()) + ":" + text(t.sigma());
      case ChannelShift t -> "shift:" + t.range();
      case PcaColour t -> "pca:" + text(t.deviation());
      case ColourJitter t -> format(t);
      case Grayscale t -> "gray";
      case GaussianBlur t -> format(t);
      case Cutout t -> "cutout:" + t.size() + keyed("fill", t.fill(), Cutout.FILL);
      case RandomErasing t -> {
        String areas = areas(t.minArea(), t.maxArea(), t.equals(areasOf(t)));
        yield "erase" + areas + keyed("ratio", t.ratio(), RandomErasing.RATIO);
      }
      case RandAugment t -> "randaugment:" + t.operations() + ":" + t.magnitude();
      case TrivialAugment t -> "trivial";
      case Sometimes t -> format(t.transform()) + ":p=" + text(t.probability());
    };
  }

  private static String format(BatchTransform transform) {
    return switch (transform) {
      case Mixup mixup -> "mixup:" + text(mixup.alpha());
      case CutMix cutMix -> "cutmix:" + text(cutMix.alpha());
    };
  }

  private static String format(ColourJitter t) {
    if (t.equals(new ColourJitter(t.saturation() > 0 ? t.saturation() : 1))) {
      return "color:" + text(t.brightness());
    }
    String hue = t.hue() == 0 ? "" : ":" + text(t.hue());
    String saturation = t.saturation() == 0 && hue.isEmpty() ? "" : ":" + text(t.saturation());
    return "color:" + text(t.brightness()) + ":" + text(t.contrast()) + saturation + hue;
  }

  private static String format(GaussianBlur t) {
    boolean usual = t.equals(new GaussianBlur(t.size()));
    String sigma =
        t.minSigma() == t.maxSigma()
            ? text(t.minSigma())
            : text(t.minSigma()) + "-" + text(t.maxSigma());
    return "blur:" + t.size() + (usual ? "" : ":sigma=" + sigma);
  }

  private static String areas(double minArea, double maxArea, boolean usual) {
    return usual ? "" : ":" + text(minArea) + ":" + text(maxArea);
  }

  private static RandomResizedCrop areasOf(RandomResizedCrop t) {
    return new RandomResizedCrop(RandomResizedCrop.MIN_AREA, RandomResizedCrop.MAX_AREA, t.ratio());
  }

  private static RandomErasing areasOf(RandomErasing t) {
    return new RandomErasing(RandomErasing.MIN_AREA, RandomErasing.MAX_AREA, t.ratio());
  }

  private static String keyed(String key, double value, double usual) {
    return value == usual ? "" : ":" + key + "=" + text(value);
  }

  private static Transform first(Transform transform, List<Transform> before, String where) {
    if (Augmentation.cutsWhole(transform) && !before.isEmpty()) {
      throw new InputException(
          where
              + ": expected "
              + format(transform).split(":", 2)[0]
              + " before all other changes, because it cuts from the whole image,"
              + " received it after '"
              + before.stream().map(Augment::format).collect(Collectors.joining(","))
              + (Augmentation.cutsWhole(before.getFirst())
                  ? "'; leave one of them out"
                  : "'; write it first"));
    }
    return transform;
  }

  private static Change parsePart(String part, String where) {
    List<String> tokens = Arrays.asList(part.split(":", -1));
    String name = tokens.getFirst().strip();
    AugmentForm form = AugmentForms.BY_NAME.get(name);
    if (form == null) {
      throw unknown(name, where);
    }
    try {
      return form.read(where, tokens.subList(1, tokens.size()));
    } catch (NumberFormatException e) {
      throw new InputException(
          where + ": expected " + form.usage() + ", received '" + part + "'", e);
    } catch (IllegalArgumentException e) {
      throw new InputException(where + ": " + e.getMessage(), e);
    }
  }

  private static InputException unknown(String name, String where) {
    if (name.isEmpty()) {
      return new InputException(where + ": nothing between the commas; " + HINT);
    }
    if (name.equals(NONE)) {
      return new InputException(where + ": 'none' stands alone; " + HINT);
    }
    String near =
        Nearest.of(name, AugmentForms.BY_NAME.keySet())
            .map(n -> ", did you mean '" + n + "'?")
            .orElse(";");
    return new InputException(where + ": unknown transform '" + name + "'" + near + " " + HINT);
  }
}
