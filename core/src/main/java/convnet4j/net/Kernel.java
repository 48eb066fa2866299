package convnet4j.net;

/** What a {@link Step} does: an {@link Op} on one input or a {@link Join} of several. */
public sealed interface Kernel permits Op, Join {
  /** The name of the kind, as summaries print it: {@code Conv}, {@code SUM}, … */
  default String kind() {
    return switch (this) {
      case Op op -> op.getClass().getSimpleName();
      case Join join -> join.name();
    };
  }
}
