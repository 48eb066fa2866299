package convnet4j.zoo;

import static convnet4j.net.Layer.concat;
import static convnet4j.net.Layer.indexed;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.zoo.Layers.act;
import static convnet4j.zoo.Layers.auxiliaryPool;
import static convnet4j.zoo.Layers.auxiliarySide;
import static convnet4j.zoo.Layers.flatten;
import static convnet4j.zoo.Layers.globalPool;
import static convnet4j.zoo.Layers.linear;

import convnet4j.net.ActivationKind;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Initialisation.Fan;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Tap;
import java.util.ArrayList;
import java.util.List;

/**
 * Szegedy, Liu, Jia, Sermanet, Reed, Anguelov, Erhan, Vanhoucke, Rabinovich 2014, "Going Deeper
 * with Convolutions", arXiv 1409.4842, table 1. Each form ends on a global average, which makes any
 * input size fit.
 *
 * <ul>
 *   <li>{@code googlenet}: torchvision's form and names. A batch norm follows every convolution,
 *       and the convolutions that the paper has as 5×5 are 3×3, by a mistake that its weights keep.
 *   <li>{@code googlenet_paper}: the paper's, with the same names. Where figure 3 has a response
 *       norm it does not give its parameters; they are those of BVLC's model for Caffe.
 *   <li>{@code googlenet_cifar}: kuangliu/pytorch-cifar's form and names for 32×32, with one 3×3
 *       for a stem, and two 3×3 with batch norm for 5×5.
 * </ul>
 *
 * <p>With {@code aux=true} training has the auxiliary classifiers of section 5. torchvision's pool
 * to 4×4 whatever the input; the paper's pool with windows of 5×5, for which an image has to have
 * 79 pixels a side.
 *
 * <p>The paper says 1.5 billion multiply-adds, and its table adds up to that, with 34M for the
 * first convolution. {@code googlenet_paper}, with the convolution as printed, has 1.583 billion;
 * {@code googlenet} 1.498, because of its 3×3.
 *
 * <p>The paper's table does not follow from its own channels. Its first row is of a 7×7 depthwise
 * convolution with 8 filters a channel and a 1×1: 2.7K weights at 112×112 are its 34M operations; a
 * full convolution as printed there has 9,408. Of the modules, 3a and 3b come out (with K = 1024);
 * 4c has 497K weights, not 463K, and 5a 1018K, not 1072K.
 *
 * <p>The paper does not say how weights start. Without batch norm they start as He et al. 2015
 * (arXiv 1502.01852) do, with it as the form's source has it (without cutting the Gaussian at two,
 * which is 200 deviations).
 */
final class GoogLeNet {
  private static final String PAPER = "Szegedy et al. 2014, arXiv 1409.4842, table 1";
  private static final String TORCHVISION = "Szegedy et al. 2014; torchvision's form, 3×3 for 5×5";
  private static final String KUANGLIU =
      "Szegedy et al. 2014; 32×32 form of kuangliu/pytorch-cifar";

  private static final double AUXILIARY_WEIGHT = 0.3;
  private static final Op.LocalResponseNorm RESPONSE_NORM =
      new Op.LocalResponseNorm(5, 1e-4, 0.75, 1);

  /** What comes between a module and the next. */
  private enum Then {
    NOTHING,
    MAXPOOL3,
    MAXPOOL4,
    AUX1,
    AUX2
  }

  /**
   * A row of table 1, with the columns' names there: #1×1, #3×3 reduce, #3×3, …, pool proj; and
   * what follows the module.
   */
  private record Inception(
      String name,
      int conv1,
      int reduce3,
      int conv3,
      int reduce5,
      int conv5,
      int project,
      Then then) {
    int out() {
      return conv1 + conv3 + conv5 + project;
    }
  }

  private static final List<Inception> TABLE =
      List.of(
          new Inception("3a", 64, 96, 128, 16, 32, 32, Then.NOTHING),
          new Inception("3b", 128, 128, 192, 32, 96, 64, Then.MAXPOOL3),
          new Inception("4a", 192, 96, 208, 16, 48, 64, Then.AUX1),
          new Inception("4b", 160, 112, 224, 24, 64, 64, Then.NOTHING),
          new Inception("4c", 128, 128, 256, 24, 64, 64, Then.NOTHING),
          new Inception("4d", 112, 144, 288, 32, 64, 64, Then.AUX2),
          new Inception("4e", 256, 160, 320, 32, 128, 128, Then.MAXPOOL4),
          new Inception("5a", 256, 160, 320, 32, 128, 128, Then.NOTHING),
          new Inception("5b", 384, 192, 384, 48, 128, 128, Then.NOTHING));

  private enum Form {
    TORCHVISION(
        new InitScheme(
            new Initialisation.Normal(0.01),
            new Initialisation.Normal(0.01),
            new Initialisation.UniformFanIn())),
    PAPER(
        new InitScheme(
            new Initialisation.HeNormal(Fan.IN),
            new Initialisation.HeNormal(Fan.IN),
            new Initialisation.Constant(0))),
    CIFAR(
        new InitScheme(
            new Initialisation.UniformFanIn(),
            new Initialisation.UniformFanIn(),
            new Initialisation.UniformFanIn()));

    final InitScheme init;

    Form(InitScheme init) {
      this.init = init;
    }
  }

  private record Style(Form form, ActivationKind activation) {}

  private GoogLeNet() {}

  static List<Member> members() {
    Option aux = Option.flag(Settings.AUX);
    return List.of(
        member("googlenet", TORCHVISION, Form.TORCHVISION, Member.IMAGENET, 1000, List.of(aux)),
        member("googlenet_paper", PAPER, Form.PAPER, Member.IMAGENET, 1000, List.of(aux)),
        member("googlenet_cifar", KUANGLIU, Form.CIFAR, Member.CIFAR, 10, List.of()));
  }

  private static Member member(
      String name, String source, Form form, FeatureMap input, int classes, List<Option> more) {
    List<Option> options = Member.options(ActivationKind.RELU, input, classes, more);
    return new Member(
        new Entry(name, "GoogLeNet", source, input, classes, options),
        form.init,
        s -> layer(s, new Style(form, s.activation())));
  }

  private static Layer layer(Settings s, Style style) {
    List<Layer> layers = new ArrayList<>();
    layers.add(stem(s.input().channels(), style));
    int in = 192;
    for (Inception module : TABLE) {
      layers.add(inception(in, module, style));
      in = module.out();
      layers.add(
          switch (module.then) {
            case NOTHING -> seq();
            case MAXPOOL3 -> pool("maxpool3", 3, style);
            case MAXPOOL4 -> pool("maxpool4", style.form == Form.TORCHVISION ? 2 : 3, style);
            case AUX1 -> auxiliary("aux1", in, s, style);
            case AUX2 -> auxiliary("aux2", in, s, style);
          });
    }
    layers.add(globalPool());
    switch (style.form) {
      case TORCHVISION -> layers.add(scope("dropout", new Op.Dropout(0.2)));
      case PAPER -> layers.add(scope("dropout", new Op.Dropout(0.4)));
      case CIFAR -> {}
    }
    layers.add(linear(style.form == Form.CIFAR ? "linear" : "fc", in, s.classes()));
    return seq(layers);
  }

  private static Layer stem(int in, Style style) {
    if (style.form == Form.CIFAR) {
      return chain("pre_layers", style, conv(in, 192, 3, 1, style));
    }
    Layer norm = style.form == Form.PAPER ? RESPONSE_NORM : seq();
    return seq(
        chain("conv1", style, conv(in, 64, 7, 2, style)),
        pool("maxpool1", 3, style),
        scope("norm1", norm),
        chain("conv2", style, conv(64, 64, 1, 1, style)),
        chain("conv3", style, conv(64, 192, 3, 1, style)),
        scope("norm2", norm),
        pool("maxpool2", 3, style));
  }

  /** Halves a feature map; half of an odd side is rounded down without padding, up with it. */
  private static Layer pool(String name, int kernel, Style style) {
    return scope(
        name, style.form == Form.CIFAR ? Op.Pool.max(3, 2, 1) : Op.Pool.maxCeil(kernel, 2, 0));
  }

  /** Figure 2b: four branches, side by side. */
  private static Layer inception(int in, Inception m, Style style) {
    boolean cifar = style.form == Form.CIFAR;
    String name = cifar ? m.name.charAt(1) + m.name.substring(0, 1) : "inception" + m.name;
    String branch = cifar ? "b" : "branch";
    return scope(
        name,
        concat(
            chain(branch + 1, style, conv(in, m.conv1, 1, 1, style)),
            chain(
                branch + 2,
                style,
                conv(in, m.reduce3, 1, 1, style),
                conv(m.reduce3, m.conv3, 3, 1, style)),
            chain(branch + 3, style, wideBranch(in, m, style)),
            chain(branch + 4, style, Op.Pool.max(3, 1, 1), conv(in, m.project, 1, 1, style))));
  }

  /** What figure 2b has as a 1×1 and a 5×5. */
  private static Op[] wideBranch(int in, Inception m, Style style) {
    Op reduce = conv(in, m.reduce5, 1, 1, style);
    Op narrow = conv(m.reduce5, m.conv5, 3, 1, style);
    return switch (style.form) {
      case TORCHVISION -> new Op[] {reduce, narrow};
      case PAPER -> new Op[] {reduce, conv(m.reduce5, m.conv5, 5, 1, style)};
      case CIFAR -> new Op[] {reduce, narrow, conv(m.conv5, m.conv5, 3, 1, style)};
    };
  }

  /** An auxiliary classifier (section 5), or nothing where none is wanted. */
  private static Layer auxiliary(String name, int in, Settings s, Style style) {
    if (style.form == Form.CIFAR || !s.aux()) {
      return seq();
    }
    boolean paper = style.form == Form.PAPER;
    int positions =
        paper
            ? auxiliarySide(features(s.input().height()))
                * auxiliarySide(features(s.input().width()))
            : 4 * 4;
    Layer head =
        seq(
            paper ? auxiliaryPool() : scope("pool", new Op.AdaptiveAvgPool(4, 4)),
            chain("conv", style, conv(in, 128, 1, 1, style)),
            flatten(),
            linear("fc1", 128 * positions, 1024),
            act("act", style.activation),
            scope("dropout", new Op.Dropout(0.7)),
            linear("fc2", 1024, s.classes()));
    return new Tap(name, head, AUXILIARY_WEIGHT);
  }

  /**
   * A side of the maps of 4a to 4e for an image of {@code side}, but for the CIFAR form: conv1
   * halves it upwards, three pools downwards.
   */
  private static int features(int side) {
    return (side + 1) / 2 / 2 / 2 / 2;
  }

  /** Convolutions with their norms and activations, and pools, in the names of the form. */
  private static Layer chain(String name, Style style, Op... ops) {
    List<Layer> layers = new ArrayList<>();
    for (Op op : ops) {
      if (!(op instanceof Op.Conv conv)) {
        layers.add(op);
      } else if (style.form == Form.CIFAR) {
        layers.addAll(
            List.of(conv, Op.BatchNorm.of(conv.out()), new Op.Activation(style.activation)));
      } else {
        layers.add(named(conv, style));
      }
    }
    return scope(name, layers.size() == 1 ? layers.getFirst() : indexed(layers));
  }

  private static Layer named(Op.Conv conv, Style style) {
    Layer norm =
        style.form == Form.PAPER ? seq() : scope("bn", new Op.BatchNorm(conv.out(), 1e-3, 0.1));
    return seq(scope("conv", conv), norm, act("act", style.activation));
  }

  /** A convolution that keeps the size when {@code stride} is 1. */
  private static Op.Conv conv(int in, int out, int kernel, int stride, Style style) {
    boolean bias = style.form != Form.TORCHVISION;
    return new Op.Conv(in, out, kernel, stride, kernel / 2, 1, 1, bias);
  }
}
