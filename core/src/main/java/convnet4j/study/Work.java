package convnet4j.study;

import convnet4j.recipe.Recipe;

/**
 * How much there is to compute in a run.
 *
 * @param trained images that pass forward and backward
 * @param tested images that only pass forward
 */
public record Work(long trained, long tested) {
  /** A forward pass costs a third of a step: the backward pass computes two gradients. */
  private static final double FORWARD = 1 / 3.0;

  /**
   * The work of a recipe.
   *
   * @param train images of its data set's training part
   * @param test images of its test part
   */
  public static Work of(Recipe recipe, int train, int test) {
    int held = recipe.images().heldOut(train);
    int most = recipe.images().most();
    long images = most == 0 ? train - held : Math.min(most, train - held);
    long epoch = images * recipe.images().expand().views();
    long stepsPerEpoch = Math.max(1, Math.ceilDiv(epoch, recipe.step().batchSize()));
    long steps = recipe.length().totalSteps(stepsPerEpoch);
    long epochs = Math.ceilDiv(steps, stepsPerEpoch);
    long tests = Math.ceilDiv(epochs, recipe.testing().every());
    return new Work(
        Math.min(steps * recipe.step().batchSize(), epochs * epoch), tests * (test + held));
  }

  /** As if all of it were trained on. */
  double images() {
    return trained + tested * FORWARD;
  }
}
