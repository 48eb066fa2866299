package convnet4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import convnet4j.errors.InputException;
import convnet4j.net.ParamSpec.Role;
import convnet4j.recipe.OptimizerSpec.AdamW;
import convnet4j.recipe.OptimizerSpec.Muon;
import convnet4j.recipe.OptimizerSpec.RmsProp;
import convnet4j.recipe.OptimizerSpec.Sgd;
import java.util.EnumSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OptimizerSpecTest {
  private static final Set<Role> ALL = Set.of();

  private static void refused(ThrowingCallable making, String message) {
    assertThatThrownBy(making).isInstanceOf(InputException.class).hasMessage(message);
  }

  @Test
  void learningRatesAndEpsilonsAreAboveZeroAndFinite() {
    refused(() -> new Sgd(0, 0, false, 0, ALL), "lr: expects a number above 0, received '0.0'");
    refused(
        () -> new AdamW(Double.POSITIVE_INFINITY, 0.9, 0.999, 1e-8, 0, ALL),
        "lr: expects a number above 0, received 'Infinity'");
    refused(
        () -> new AdamW(0.1, 0.9, 0.999, 0, 0, ALL),
        "eps: expects a number above 0, received '0.0'");
    refused(
        () -> new RmsProp(Double.NaN, 0.9, 1, 0, 0, ALL),
        "lr: expects a number above 0, received 'NaN'");
    refused(
        () -> new RmsProp(0.1, 0.9, -1, 0, 0, ALL),
        "eps: expects a number above 0, received '-1.0'");
    refused(
        () -> new Muon(0.1, 0.6, true, true, 0, 0.1, 0.85, 0),
        "bias-lr: expects a number above 0, received '0.0'");
    refused(
        () -> new Muon(0.1, 0.6, true, true, 0.1, -0.1, 0.85, 0),
        "head-lr: expects a number above 0, received '-0.1'");
  }

  @Test
  void sharesOfThePastAreBelowOne() {
    refused(
        () -> new Sgd(0.1, 1, false, 0, ALL),
        "momentum: expects a number in [0, 1), received '1.0'");
    refused(
        () -> new AdamW(0.1, 1, 0.999, 1e-8, 0, ALL),
        "beta1: expects a number in [0, 1), received '1.0'");
    refused(
        () -> new AdamW(0.1, 0.9, -0.1, 1e-8, 0, ALL),
        "beta2: expects a number in [0, 1), received '-0.1'");
    refused(
        () -> new RmsProp(0.1, 1, 1, 0, 0, ALL),
        "alpha: expects a number in [0, 1), received '1.0'");
    refused(
        () -> new RmsProp(0.1, 0.9, 1, 1, 0, ALL),
        "momentum: expects a number in [0, 1), received '1.0'");
    refused(
        () -> new Muon(0.1, 0.6, true, true, 0.1, 0.1, 1, 0),
        "other-momentum: expects a number in [0, 1), received '1.0'");
  }

  @Test
  void nesterovNeedsMomentum() {
    refused(
        () -> new Sgd(0.1, 0, true, 0, ALL),
        "nesterov: expects a momentum above 0, received 'momentum 0.0'");
    refused(
        () -> new Muon(0.1, 0, true, true, 0.1, 0.1, 0.85, 0),
        "nesterov: expects a momentum above 0, received 'momentum 0.0'");
  }

  @Test
  void weightDecayIsNotNegative() {
    String message = "weight-decay: expects a number of at least 0, received '-1.0'";
    refused(() -> new Sgd(0.1, 0, false, -1, ALL), message);
    refused(() -> new AdamW(0.1, 0.9, 0.999, 1e-8, -1, ALL), message);
    refused(() -> new RmsProp(0.1, 0.9, 1, 0, -1, ALL), message);
    refused(() -> new Muon(0.1, 0.6, true, true, 0.1, 0.1, 0.85, -1), message);
  }

  @Test
  void onlyNormsAndBiasesAreExemptAndTheSetIsACopy() {
    refused(
        () -> new AdamW(0.1, 0.9, 0.999, 1e-8, 0, Set.of(Role.WEIGHT)),
        "no-decay: expects norm, bias, received '[WEIGHT]'");
    Set<Role> roles = EnumSet.of(Role.BIAS);
    RmsProp spec = new RmsProp(0.1, 0.9, 1, 0, 0, roles);
    roles.add(Role.NORM);
    assertThat(spec.noDecay()).containsExactly(Role.BIAS);
  }

  /** t of TensorFlow's documentation: 1/10, 2/11, …, 0.5 after 8, and never above the decay. */
  @Test
  void theAverageForgetsItsBeginningSoon() {
    Ema ema = new Ema(0.75);
    assertThat(ema.decayAfter(0)).isEqualTo(0.1);
    assertThat(ema.decayAfter(1)).isCloseTo(0.181818181818, within(1e-12));
    assertThat(ema.decayAfter(8)).isEqualTo(0.5);
    assertThat(ema.decayAfter(25)).isCloseTo(0.742857142857, within(1e-12));
    assertThat(ema.decayAfter(26)).isEqualTo(0.75);
    assertThat(ema.decayAfter(1_000_000)).isEqualTo(0.75);
    assertThat(Ema.NONE.decayAfter(5)).isZero();
  }

  @Test
  void averageAndLookaheadKnowTheirRanges() {
    refused(() -> new Ema(1), "ema: expects a number in [0, 1), received '1.0'");
    refused(() -> new Ema(-0.1), "ema: expects a number in [0, 1), received '-0.1'");
    refused(() -> new Ema(Double.NaN), "ema: expects a number in [0, 1), received 'NaN'");
    refused(() -> new Lookahead(0, 0.5), "lookahead: expects at least 1 step, received '0'");
    refused(() -> new Lookahead(5, 0), "lookahead: expects a share in (0, 1], received '0.0'");
    refused(() -> new Lookahead(5, 1.1), "lookahead: expects a share in (0, 1], received '1.1'");
    assertThat(new Lookahead(1, 1).share()).isEqualTo(1);
  }
}
