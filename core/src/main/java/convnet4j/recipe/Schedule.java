package convnet4j.recipe;

import java.util.List;

/** What the learning rate is multiplied by as training goes on. */
public sealed interface Schedule {
  /** The factor of one step. */
  double factor(Moment moment);

  /** Half a cosine wave from 1 down towards 0, falling at every step (arXiv 1608.03983, eq. 5). */
  record Cosine() implements Schedule {
    @Override
    public double factor(Moment m) {
      return 0.5 * (1 + Math.cos(Math.PI * m.share()));
    }
  }

  /**
   * A tenth of the last value after every share. With shares 2, 1, 1 the factor is 1 for the first
   * half of all steps, 0.1 for the next quarter and 0.01 for the last one. A share ends at the
   * nearest whole step.
   *
   * @param shares how long each value lasts, relative to the others; at least 1 each
   */
  record Steps(List<Integer> shares) implements Schedule {
    public Steps {
      shares = List.copyOf(shares);
      Checks.that(
          !shares.isEmpty() && shares.stream().allMatch(s -> s >= 1),
          "schedule",
          "shares of at least 1",
          shares);
    }

    @Override
    public double factor(Moment m) {
      long all = shares.stream().mapToLong(s -> s).sum();
      long passed = 0;
      int drops = 0;
      for (int share : shares.subList(0, shares.size() - 1)) {
        passed += share;
        if (m.step() >= Math.round((double) m.steps() * passed / all)) {
          drops++;
        }
      }
      return 1 / Math.pow(10, drops);
    }
  }

  /**
   * (1 − t/T)^power: with power 1 a straight line to 0.
   *
   * @param power above 0
   */
  record Polynomial(double power) implements Schedule {
    public Polynomial {
      Checks.that(power > 0 && Double.isFinite(power), "schedule", "a power above 0", power);
    }

    @Override
    public double factor(Moment m) {
      return Math.pow(1 - m.share(), power);
    }
  }

  /**
   * Smaller by the same factor after every epoch, as MobileNetV2 is trained (arXiv 1801.04381,
   * section 6.1: 0.98).
   *
   * @param factor in (0, 1]
   */
  record Exponential(double factor) implements Schedule {
    public Exponential {
      Checks.that(factor > 0 && factor <= 1, "schedule", "a factor in (0, 1]", factor);
    }

    @Override
    public double factor(Moment m) {
      return Math.pow(factor, m.step() / m.stepsPerEpoch());
    }
  }

  /**
   * In straight lines up to 1 and down again (Smith 2015, arXiv 1506.01186, made one cycle).
   *
   * @param peak where 1 is reached, as a share of the run, in [0, 1)
   * @param start the first factor, in [0, 1]; of no effect where the peak comes at once
   * @param end what the factor falls to, in [0, 1]
   */
  record Triangular(double peak, double start, double end) implements Schedule {
    public Triangular {
      Checks.that(peak >= 0 && peak < 1, "schedule", "a peak in [0, 1)", peak);
      Checks.that(
          start >= 0 && start <= 1 && end >= 0 && end <= 1,
          "schedule",
          "a start and an end in [0, 1]",
          start + " and " + end);
    }

    @Override
    public double factor(Moment m) {
      double share = m.share();
      return share < peak
          ? start + (1 - start) * share / peak
          : 1 + (end - 1) * (share - peak) / (1 - peak);
    }
  }

  /**
   * One cycle (Smith and Topin 2017, arXiv 1708.07120) as PyTorch's OneCycleLR has it by default:
   * half a cosine wave from 1/25 up to 1, and half of one down to a ten-thousandth of where it
   * began.
   *
   * @param peak where 1 is reached, as a share of the run, in (0, 1)
   */
  record OneCycle(double peak) implements Schedule {
    private static final double START = 1.0 / 25;
    private static final double END = START / 1e4;

    public OneCycle {
      Checks.that(peak > 0 && peak < 1, "schedule", "a peak in (0, 1)", peak);
    }

    /** The peak falls on the step {@code peak} · T − 1 and the end on the last one, as there. */
    @Override
    public double factor(Moment m) {
      double top = peak * m.steps() - 1;
      double last = m.steps() - 1;
      return m.step() < top
          ? between(START, 1, m.step() / top)
          : between(1, END, (m.step() - top) / (last - top));
    }

    private static double between(double from, double to, double share) {
      return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }
  }

  /**
   * Smaller by a factor each time when the loss has not improved for a while, as PyTorch's
   * ReduceLROnPlateau: an improvement is one of more than a ten-thousandth.
   *
   * @param factor in (0, 1)
   * @param patience tests without improvement that are waited for, before the next one lowers the
   *     rate; at least 0
   */
  record Plateau(double factor, int patience) implements Schedule {
    private static final double THRESHOLD = 1e-4;

    public Plateau {
      Checks.that(factor > 0 && factor < 1, "schedule", "a factor in (0, 1)", factor);
      Checks.that(patience >= 0, "schedule", "a patience of at least 0", patience);
    }

    @Override
    public double factor(Moment m) {
      double best = Double.POSITIVE_INFINITY;
      int waited = 0;
      int drops = 0;
      for (double loss : m.losses()) {
        waited = loss < best * (1 - THRESHOLD) ? 0 : waited + 1;
        best = waited == 0 ? loss : best;
        if (waited > patience) {
          drops++;
          waited = 0;
        }
      }
      return Math.pow(factor, drops);
    }
  }
}
