package convnet4j.train;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The iteration of Muon (Jordan et al. 2024, {@code kellerjordan.github.io/posts/muon}): X ← aX +
 * (bA + cA²)X with A = XXᵀ, which moves every singular value σ of X to aσ + bσ³ + cσ⁵. Its
 * coefficients raise small ones as fast as can be, so that three steps suffice, and leave them near
 * 1 rather than at 1.
 *
 * <p>What begins above a fiftieth of the matrix's norm ends between 0.68 and 1.21. In float32, also
 * where the network computes in bfloat16, as the reference does: it costs little beside a batch,
 * and bfloat16 is off by percents (docs/engine.md).
 */
final class NewtonSchulz {
  private static final int STEPS = 3;
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;

  /** Keeps a matrix of zeros from being divided by 0. */
  private static final double EPS = 1e-7;

  private NewtonSchulz() {}

  /**
   * The nearest matrix with orthogonal rows or columns, roughly. It belongs to the scope that is
   * open, and so does what is made on the way.
   *
   * @param matrix n×m, float32; not changed
   */
  static Tensor orthogonalised(Tensor matrix) {
    boolean tall = matrix.size(0) > matrix.size(1);
    Scalar a = new Scalar(A);
    Scalar b = new Scalar(B);
    Scalar c = new Scalar(C);
    Scalar one = new Scalar(1);
    Tensor norm = matrix.norm().add_(new Scalar(EPS));
    Tensor x = (tall ? matrix.t() : matrix).div(norm);
    for (int step = 0; step < STEPS; step++) {
      Tensor gram = x.mm(x.t());
      Tensor polynomial = torch.addmm(gram, gram, gram, b, c);
      x = torch.addmm(x, polynomial, x, a, one);
    }
    return tall ? x.t() : x;
  }
}
