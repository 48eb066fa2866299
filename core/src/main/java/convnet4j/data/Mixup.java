package convnet4j.data;

/**
 * Makes of every image λ·itself + (1−λ)·another of its batch, and of its label likewise: Zhang,
 * Cissé, Dauphin, Lopez-Paz 2017, "mixup: Beyond Empirical Risk Minimization", arXiv 1710.09412.
 *
 * @param alpha of the Beta(α, α) that λ is drawn from once per batch, above 0
 */
public record Mixup(double alpha) implements BatchTransform {
  public Mixup {
    if (!(alpha > 0 && Double.isFinite(alpha))) {
      throw new IllegalArgumentException("expected alpha above 0, received " + alpha);
    }
  }

  /** What every image of a batch keeps of itself, λ in 0..1; draw the partners after it. */
  public double share(Draws draws) {
    return new Beta(alpha).draw(draws);
  }
}
