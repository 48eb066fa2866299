package convnet4j.recipe;

import convnet4j.net.ParamSpec;
import convnet4j.net.ParamSpec.Role;
import java.util.function.Predicate;

/**
 * What stays as it is while the rest is trained. A batch norm that is frozen keeps its running
 * statistics and normalises by them, in training as well.
 */
public enum Freeze {
  /** Everything is trained. */
  NONE,
  /** All but the head, the layers whose shapes follow the number of classes. */
  BACKBONE,
  /** The batch norms: for batches too small to be normalised by. */
  NORM;

  /** The spelling of flags and files. */
  public String label() {
    return RecipeValues.label(this);
  }

  /**
   * Whether a parameter or a running statistic is frozen.
   *
   * @param head whether a name is one of the head's
   */
  public boolean covers(ParamSpec spec, Predicate<String> head) {
    return switch (this) {
      case NONE -> false;
      case BACKBONE -> !head.test(spec.name());
      case NORM -> spec.role() == Role.NORM || spec.role() == Role.BUFFER;
    };
  }
}
