package convnet4j.torch;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Mixed precision for the block it is opened around, on this thread: convolutions and matrix
 * products compute in bfloat16 from float32 weights, which are cast once per block.
 */
public final class Autocast implements AutoCloseable {
  private final boolean enabled;

  private Autocast(boolean enabled) {
    this.enabled = enabled;
    if (enabled) {
      torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
      torch.set_autocast_enabled(DeviceType.CPU, true);
    }
  }

  /** Opens the block; without {@code enabled}, everything stays float32. */
  public static Autocast bfloat16(boolean enabled) {
    return new Autocast(enabled);
  }

  /** Whether this thread is within such a block. */
  static boolean isOn() {
    return torch.is_autocast_enabled(DeviceType.CPU);
  }

  /**
   * Computes in float32 what the block would in bfloat16; the result is bfloat16 as the others'.
   */
  static Tensor inFloat32(Tensor x, UnaryOperator<Tensor> operator) {
    torch.set_autocast_enabled(DeviceType.CPU, false);
    try {
      return operator.apply(x.to(ScalarType.Float)).to(ScalarType.BFloat16);
    } finally {
      torch.set_autocast_enabled(DeviceType.CPU, true);
    }
  }

  @Override
  public void close() {
    if (enabled) {
      torch.set_autocast_enabled(DeviceType.CPU, false);
      // The cache holds the cast weights, which the optimiser is about to change.
      torch.clear_cache();
    }
  }
}
