package convnet4j.recipe;

/**
 * The start of a run, at a lower learning rate than the schedule's.
 *
 * @param length epochs, also fractions of one; steps where steps decide the length of the run
 * @param shape how much lower
 */
public record Warmup(double length, Shape shape) {
  /** No warm-up. */
  public static final Warmup NONE = new Warmup(0, new Linear());

  /** What the schedule's learning rate is multiplied by during warm-up. */
  public sealed interface Shape {
    /**
     * The factor of one step.
     *
     * @param step from 0
     * @param steps of the warm-up
     */
    double factor(long step, long steps);
  }

  /** Rises step by step, so that the last step is at full height (Goyal et al. 2017, 2.2). */
  public record Linear() implements Shape {
    @Override
    public double factor(long step, long steps) {
      return (step + 1.0) / steps;
    }
  }

  /**
   * The same all along: how He et al. 2015 (arXiv 1512.03385, section 4.2) warm up ResNet-110, with
   * a tenth.
   *
   * @param share above 0
   */
  public record Constant(double share) implements Shape {
    public Constant {
      Checks.that(
          share > 0 && Double.isFinite(share), RecipeKeys.WARMUP_SHAPE, "a share above 0", share);
    }

    @Override
    public double factor(long step, long steps) {
      return share;
    }
  }

  public Warmup {
    Checks.that(length >= 0 && Double.isFinite(length), "warmup", "a number of at least 0", length);
  }
}
