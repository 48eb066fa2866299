package convnet4j.zoo;

import static convnet4j.net.Layer.indexed;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.zoo.Layers.act;
import static convnet4j.zoo.Layers.bn;
import static convnet4j.zoo.Layers.conv;
import static convnet4j.zoo.Layers.globalPool;
import static convnet4j.zoo.Layers.linear;

import convnet4j.net.ActivationKind;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Initialisation.Fan;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Howard, Zhu, Chen, Kalenichenko, Wang, Weyand, Andreetto, Adam 2017, "MobileNets: Efficient
 * Convolutional Neural Networks for Mobile Vision Applications", arXiv 1704.04861, table 1.
 *
 * <p>The table gives its last depthwise convolution a stride of 2 between two maps of 7×7; the
 * stride is 1. Table 7 prints 290 million multiply-adds for images of 160×160, where this has
 * 290.7. Tables 6 and 7 print 569 million for 224×224, as this has; MobileNetV2's table 4 says 575
 * for the same network. Strided convolutions are padded by 1 on every side, where TensorFlow pads
 * an even map on the right and below only. The activation is ReLU as in the paper's figure 3; its
 * authors' code has ReLU6.
 *
 * <p>{@code width} is the multiplier α of section 3.3: channels are cut to whole numbers, and are 8
 * at least, as in the authors' code (tensorflow/models, slim). MobileNetV2 rounds to eights.
 *
 * <p>{@code mobilenet_v1_cifar} is kuangliu/pytorch-cifar's form for 32×32, which keeps the
 * resolution in the stem. Its names serve both.
 *
 * <p>The paper does not say how weights start; these start as MobileNetV2's do.
 */
final class MobileNetV1 {
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.HeNormal(Fan.OUT),
          new Initialisation.Normal(0.01),
          new Initialisation.Constant(0));

  private static final int STEM = 32;
  private static final int FEWEST = 8;

  /** Two rows of table 1: a depthwise convolution, and the 1×1 after it. */
  private record Block(int stride, int channels) {}

  private static final List<Block> TABLE =
      List.of(
          new Block(1, 64),
          new Block(2, 128),
          new Block(1, 128),
          new Block(2, 256),
          new Block(1, 256),
          new Block(2, 512),
          new Block(1, 512),
          new Block(1, 512),
          new Block(1, 512),
          new Block(1, 512),
          new Block(1, 512),
          new Block(2, 1024),
          new Block(1, 1024));

  private MobileNetV1() {}

  static List<Member> members() {
    return List.of(
        member(
            "mobilenet_v1",
            "Howard et al. 2017, arXiv 1704.04861, table 1",
            Member.IMAGENET,
            1000,
            2),
        member(
            "mobilenet_v1_cifar",
            "Howard et al. 2017; 32×32 form of kuangliu/pytorch-cifar",
            Member.CIFAR,
            10,
            1));
  }

  private static Member member(
      String name, String source, FeatureMap input, int classes, int stride) {
    Option width = Option.free(Settings.WIDTH, "1.0", Settings.WIDTH_FORM);
    List<Option> options = Member.options(ActivationKind.RELU, input, classes, List.of(width));
    return new Member(
        new Entry(name, "MobileNetV1", source, input, classes, options),
        INIT,
        s -> layer(s, stride));
  }

  private static Layer layer(Settings s, int stride) {
    int in = thinned(STEM, s.width());
    Layer stem =
        seq(
            conv("conv1", 3, s.input().channels(), in, stride),
            bn("bn1", in),
            act("act1", s.activation()));
    List<Layer> blocks = new ArrayList<>();
    for (Block b : TABLE) {
      int out = thinned(b.channels, s.width());
      blocks.add(block(in, out, b.stride, s.activation()));
      in = out;
    }
    return seq(
        stem, scope("layers", indexed(blocks)), globalPool(), linear("linear", in, s.classes()));
  }

  /** A depthwise separable convolution (figure 3, right). */
  private static Layer block(int in, int out, int stride, ActivationKind activation) {
    return seq(
        scope("conv1", Op.Conv.depthwise(in, 3, stride, 1)),
        bn("bn1", in),
        act("act1", activation),
        conv("conv2", 1, in, out, 1),
        bn("bn2", out),
        act("act2", activation));
  }

  private static int thinned(int channels, double width) {
    return Math.max(FEWEST, (int) (channels * width));
  }
}
