package convnet4j.zoo;

import static convnet4j.net.Layer.indexed;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.zoo.Layers.flatten;
import static convnet4j.zoo.Layers.globalPool;
import static convnet4j.zoo.Layers.linear;

import convnet4j.net.ActivationKind;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Simonyan and Zisserman 2014, "Very Deep Convolutional Networks for Large-Scale Image
 * Recognition", arXiv 1409.1556, table 1, in torchvision's form and names: with {@code _bn} a batch
 * norm follows every convolution (whose bias stays), and an adaptive pool makes any input size fit.
 * torchvision has columns A, B, D and E; A-LRN and C are named as if it had them too.
 *
 * <p>The paper takes the response norm's parameters from Krizhevsky et al. 2012 (section 3.3
 * there): n = 5, k = 2, α = 10⁻⁴ and β = 0.75. That paper does not divide α by n, so that {@link
 * Op.LocalResponseNorm} has 5·10⁻⁴; and it normalises after the activation.
 *
 * <p>{@code _cifar} is kuangliu/pytorch-cifar's form for 32×32, with batch norm and one linear
 * layer.
 *
 * <p>He et al. 2015 (arXiv 1512.03385, section 4.1) give VGG-16 15.3 ·10⁹ multiply-adds, which are
 * its convolutions'; with the linear layers there are 15.47. Their 19.6 ·10⁹ for VGG-19 has both.
 *
 * <p>Weights start as section 3.1 found to do without pre-training, after Glorot and Bengio 2010;
 * biases start at zero.
 */
final class Vgg {
  private static final String PAPER = "Simonyan and Zisserman 2014, arXiv 1409.1556, table 1";
  private static final String KUANGLIU =
      "Simonyan and Zisserman 2014; 32×32 form of kuangliu/pytorch-cifar";

  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.GlorotUniform(),
          new Initialisation.GlorotUniform(),
          new Initialisation.Constant(0));

  private static final List<Integer> CHANNELS = List.of(64, 128, 256, 512, 512);

  /** Side of the feature map that the ImageNet classifier reads. */
  private static final int SIDE = 7;

  private static final int HIDDEN = 4096;

  private static final Op.LocalResponseNorm RESPONSE_NORM =
      new Op.LocalResponseNorm(5, 5e-4, 0.75, 2);

  /** What sets a column apart from one of 3×3 convolutions, activations and pooling only. */
  private enum Extra {
    NONE,
    /** A response norm after the first convolution. */
    RESPONSE_NORM,
    /** Windows of 1×1 in the third convolution of a stage. */
    POINTWISE_THIRD
  }

  /** A column of table 1: convolutions in each of the five stages. */
  private record Column(String name, List<Integer> convolutions, Extra extra) {}

  private static final List<Column> TABLE =
      List.of(
          new Column("vgg11", List.of(1, 1, 2, 2, 2), Extra.NONE),
          new Column("vgg11_lrn", List.of(1, 1, 2, 2, 2), Extra.RESPONSE_NORM),
          new Column("vgg13", List.of(2, 2, 2, 2, 2), Extra.NONE),
          new Column("vgg16_c", List.of(2, 2, 3, 3, 3), Extra.POINTWISE_THIRD),
          new Column("vgg16", List.of(2, 2, 3, 3, 3), Extra.NONE),
          new Column("vgg19", List.of(2, 2, 4, 4, 4), Extra.NONE));

  private Vgg() {}

  static List<Member> members() {
    List<Column> plain = TABLE.stream().filter(c -> c.extra == Extra.NONE).toList();
    List<Member> members = new ArrayList<>();
    for (Column c : TABLE) {
      members.add(imagenet(c.name, c, false));
    }
    for (Column c : plain) {
      members.add(imagenet(c.name + "_bn", c, true));
    }
    for (Column c : plain) {
      Entry entry = entry(c.name + "_bn_cifar", KUANGLIU, Member.CIFAR, 10);
      members.add(new Member(entry, INIT, s -> cifarLayers(c, s)));
    }
    return members;
  }

  private static Member imagenet(String name, Column c, boolean norm) {
    Entry entry = entry(name, PAPER, Member.IMAGENET, 1000);
    return new Member(entry, INIT, s -> imagenetLayers(c, norm, s));
  }

  private static Entry entry(String name, String source, FeatureMap input, int classes) {
    return new Entry(
        name,
        "VGG",
        source,
        input,
        classes,
        Member.options(ActivationKind.RELU, input, classes, List.of()));
  }

  private static Layer imagenetLayers(Column c, boolean norm, Settings s) {
    return seq(
        features(c, norm, s),
        scope("avgpool", new Op.AdaptiveAvgPool(SIDE, SIDE)),
        flatten(),
        scope(
            "classifier",
            indexed(
                List.of(
                    new Op.Linear(CHANNELS.getLast() * SIDE * SIDE, HIDDEN, true),
                    new Op.Activation(s.activation()),
                    new Op.Dropout(0.5),
                    new Op.Linear(HIDDEN, HIDDEN, true),
                    new Op.Activation(s.activation()),
                    new Op.Dropout(0.5),
                    new Op.Linear(HIDDEN, s.classes(), true)))));
  }

  private static Layer cifarLayers(Column c, Settings s) {
    return seq(
        features(c, true, s), globalPool(), linear("classifier", CHANNELS.getLast(), s.classes()));
  }

  private static Layer features(Column c, boolean norm, Settings s) {
    List<Layer> layers = new ArrayList<>();
    int in = s.input().channels();
    for (int stage = 0; stage < CHANNELS.size(); stage++) {
      int out = CHANNELS.get(stage);
      for (int i = 0; i < c.convolutions.get(stage); i++) {
        int kernel = c.extra == Extra.POINTWISE_THIRD && i == 2 ? 1 : 3;
        layers.add(new Op.Conv(in, out, kernel, 1, kernel / 2, 1, 1, true));
        if (norm) {
          layers.add(Op.BatchNorm.of(out));
        }
        layers.add(new Op.Activation(s.activation()));
        if (c.extra == Extra.RESPONSE_NORM && stage == 0 && i == 0) {
          layers.add(RESPONSE_NORM);
        }
        in = out;
      }
      layers.add(Op.Pool.max(2, 2, 0));
    }
    return scope("features", indexed(layers));
  }
}
