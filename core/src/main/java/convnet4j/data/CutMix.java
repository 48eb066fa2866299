package convnet4j.data;

/**
 * Replaces a rectangle of every image by that of another of its batch, and the rectangle's share of
 * its label likewise: Yun, Han, Oh, Chun, Choe, Yoo 2019, "CutMix: Regularization Strategy to Train
 * Strong Classifiers with Localizable Features", arXiv 1905.04899.
 *
 * @param alpha of the Beta(α, α) that the share that is kept is drawn from once per batch, above 0
 */
public record CutMix(double alpha) implements BatchTransform {
  public CutMix {
    if (!(alpha > 0 && Double.isFinite(alpha))) {
      throw new IllegalArgumentException("expected alpha above 0, received " + alpha);
    }
  }
}
