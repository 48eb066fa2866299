package convnet4j.torch;

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

  @Override
  public void close() {
    if (enabled) {
      torch.set_autocast_enabled(DeviceType.CPU, false);
      // The cache holds the cast weights, which the optimiser is about to change.
      torch.clear_cache();
    }
  }
}
