package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text form of an {@link Augmentation}: {@code crop:4,flip,mixup:0.2}. Parts are separated by
 * commas and carried out in order; {@code none} is nothing.
 */
public final class Augment {
  private static final String NONE = "none";
  private static final List<String> NAMES = List.of("crop", "flip", "mixup", "cutmix", NONE);
  private static final String HINT = "write it as crop:4,flip or none";

  private Augment() {}

  /**
   * Reads {@code crop:PADDING}, {@code flip} (half of the images) or {@code flip:PROBABILITY},
   * {@code mixup:ALPHA}, {@code cutmix:ALPHA}.
   *
   * @throws InputException when a part is not understood; the message names it
   */
  public static Augmentation parse(String text) {
    if (text.strip().equals(NONE)) {
      return Augmentation.NONE;
    }
    List<Transform> transforms = new ArrayList<>();
    List<BatchTransform> batchTransforms = new ArrayList<>();
    int position = 1;
    for (String part : text.split(",", -1)) {
      switch (parsePart(part.strip(), position++, text)) {
        case Transform transform -> transforms.add(transform);
        case BatchTransform transform -> batchTransforms.add(transform);
        default -> throw new AssertionError(part);
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
      case RandomCrop crop -> "crop:" + crop.padding();
      case HorizontalFlip flip -> flip.probability() == 0.5 ? "flip" : "flip:" + flip.probability();
    };
  }

  private static String format(BatchTransform transform) {
    return switch (transform) {
      case Mixup mixup -> "mixup:" + mixup.alpha();
      case CutMix cutMix -> "cutmix:" + cutMix.alpha();
    };
  }

  private static Record parsePart(String part, int position, String text) {
    String where = "augment '" + text + "', part " + position;
    int colon = part.indexOf(':');
    String name = colon < 0 ? part : part.substring(0, colon);
    String value = colon < 0 ? null : part.substring(colon + 1);
    try {
      return switch (name) {
        case "crop" -> new RandomCrop(Integer.parseInt(value == null ? "" : value));
        case "flip" -> new HorizontalFlip(value == null ? 0.5 : Double.parseDouble(value));
        case "mixup" -> new Mixup(Double.parseDouble(value == null ? "" : value));
        case "cutmix" -> new CutMix(Double.parseDouble(value == null ? "" : value));
        case "" -> throw new InputException(where + ": nothing between the commas; " + HINT);
        case NONE -> throw new InputException(where + ": 'none' stands alone; " + HINT);
        default -> {
          String near = Nearest.of(name, NAMES).map(n -> ", did you mean '" + n + "'?").orElse(";");
          throw new InputException(
              where + ": unknown transform '" + name + "'" + near + " " + HINT);
        }
      };
    } catch (NumberFormatException e) {
      String expected =
          switch (name) {
            case "crop" -> "crop:PADDING in pixels";
            case "flip" -> "flip:PROBABILITY in 0..1";
            default -> name + ":ALPHA above 0";
          };
      throw new InputException(where + ": expected " + expected + ", received '" + part + "'", e);
    } catch (IllegalArgumentException e) {
      throw new InputException(where + ": " + e.getMessage(), e);
    }
  }
}
