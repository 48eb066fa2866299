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
 * Recognition", arXiv 1409.1556, table 1, columns A, B, D and E, in torchvision's form and names:
 * with {@code _bn} a batch norm follows every convolution (whose bias stays), and an adaptive pool
 * makes any input size fit.
 *
 * <p>{@code _cifar} is kuangliu/pytorch-cifar's form for 32×32, with batch norm and one linear
 * layer.
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

  /** A row of table 1: convolutions in each of the five stages. */
  private record Column(int depth, List<Integer> convolutions) {}

  private static final List<Column> TABLE =
      List.of(
          new Column(11, List.of(1, 1, 2, 2, 2)),
          new Column(13, List.of(2, 2, 2, 2, 2)),
          new Column(16, List.of(2, 2, 3, 3, 3)),
          new Column(19, List.of(2, 2, 4, 4, 4)));

  private Vgg() {}

  static List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (Column c : TABLE) {
      members.add(imagenet("vgg" + c.depth, c, false));
    }
    for (Column c : TABLE) {
      members.add(imagenet("vgg" + c.depth + "_bn", c, true));
    }
    for (Column c : TABLE) {
      Entry entry = entry("vgg" + c.depth + "_bn_cifar", KUANGLIU, Member.CIFAR, 10);
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
        layers.add(new Op.Conv(in, out, 3, 1, 1, 1, 1, true));
        if (norm) {
          layers.add(Op.BatchNorm.of(out));
        }
        layers.add(new Op.Activation(s.activation()));
        in = out;
      }
      layers.add(Op.Pool.max(2, 2, 0));
    }
    return scope("features", indexed(layers));
  }
}
