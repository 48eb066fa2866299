package convnet4j.net;

import java.util.Locale;

/** Element-wise non-linearities, with PyTorch's default constants. */
public enum ActivationKind {
  RELU,
  /** min(max(x, 0), 6). */
  RELU6,
  /** Slope 0.01 below zero. */
  LEAKY_RELU,
  /** exp(x) − 1 below zero. */
  ELU,
  TANH,
  SIGMOID,
  /** The exact form, with erf. */
  GELU,
  /** x · sigmoid(x), also called swish. */
  SILU;

  /** The spelling of options and files: {@code leaky_relu}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
