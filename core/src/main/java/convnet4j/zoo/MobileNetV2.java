package convnet4j.zoo;

import static convnet4j.net.Layer.identity;
import static convnet4j.net.Layer.indexed;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.net.Layer.sum;
import static convnet4j.zoo.Layers.bn;
import static convnet4j.zoo.Layers.conv;
import static convnet4j.zoo.Layers.globalPool;
import static convnet4j.zoo.Layers.linear;
import static convnet4j.zoo.LinearDecay.dropped;

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
 * Sandler, Howard, Zhu, Zhmoginov, Chen 2018, "MobileNetV2: Inverted Residuals and Linear
 * Bottlenecks", arXiv 1801.04381, table 2, in torchvision's form and names.
 *
 * <p>Table 4 prints 3.4M parameters and 300M multiply-adds; there are 3,504,872, of which 3,470,760
 * without the batch norms', and 300.8M. With {@code width=1.4} there are 6,108,776 and 582M, the
 * last convolution being widened as in torchvision; no rule we know gives the printed 6.9M and
 * 585M. Table 3, the largest maps, has at 56×56, 28×28 and 14×14 the channels of table 2's row that
 * reads a map of that size, which yields a smaller one.
 *
 * <p>{@code mobilenet_v2_cifar} is kuangliu/pytorch-cifar's form for 32×32. It keeps the resolution
 * in the stem and in the second stage, expands even where the factor is 1, puts a projection around
 * a block of stride 1 that changes the channels, and has plain ReLU and no dropout.
 *
 * <p>{@code stochastic_depth} is the last block's probability in {@link LinearDecay}. Blocks
 * without a shortcut count, and drop nothing.
 *
 * <p>The paper does not say how weights start; these start as torchvision's do.
 */
final class MobileNetV2 {
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.HeNormal(Fan.OUT),
          new Initialisation.Normal(0.01),
          new Initialisation.Constant(0));

  private static final int STEM = 32;
  private static final int HEAD = 1280;

  /** A row of table 2: t, c, n and s there. */
  private record Stage(int expansion, int channels, int blocks, int stride) {}

  private static final List<Stage> TABLE =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private enum Form {
    IMAGENET,
    CIFAR
  }

  private record Style(Form form, ActivationKind activation) {}

  private MobileNetV2() {}

  static List<Member> members() {
    return List.of(
        member(
            "mobilenet_v2",
            "Sandler et al. 2018, arXiv 1801.04381, table 2",
            Form.IMAGENET,
            ActivationKind.RELU6,
            Member.IMAGENET,
            1000),
        member(
            "mobilenet_v2_cifar",
            "Sandler et al. 2018; 32×32 form of kuangliu/pytorch-cifar",
            Form.CIFAR,
            ActivationKind.RELU,
            Member.CIFAR,
            10));
  }

  private static Member member(
      String name,
      String source,
      Form form,
      ActivationKind activation,
      FeatureMap input,
      int classes) {
    Option width = Option.free(Settings.WIDTH, "1.0", Settings.WIDTH_FORM);
    List<Option> options =
        Member.options(activation, input, classes, List.of(width, Option.stochasticDepth()));
    return new Member(
        new Entry(name, "MobileNetV2", source, input, classes, options),
        INIT,
        s -> layer(s, new Style(form, s.activation())));
  }

  private static Layer layer(Settings s, Style style) {
    boolean cifar = style.form == Form.CIFAR;
    double width = s.width();
    int in = rounded(STEM * width);
    List<Layer> features = new ArrayList<>();
    features.add(
        activated(Op.Conv.of(s.input().channels(), in, 3, cifar ? 1 : 2, 1), style.activation));
    LinearDecay decay = LinearDecay.of(s, TABLE.stream().map(Stage::blocks).toList());
    int count = 0;
    for (int stage = 0; stage < TABLE.size(); stage++) {
      Stage row = TABLE.get(stage);
      int out = rounded(row.channels * width);
      for (int i = 0; i < row.blocks; i++) {
        int stride = i > 0 || (cifar && stage == 1) ? 1 : row.stride;
        features.add(block(in, out, row.expansion, stride, style, decay.at(++count)));
        in = out;
      }
    }
    int head = rounded(HEAD * Math.max(1, width));
    features.add(activated(Op.Conv.of(in, head, 1, 1, 0), style.activation));
    return seq(
        scope("features", indexed(features)),
        globalPool(),
        cifar
            ? linear("classifier", head, s.classes())
            : scope(
                "classifier",
                indexed(List.of(new Op.Dropout(0.2), new Op.Linear(head, s.classes(), true)))));
  }

  /** An inverted residual: expand, filter each channel, project without a non-linearity. */
  private static Layer block(int in, int out, int expansion, int stride, Style style, double drop) {
    boolean cifar = style.form == Form.CIFAR;
    int hidden = in * expansion;
    List<Layer> layers = new ArrayList<>();
    if (expansion > 1 || cifar) {
      layers.add(activated(Op.Conv.of(in, hidden, 1, 1, 0), style.activation));
    }
    layers.add(activated(Op.Conv.depthwise(hidden, 3, stride, 1), style.activation));
    layers.add(Op.Conv.of(hidden, out, 1, 1, 0));
    layers.add(Op.BatchNorm.of(out));
    Layer body = scope("conv", indexed(layers));
    if (stride == 1 && in == out) {
      return sum(dropped(body, drop), identity());
    }
    if (stride == 1 && cifar) {
      return sum(
          dropped(body, drop), scope("shortcut", seq(conv("0", 1, in, out, 1), bn("1", out))));
    }
    return body;
  }

  private static Layer activated(Op.Conv conv, ActivationKind activation) {
    return indexed(List.of(conv, Op.BatchNorm.of(conv.out()), new Op.Activation(activation)));
  }

  /**
   * The multiple of 8 nearest to {@code channels}, but not more than a tenth below it: {@code
   * _make_divisible} of tensorflow/models and torchvision.
   */
  private static int rounded(double channels) {
    int nearest = Math.max(8, (int) (channels + 4) / 8 * 8);
    return nearest < 0.9 * channels ? nearest + 8 : nearest;
  }
}
