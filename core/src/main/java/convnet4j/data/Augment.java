package convnet4j.data;

import convnet4j.errors.InputException;
import convnet4j.errors.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text form of a list of transforms: {@code crop:4,flip}. Parts are separated by commas and
 * carried out in order; {@code none} is the empty list.
 */
public final class Augment {
  private static final String NONE = "none";
  private static final List<String> NAMES = List.of("crop", "flip", NONE);
  private static final String HINT = "write it as crop:4,flip or none";

  private Augment() {}

  /**
   * Reads {@code crop:PADDING}, {@code flip} (half of the images) or {@code flip:PROBABILITY}.
   *
   * @throws InputException when a part is not understood; the message names it
   */
  public static List<Transform> parse(String text) {
    if (text.strip().equals(NONE)) {
      return List.of();
    }
    List<Transform> transforms = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      transforms.add(parsePart(part.strip(), transforms.size() + 1, text));
    }
    return List.copyOf(transforms);
  }

  /** The text that {@link #parse} reads as {@code transforms}. */
  public static String format(List<Transform> transforms) {
    return transforms.isEmpty()
        ? NONE
        : transforms.stream().map(Augment::format).collect(Collectors.joining(","));
  }

  private static String format(Transform transform) {
    return switch (transform) {
      case RandomCrop crop -> "crop:" + crop.padding();
      case HorizontalFlip flip -> flip.probability() == 0.5 ? "flip" : "flip:" + flip.probability();
    };
  }

  private static Transform parsePart(String part, int position, String text) {
    String where = "augment '" + text + "', part " + position;
    int colon = part.indexOf(':');
    String name = colon < 0 ? part : part.substring(0, colon);
    String value = colon < 0 ? null : part.substring(colon + 1);
    try {
      return switch (name) {
        case "crop" -> new RandomCrop(Integer.parseInt(value == null ? "" : value));
        case "flip" -> new HorizontalFlip(value == null ? 0.5 : Double.parseDouble(value));
        case "" -> throw new InputException(where + ": nothing between the commas; " + HINT);
        case NONE -> throw new InputException(where + ": 'none' stands alone; " + HINT);
        default -> {
          String near = Nearest.of(name, NAMES).map(n -> ", did you mean '" + n + "'?").orElse(";");
          throw new InputException(
              where + ": unknown transform '" + name + "'" + near + " " + HINT);
        }
      };
    } catch (NumberFormatException e) {
      String expected = name.equals("crop") ? "crop:PADDING in pixels" : "flip:PROBABILITY in 0..1";
      throw new InputException(where + ": expected " + expected + ", received '" + part + "'", e);
    } catch (IllegalArgumentException e) {
      throw new InputException(where + ": " + e.getMessage(), e);
    }
  }
}
