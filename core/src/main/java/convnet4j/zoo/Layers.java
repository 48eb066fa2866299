package convnet4j.zoo;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;

import convnet4j.net.ActivationKind;
import convnet4j.net.Layer;
import convnet4j.net.Op;

/** The few layers that every family is made of. */
final class Layers {
  private Layers() {}

  /** A convolution that keeps the size when {@code stride} is 1, in front of a batch norm. */
  static Layer conv(String name, int kernel, int in, int out, int stride) {
    return scope(name, Op.Conv.of(in, out, kernel, stride, kernel / 2));
  }

  static Layer bn(String name, int channels) {
    return scope(name, Op.BatchNorm.of(channels));
  }

  static Layer act(String name, ActivationKind activation) {
    return scope(name, new Op.Activation(activation));
  }

  /** Each channel's mean over the whole feature map, as a vector. */
  static Layer globalPool() {
    return seq(scope("avgpool", new Op.AdaptiveAvgPool(1, 1)), flatten());
  }

  /** What an auxiliary classifier begins with: Szegedy et al. 2014, arXiv 1409.4842, section 5. */
  static Layer auxiliaryPool() {
    return scope("pool", Op.Pool.average(5, 3, 0));
  }

  /**
   * A side of what {@link #auxiliaryPool} makes of {@code side}; 1 where its window does not fit,
   * which the resolver then says in its own words.
   */
  static int auxiliarySide(int side) {
    return Math.max(1, (side - 5) / 3 + 1);
  }

  static Layer flatten() {
    return scope("flatten", new Op.Flatten());
  }

  static Layer linear(String name, int in, int out) {
    return scope(name, new Op.Linear(in, out, true));
  }
}
