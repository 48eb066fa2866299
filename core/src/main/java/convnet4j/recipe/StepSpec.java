package convnet4j.recipe;

/**
 * What one step computes before the optimiser changes the weights.
 *
 * @param batchSize images per step
 * @param accumulate parts that a batch is computed in, one after another, its gradient their sum:
 *     less memory for the same step, but for batch norms, which normalise each part by itself
 * @param checkpointActivations whether activations are computed a second time for the backward pass
 *     instead of being kept (Chen et al. 2016, arXiv 1604.06174)
 * @param labelSmoothing share of a label that is spread over all classes, in [0, 1)
 * @param clip the gradient's largest L2 norm, over all parameters; 0 for any
 */
public record StepSpec(
    int batchSize,
    int accumulate,
    boolean checkpointActivations,
    double labelSmoothing,
    double clip) {
  public StepSpec {
    Checks.that(batchSize >= 1, "batch-size", "a whole number of at least 1", batchSize);
    Checks.that(
        accumulate >= 1 && accumulate <= batchSize,
        "accumulate",
        "a whole number from 1 to the batch's " + batchSize + " images",
        accumulate);
    Checks.that(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "label-smoothing",
        "a number in [0, 1)",
        labelSmoothing);
    Checks.that(
        clip >= 0 && Double.isFinite(clip), "clip", "a norm above 0, or 0 not to clip", clip);
  }
}
