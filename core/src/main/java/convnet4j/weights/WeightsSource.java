package convnet4j.weights;

import convnet4j.errors.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where pretrained weights are published, as {@code --weights} names it. */
public sealed interface WeightsSource {
  /** torchvision's weights of the papers' recipes, which it calls {@code IMAGENET1K_V1}. */
  record Torchvision() implements WeightsSource {
    private static final String NAME = "torchvision";
    private static final String SET = "IMAGENET1K_V1";

    @Override
    public String toString() {
      return NAME;
    }
  }

  /**
   * A repository of the Hugging Face hub.
   *
   * @param owner of the repository
   * @param name of the repository
   */
  record HuggingFace(String owner, String name) implements WeightsSource {
    private static final String PREFIX = "hf:";

    /** Also what keeps an owner or a name from leaving the cache: no slash, no leading dot. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,95}");

    public HuggingFace {
      for (String segment : new String[] {owner, name}) {
        if (!SEGMENT.matcher(segment).matches() || segment.contains("..")) {
          throw new InputException(
              "--weights: expects hf:OWNER/REPOSITORY of letters, digits, dots, dashes and"
                  + " underscores, received '"
                  + segment
                  + "'");
        }
      }
    }

    @Override
    public String toString() {
      return PREFIX + owner + "/" + name;
    }
  }

  /**
   * Reads {@code torchvision}, {@code torchvision:IMAGENET1K_V1} or {@code hf:OWNER/REPOSITORY}.
   *
   * @throws InputException for anything else
   */
  static WeightsSource parse(String text) {
    if (text.equals(Torchvision.NAME) || text.equals(Torchvision.NAME + ":" + Torchvision.SET)) {
      return new Torchvision();
    }
    Matcher hub = Pattern.compile(HuggingFace.PREFIX + "([^/]*)/([^/]*)").matcher(text);
    if (hub.matches()) {
      return new HuggingFace(hub.group(1), hub.group(2));
    }
    throw new InputException(
        "--weights: expects torchvision, torchvision:IMAGENET1K_V1 or hf:OWNER/REPOSITORY, received"
            + " '"
            + text
            + "'");
  }
}
