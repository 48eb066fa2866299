package convnet4j.zoo;

import static convnet4j.net.Layer.identity;
import static convnet4j.net.Layer.product;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.net.Layer.sum;
import static convnet4j.zoo.Layers.act;
import static convnet4j.zoo.Layers.bn;
import static convnet4j.zoo.LinearDecay.dropped;

import convnet4j.net.ActivationKind;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import java.util.Locale;

/** The blocks of {@link ResNet}, in every form that its options give them. */
final class ResidualBlocks {
  /** What goes around a block (section 3.3 and "identity vs. projection shortcuts" in 4.1). */
  enum Shortcut {
    /** Nothing: the plain networks. */
    NONE,
    /** Zeros for the channels that come to it; no parameters. */
    A,
    /** A projection where the shape changes, the identity elsewhere. */
    B,
    /** A projection around every block. */
    C
  }

  /**
   * What a block makes of its input x: the paper's, and three ideas that a student presentation on
   * CIFAR-10 tried and dropped. F is the residual function; a shortcut that changes the shape
   * carries its projection of x, or of x², in their place.
   */
  enum Block {
    /** ReLU(F(x) + x). */
    STANDARD,
    /**
     * ReLU(F(x) + x) with a bottleneck upside down, narrow-wide-narrow: 1×1 to four times the
     * channels, 3×3 among those, 1×1 back. How wide the presentation does not say; four is what the
     * paper's bottleneck narrows by. In place of two 3×3, so for basic blocks only.
     */
    REVERSED_BOTTLENECK,
    /** ReLU(F(x)) + x. */
    RELU_THEN_ADD,
    /**
     * ReLU(F(x) + x²), element by element. A run of n blocks without a projection, whose batch norm
     * normalises, and the square before the next one make x^(2^(n+1)): with shortcut B, 18 layers
     * have runs of two and reach 10⁶ at the start, ResNet-20 has three and reaches 10¹³, 34 layers
     * have five and leave float32. With shortcut A every run is as long as the network; with C
     * there is none, and 110 layers start below 10⁵.
     */
    ADD_SQUARE;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The layers of a block. */
  enum Body {
    BASIC(1),
    BOTTLENECK(4);

    /** Channels that a block yields per channel of its 3×3 convolutions. */
    final int expansion;

    Body(int expansion) {
      this.expansion = expansion;
    }
  }

  /**
   * What the blocks of one network have in common, but for {@code drop}.
   *
   * @param strideOnFirst whether a bottleneck has its stride on the first 1×1
   * @param norm whether every convolution has a batch norm behind it, or else a bias
   * @param drop the probability of a block to lose its branch in training
   */
  record Style(
      ActivationKind activation,
      Shortcut shortcut,
      Block block,
      boolean strideOnFirst,
      boolean norm,
      double drop) {
    Style dropping(double p) {
      return new Style(activation, shortcut, block, strideOnFirst, norm, p);
    }

    /** A convolution that keeps the size when {@code stride} is 1, and what is behind it. */
    Layer conv(String name, String bn, int kernel, int in, int out, int stride) {
      return norm
          ? seq(Layers.conv(name, kernel, in, out, stride), bn(bn, out))
          : scope(name, new Op.Conv(in, out, kernel, stride, kernel / 2, 1, 1, true));
    }
  }

  private ResidualBlocks() {}

  /** A block that reads {@code in} channels, of stage width {@code width}. */
  static Layer block(Body body, int in, int width, int stride, Style style) {
    int wide = Body.BOTTLENECK.expansion * width;
    return switch (body) {
      case BASIC ->
          style.block == Block.REVERSED_BOTTLENECK
              ? threeLayers(in, wide, width, stride, style)
              : basic(in, width, stride, style);
      case BOTTLENECK -> threeLayers(in, width, wide, stride, style);
    };
  }

  private static Layer basic(int in, int width, int stride, Style style) {
    Layer body =
        seq(
            style.conv("conv1", "bn1", 3, in, width, stride),
            act("act1", style.activation),
            style.conv("conv2", "bn2", 3, width, width, 1));
    return finished(body, in, width, stride, style, act("act2", style.activation));
  }

  /** 1×1, 3×3, 1×1, the 3×3 among {@code inner} channels. */
  private static Layer threeLayers(int in, int inner, int out, int stride, Style style) {
    int first = style.strideOnFirst ? stride : 1;
    Layer body =
        seq(
            style.conv("conv1", "bn1", 1, in, inner, first),
            act("act1", style.activation),
            style.conv("conv2", "bn2", 3, inner, inner, stride / first),
            act("act2", style.activation),
            style.conv("conv3", "bn3", 1, inner, out, 1));
    return finished(body, in, out, stride, style, act("act3", style.activation));
  }

  /** {@code body} with its shortcut and its last activation. */
  private static Layer finished(
      Layer body, int in, int out, int stride, Style style, Layer activation) {
    return switch (style.block) {
      case STANDARD, REVERSED_BOTTLENECK, ADD_SQUARE ->
          seq(residual(body, in, out, stride, style), activation);
      case RELU_THEN_ADD -> residual(seq(body, activation), in, out, stride, style);
    };
  }

  private static Layer residual(Layer body, int in, int out, int stride, Style style) {
    boolean same = in == out && stride == 1;
    return switch (style.shortcut) {
      case NONE -> body;
      case A -> around(body, same ? identity() : padded(in, out, stride), style);
      case B -> around(body, same ? identity() : projection(in, out, stride, style), style);
      case C -> around(body, projection(in, out, stride, style), style);
    };
  }

  private static Layer around(Layer body, Layer shortcut, Style style) {
    return sum(
        dropped(body, style.drop),
        style.block == Block.ADD_SQUARE
            ? seq(product(identity(), identity()), shortcut)
            : shortcut);
  }

  /**
   * Shortcut A: every {@code stride}-th pixel, and zeros half before and half after the channels.
   */
  static Layer padded(int in, int out, int stride) {
    int before = (out - in) / 2;
    return scope("downsample", new Op.PadShortcut(before, out - in - before, stride));
  }

  private static Layer projection(int in, int out, int stride, Style style) {
    return scope("downsample", style.conv("0", "1", 1, in, out, stride));
  }
}
