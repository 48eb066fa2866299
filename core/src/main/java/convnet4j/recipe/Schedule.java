package convnet4j.recipe;

import java.util.List;

/** What the learning rate is multiplied by as training goes on. */
public sealed interface Schedule {
  /**
   * The factor of one step.
   *
   * @param step from 0
   * @param steps of the whole run
   */
  double factor(long step, long steps);

  /** Half a cosine wave from 1 down towards 0, falling at every step (arXiv 1608.03983, eq. 5). */
  record Cosine() implements Schedule {
    @Override
    public double factor(long step, long steps) {
      return 0.5 * (1 + Math.cos(Math.PI * step / steps));
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
    public double factor(long step, long steps) {
      long all = shares.stream().mapToLong(s -> s).sum();
      long passed = 0;
      int drops = 0;
      for (int share : shares.subList(0, shares.size() - 1)) {
        passed += share;
        if (step >= Math.round((double) steps * passed / all)) {
          drops++;
        }
      }
      return 1 / Math.pow(10, drops);
    }
  }
}
