package convnet4j.train;

import convnet4j.torch.TorchNet;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The gradients of a network's trained parameters, between the backward pass and the optimiser. The
 * network must stay open as long.
 */
final class Gradients {
  private static final double EPS = 1e-6;

  /** What holds a parameter's gradient; undefined while it has none. */
  private final List<Tensor> gradients;

  Gradients(TorchNet net) {
    gradients = net.trained().values().stream().map(Tensor::mutable_grad).toList();
  }

  /** The L2 norm of all gradients as one vector; not finite if one of them is not. */
  double norm() {
    double squares = 0;
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Tensor gradient : gradients) {
        if (gradient.defined()) {
          double norm = gradient.norm().item_float();
          squares += norm * norm;
        }
      }
    }
    return Math.sqrt(squares);
  }

  /**
   * Scales all gradients alike so that their norm is at most {@code max} (Pascanu et al. 2013,
   * arXiv 1211.5063, algorithm 1), by the coefficient of PyTorch's {@code clip_grad_norm_}, max /
   * (norm + 1e-6). libtorch's own would also multiply those that are small enough.
   *
   * @param max above 0
   * @return the norm before
   */
  double clip(double max) {
    double norm = norm();
    double coefficient = max / (norm + EPS);
    if (coefficient < 1) {
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Scalar scale = new Scalar(coefficient);
        for (Tensor gradient : gradients) {
          if (gradient.defined()) {
            gradient.mul_(scale);
          }
        }
      }
    }
    return norm;
  }
}
