package convnet4j.recipe;

import java.util.Locale;

/** What a look at a layer in training measures of it. */
public enum LayerMeasure {
  /** L2 norm of the loss's gradient by the layer's weight, before clipping and weight decay. */
  GRADIENT_NORM,
  /** L2 norm of the weight before the step changes it. */
  WEIGHT_NORM,
  /** L2 norm of what the step changes the weight by, over {@link #WEIGHT_NORM}. */
  UPDATE_RATIO,
  /** Of all values that the layer yields for the batch. */
  MEAN,
  /** Standard deviation of those values. */
  STD,
  /** Share of those values that are exactly 0; of ReLUs. */
  ZEROS,
  /**
   * Share of those values where the activation's slope is below a tenth of its steepest; of sigmoid
   * and tanh. For y = tanh x, whose slope is 1 − y², that is |y| above √0.9; for the sigmoid, which
   * is tanh on another scale, y outside of 0.026 to 0.974.
   */
  SATURATED,
  /** Share of channels that are 0 at every place of every image; of ReLUs. */
  DEAD,
  /** ‖F(x)‖ / ‖x‖ over the batch, L2, of the sum at the end of a residual block. */
  BRANCH_RATIO;

  /** The name of its column and field: {@code gradient_norm}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
