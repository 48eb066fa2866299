package convnet4j.recipe;

import convnet4j.net.ParamSpec.Role;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** How weights are changed by gradients. */
public sealed interface OptimizerSpec {
  /** The learning rate before warm-up and schedule. */
  double lr();

  /**
   * Stochastic gradient descent with momentum as PyTorch defines it, without dampening; weight
   * decay is coupled L2.
   *
   * @param lr learning rate, above 0
   * @param momentum in [0, 1)
   * @param nesterov whether the momentum looks ahead (Sutskever et al. 2013); needs momentum
   * @param weightDecay at least 0
   * @param noDecay roles exempt from weight decay: of NORM and BIAS
   */
  record Sgd(double lr, double momentum, boolean nesterov, double weightDecay, Set<Role> noDecay)
      implements OptimizerSpec {
    public Sgd {
      Checks.that(lr > 0 && Double.isFinite(lr), "lr", "a number above 0", lr);
      Checks.that(momentum >= 0 && momentum < 1, "momentum", "a number in [0, 1)", momentum);
      Checks.that(
          !nesterov || momentum > 0, "nesterov", "a momentum above 0", "momentum " + momentum);
      Checks.that(
          weightDecay >= 0 && Double.isFinite(weightDecay),
          "weight-decay",
          "a number of at least 0",
          weightDecay);
      Checks.that(
          Set.of(Role.NORM, Role.BIAS).containsAll(noDecay), "no-decay", "norm, bias", noDecay);
      Set<Role> roles = EnumSet.noneOf(Role.class);
      roles.addAll(noDecay);
      noDecay = Collections.unmodifiableSet(roles);
    }
  }

  record AdamW(
      double lr, double beta1, double beta2, double eps, double weightDecay, Set<Role> noDecay)
      implements OptimizerSpec {}

  record RmsProp(
      double lr, double alpha, double eps, double momentum, double weightDecay, Set<Role> noDecay)
      implements OptimizerSpec {}

  record Muon(
      double lr,
      double momentum,
      boolean nesterov,
      boolean normalizeFilters,
      double biasLr,
      double headLr,
      double otherMomentum,
      double weightDecay)
      implements OptimizerSpec {}
}
