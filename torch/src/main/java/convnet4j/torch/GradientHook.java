package convnet4j.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.VoidTensorHook;

/**
 * Keeps the gradient that arrives at a tensor as it arrives. What the tensor has as its gradient
 * afterwards may be a copy in the tensor's own memory format, in which further sums are rounded
 * otherwise.
 */
final class GradientHook extends VoidTensorHook {
  private Tensor arrived;

  @Override
  public void call(TensorBase gradient) {
    arrived = Tensors.own(new Tensor(gradient));
  }

  /** The last gradient, which then is {@code scope}'s; undefined if none has arrived. */
  Tensor take(PointerScope scope) {
    if (arrived == null) {
      return new Tensor();
    }
    Tensor taken = arrived;
    scope.attach(taken);
    Tensors.free(taken);
    arrived = null;
    return taken;
  }
}
