package convnet4j.zoo;

import static convnet4j.net.Layer.concat;
import static convnet4j.net.Layer.identity;
import static convnet4j.net.Layer.indexed;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.net.Layer.sum;
import static convnet4j.zoo.Layers.act;
import static convnet4j.zoo.Layers.bn;
import static convnet4j.zoo.Layers.conv;
import static convnet4j.zoo.Layers.globalPool;

import convnet4j.net.ActivationKind;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Initialisation.Fan;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * Zhang, Zhou, Lin, Sun 2017, "ShuffleNet: An Extremely Efficient Convolutional Neural Network for
 * Mobile Devices", arXiv 1707.01083, table 1 with g = 3 groups.
 *
 * <p>"s× means scaling the number of filters in 1× by s" (section 4), but the multiply-adds that
 * the paper and MobileNetV2's table 4 print, 292M for 1.5× and 524M for 2×, come out when the first
 * convolution has 24 channels at 1.5× (36 give 300M) and 48 at 2×: so do the authors'
 * megvii-model/ShuffleNet-Series, and so do these.
 *
 * <p>Channels are dealt out as section 3.1 describes, and what a unit with stride has made comes
 * before what its shortcut carries, both as in osmr/imgclsmob; the authors' code has the shortcut
 * first and deals in another order. As in that code, the last layer has no bias: with it, 2× has
 * 5,450,776 parameters, which no longer print as MobileNetV2's 5.4M.
 *
 * <p>The paper does not say how weights start. Convolutions start as in He et al. 2015 with fan-in,
 * the last layer Gaussian with deviation 0.01.
 */
final class ShuffleNet {
  private static final String SOURCE = "Zhang et al. 2017, arXiv 1707.01083, table 1, g = 3";

  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.HeNormal(Fan.IN),
          new Initialisation.Normal(0.01),
          new Initialisation.Constant(0));

  private static final int GROUPS = 3;

  /** Units of stages 2, 3 and 4; the first of each has stride 2. */
  private static final List<Integer> UNITS = List.of(4, 8, 4);

  /** A column of table 1, scaled; stage i has {@code channels}·2^(i−2) channels. */
  private record Variant(String scale, int stem, int channels) {}

  private static final List<Variant> TABLE =
      List.of(
          new Variant("1_0", 24, 240), new Variant("1_5", 24, 360), new Variant("2_0", 48, 480));

  private ShuffleNet() {}

  static List<Member> members() {
    return TABLE.stream().map(ShuffleNet::member).toList();
  }

  private static Member member(Variant v) {
    List<Option> options = Member.options(ActivationKind.RELU, Member.IMAGENET, 1000, List.of());
    String name = "shufflenet_g" + GROUPS + "_x" + v.scale;
    Entry entry = new Entry(name, "ShuffleNet", SOURCE, Member.IMAGENET, 1000, options);
    return new Member(entry, INIT, s -> layer(v, s));
  }

  private static Layer layer(Variant v, Settings s) {
    List<Layer> layers = new ArrayList<>();
    layers.add(
        seq(
            conv("conv1", 3, s.input().channels(), v.stem, 2),
            bn("bn1", v.stem),
            act("act1", s.activation()),
            scope("maxpool", Op.Pool.max(3, 2, 1))));
    int in = v.stem;
    for (int i = 0; i < UNITS.size(); i++) {
      int out = v.channels << i;
      List<Layer> units = new ArrayList<>();
      // "We do not apply group convolution on the first pointwise layer because the number of input
      // channels is relatively small."
      units.add(unit(in, out, 2, i == 0 ? 1 : GROUPS, s.activation()));
      while (units.size() < UNITS.get(i)) {
        units.add(unit(out, out, 1, GROUPS, s.activation()));
      }
      layers.add(scope("stage" + (i + 2), indexed(units)));
      in = out;
    }
    layers.add(globalPool());
    layers.add(scope("fc", new Op.Linear(in, s.classes(), false)));
    return seq(layers);
  }

  /** Figure 2(b); with stride, 2(c), whose concatenation yields {@code out} channels. */
  private static Layer unit(int in, int out, int stride, int groups, ActivationKind activation) {
    int bottleneck = out / 4;
    int made = stride == 1 ? out : out - in;
    Layer body =
        seq(
            scope("conv1", pointwise(in, bottleneck, groups)),
            bn("bn1", bottleneck),
            act("act1", activation),
            scope("shuffle", new Op.ChannelShuffle(GROUPS)),
            scope("conv2", Op.Conv.depthwise(bottleneck, 3, stride, 1)),
            bn("bn2", bottleneck),
            scope("conv3", pointwise(bottleneck, made, GROUPS)),
            bn("bn3", made));
    Layer joined =
        stride == 1
            ? sum(body, identity())
            : concat(body, scope("avgpool", Op.Pool.average(3, 2, 1)));
    return seq(joined, act("act2", activation));
  }

  private static Op.Conv pointwise(int in, int out, int groups) {
    return new Op.Conv(in, out, 1, 1, 0, 1, groups, false);
  }
}
