package convnet4j.recipe;

import convnet4j.errors.InputException;

/**
 * How long a run is: by epochs or by steps.
 *
 * @param epochs passes over the training images, their copies included; 0 where steps decide
 * @param steps of the whole run, whatever the number of images; 0 where epochs decide
 */
public record Length(int epochs, int steps) {
  public Length {
    Checks.that(steps >= 0, "steps", "a whole number of at least 0", steps);
    if (steps == 0) {
      Checks.that(epochs >= 1, "epochs", "a whole number of at least 1", epochs);
    } else if (epochs != 0) {
      throw new InputException(
          "epochs, steps: expects one of them to say how long the run is, received "
              + epochs
              + " and "
              + steps
              + "; leave one out");
    }
  }

  /** Whether steps decide. */
  public boolean inSteps() {
    return steps > 0;
  }

  /**
   * Steps of the whole run.
   *
   * @param stepsPerEpoch batches in one pass
   */
  public long totalSteps(long stepsPerEpoch) {
    return inSteps() ? steps : epochs * stepsPerEpoch;
  }
}
