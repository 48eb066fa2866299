package convnet4j.recipe;

import convnet4j.net.ParamSpec.Role;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How weights are changed by gradients, as PyTorch defines it. In the formulas w is a weight, g its
 * gradient, η the learning rate and λ the weight decay.
 */
public sealed interface OptimizerSpec {
  /** The learning rate before warm-up and schedule, which multiply all rates of the optimiser. */
  double lr();

  /**
   * Stochastic gradient descent with momentum, without dampening; weight decay is coupled L2: g ← g
   * + λw; v ← μv + g; w ← w − ηv, or w ← w − η(g + μv) with Nesterov.
   *
   * @param lr learning rate, above 0
   * @param momentum μ, in [0, 1)
   * @param nesterov whether the momentum looks ahead (Sutskever et al. 2013); needs momentum
   * @param weightDecay at least 0
   * @param noDecay roles exempt from weight decay: of NORM and BIAS
   */
  record Sgd(double lr, double momentum, boolean nesterov, double weightDecay, Set<Role> noDecay)
      implements OptimizerSpec {
    public Sgd {
      requireRate("lr", lr);
      requireMomentum(momentum, nesterov);
      requireDecay(weightDecay);
      noDecay = exempt(noDecay);
    }
  }

  /**
   * Adam (Kingma and Ba 2015, arXiv 1412.6980) with decoupled weight decay (Loshchilov and Hutter
   * 2019, arXiv 1711.05101): w ← w − ηλw; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; w ← w − η m̂ /
   * (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) at the weight's step t, from 1. As
   * in PyTorch, and unlike the paper, λ is multiplied by η.
   *
   * @param lr learning rate, above 0
   * @param beta1 β₁, in [0, 1)
   * @param beta2 β₂, in [0, 1)
   * @param eps ε, above 0
   * @param weightDecay at least 0
   * @param noDecay roles exempt from weight decay: of NORM and BIAS
   */
  record AdamW(
      double lr, double beta1, double beta2, double eps, double weightDecay, Set<Role> noDecay)
      implements OptimizerSpec {
    public AdamW {
      requireRate("lr", lr);
      requireFraction("beta1", beta1);
      requireFraction("beta2", beta2);
      requireRate("eps", eps);
      requireDecay(weightDecay);
      noDecay = exempt(noDecay);
    }
  }

  /**
   * RMSprop (Tieleman and Hinton 2012), not centred, with momentum as PyTorch adds it; weight decay
   * is coupled L2: g ← g + λw; s ← αs + (1 − α)g²; v ← μv + g / (√s + ε); w ← w − ηv. TensorFlow,
   * where MobileNetV2 was trained, adds ε under the root and begins with s = 1 instead of 0.
   *
   * @param lr learning rate, above 0
   * @param alpha α, in [0, 1)
   * @param eps ε, above 0
   * @param momentum μ, in [0, 1)
   * @param weightDecay at least 0
   * @param noDecay roles exempt from weight decay: of NORM and BIAS
   */
  record RmsProp(
      double lr, double alpha, double eps, double momentum, double weightDecay, Set<Role> noDecay)
      implements OptimizerSpec {
    public RmsProp {
      requireRate("lr", lr);
      requireFraction("alpha", alpha);
      requireRate("eps", eps);
      requireFraction("momentum", momentum);
      requireDecay(weightDecay);
      noDecay = exempt(noDecay);
    }
  }

  /**
   * Muon (Jordan et al. 2024, {@code kellerjordan.github.io/posts/muon}) for the filters, that is
   * the weights of convolutions, as KellerJordan's cifar10-airbench ({@code airbench94_muon.py})
   * has it; SGD with Nesterov momentum for all else.
   *
   * <p>Filters: v ← μv + g; u = g + μv with Nesterov, else v; w ← w − η O, where O is u as a matrix
   * out×(in·kH·kW), in which three steps of a Newton–Schulz iteration have brought the singular
   * values near 1. They have no weight decay.
   *
   * <p>All else: {@link Sgd} with Nesterov momentum, if any, and a learning rate for norms and
   * biases and another for linear layers. The L2 coefficient is the weight decay divided by that
   * rate, so that all shrink alike, by the weight decay at a step of full rate.
   *
   * @param lr learning rate of the filters, above 0
   * @param momentum μ of the filters, in [0, 1)
   * @param nesterov whether their momentum looks ahead; needs momentum
   * @param normalizeFilters whether each convolution's weights are scaled to the norm √out before
   *     every update
   * @param biasLr learning rate of norms and biases, above 0
   * @param headLr learning rate of the weights of linear layers, above 0
   * @param otherMomentum the momentum of all but the filters, in [0, 1)
   * @param weightDecay of all but the filters, at least 0
   */
  record Muon(
      double lr,
      double momentum,
      boolean nesterov,
      boolean normalizeFilters,
      double biasLr,
      double headLr,
      double otherMomentum,
      double weightDecay)
      implements OptimizerSpec {
    public Muon {
      requireRate("lr", lr);
      requireMomentum(momentum, nesterov);
      requireRate("bias-lr", biasLr);
      requireRate("head-lr", headLr);
      requireFraction("other-momentum", otherMomentum);
      requireDecay(weightDecay);
    }
  }

  private static void requireRate(String key, double rate) {
    Checks.that(rate > 0 && Double.isFinite(rate), key, "a number above 0", rate);
  }

  private static void requireFraction(String key, double fraction) {
    Checks.that(fraction >= 0 && fraction < 1, key, "a number in [0, 1)", fraction);
  }

  private static void requireMomentum(double momentum, boolean nesterov) {
    requireFraction("momentum", momentum);
    Checks.that(
        !nesterov || momentum > 0, "nesterov", "a momentum above 0", "momentum " + momentum);
  }

  private static void requireDecay(double weightDecay) {
    Checks.that(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "weight-decay",
        "a number of at least 0",
        weightDecay);
  }

  private static Set<Role> exempt(Set<Role> given) {
    Checks.that(Set.of(Role.NORM, Role.BIAS).containsAll(given), "no-decay", "norm, bias", given);
    Set<Role> roles = EnumSet.noneOf(Role.class);
    roles.addAll(given);
    return Collections.unmodifiableSet(roles);
  }
}
