package convnet4j.recipe;

/**
 * Lookahead (Zhang et al. 2019, arXiv 1907.08610): slow weights that, every k steps of the
 * optimiser, go a share α of the way to where it has come, from where it then goes on. Its momentum
 * is kept.
 *
 * @param steps k, at least 1
 * @param share α, in (0, 1]
 */
public record Lookahead(int steps, double share) {
  public Lookahead {
    Checks.that(steps >= 1, "lookahead", "at least 1 step", steps);
    Checks.that(share > 0 && share <= 1, "lookahead", "a share in (0, 1]", share);
  }
}
