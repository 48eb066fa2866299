package convnet4j.eval;

import convnet4j.recipe.Precision;
import convnet4j.torch.Cpu;

/** Which precision a machine computes in. */
public final class Precisions {
  private Precisions() {}

  /** {@code asked}, with AUTO settled by what the processor is fast at. */
  public static Precision inForce(Precision asked) {
    return switch (asked) {
      case AUTO -> Cpu.here().bfloat16() ? Precision.BF16 : Precision.FP32;
      case FP32, BF16 -> asked;
    };
  }
}
