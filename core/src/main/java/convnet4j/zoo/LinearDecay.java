package convnet4j.zoo;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;

import convnet4j.net.Layer;
import convnet4j.net.Op;
import java.util.List;

/**
 * The linear decay rule of stochastic depth (Huang et al. 2016, arXiv 1603.09382, section 3): of L
 * blocks, block l loses its residual branch with probability p·l/L, because early features are the
 * ones that all later blocks use.
 *
 * @param last p, of the last block; 0 for networks that keep their depth
 * @param blocks L
 */
record LinearDecay(double last, int blocks) {
  /** As {@code settings} say, for a network with so many blocks in each of its stages. */
  static LinearDecay of(Settings settings, List<Integer> stages) {
    return new LinearDecay(
        settings.stochasticDepth(), stages.stream().mapToInt(Integer::intValue).sum());
  }

  /** The probability of block l, counted from 1. */
  double at(int block) {
    return last * ((double) block / blocks);
  }

  /** {@code branch} as it is, or lost with probability {@code p}. */
  static Layer dropped(Layer branch, double p) {
    return p == 0 ? branch : seq(branch, scope("stochastic_depth", new Op.StochasticDepth(p)));
  }
}
