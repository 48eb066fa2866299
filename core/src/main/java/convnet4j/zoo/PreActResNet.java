package convnet4j.zoo;

import static convnet4j.net.Layer.identity;
import static convnet4j.net.Layer.indexed;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.net.Layer.sum;
import static convnet4j.zoo.Layers.act;
import static convnet4j.zoo.Layers.bn;
import static convnet4j.zoo.Layers.conv;
import static convnet4j.zoo.Layers.globalPool;
import static convnet4j.zoo.Layers.linear;
import static convnet4j.zoo.LinearDecay.dropped;

import convnet4j.net.ActivationKind;
import convnet4j.net.Layer;
import convnet4j.zoo.ResidualBlocks.Body;
import java.util.ArrayList;
import java.util.List;

/**
 * Residual networks whose units normalise and activate before each convolution, so that nothing but
 * sums lies between the first unit and the last: He, Zhang, Ren, Sun 2016, "Identity Mappings in
 * Deep Residual Networks", arXiv 1603.05027, figure 1(b), for 32×32.
 *
 * <ul>
 *   <li>Two 3×3 (6n + 2 layers), or 1×1, 3×3 and 1×1 (9n + 2) with the stride on the first 1×1, as
 *       the authors' KaimingHe/resnet-1k-layers has it; {@code bottleneck_stride} moves it. The
 *       first unit and those that change the shape activate before the two paths part; a batch norm
 *       and an activation follow the last unit (appendix).
 *   <li>Where the shape changes, bottlenecks have a projection without batch norm. Two-layer units
 *       have the zeros of shortcut A; of which side of the activation those start from, the paper
 *       says nothing, and they start behind it, as in facebook/fb.resnet.torch. Half of the zeros
 *       come before the channels, as in {@link ResNet}.
 *   <li>Table 4 prints 1.7M, 1.7M and 10.2M parameters. 1001 layers have 10.33M; 10.18M without the
 *       batch norms'.
 *   <li>{@code preact_resnet18_cifar} is kuangliu/pytorch-cifar's: projections, a first unit like
 *       all others, and nothing between the last unit and the mean.
 * </ul>
 *
 * <p>{@code stochastic_depth} is the last unit's probability in {@link LinearDecay}.
 *
 * <p>Parameters are named as torchvision names a ResNet's, and start as {@link ResNet}'s do: the
 * paper refers to the same [He et al. 2015] for them.
 */
final class PreActResNet {
  private static final String PAPER = "He et al. 2016, arXiv 1603.05027, table 4";
  private static final String KUANGLIU = "He et al. 2016; 32×32 form of kuangliu/pytorch-cifar";

  private enum Form {
    PAPER,
    KUANGLIU
  }

  /** A row of the table; stage i has {@code units[i]} units of {@code width}·2^i channels. */
  private record Variant(
      String name, String source, Form form, Body body, int width, List<Integer> units) {}

  private static final List<Variant> TABLE =
      List.of(
          paper(110, Body.BASIC, 18),
          paper(164, Body.BOTTLENECK, 18),
          paper(1001, Body.BOTTLENECK, 111),
          new Variant(
              "preact_resnet18_cifar",
              KUANGLIU,
              Form.KUANGLIU,
              Body.BASIC,
              64,
              List.of(2, 2, 2, 2)));

  private PreActResNet() {}

  private static Variant paper(int depth, Body body, int n) {
    return new Variant("preact_resnet" + depth, PAPER, Form.PAPER, body, 16, List.of(n, n, n));
  }

  static List<Member> members() {
    return TABLE.stream().map(PreActResNet::member).toList();
  }

  private static Member member(Variant v) {
    Option stride = Option.choice(Settings.BOTTLENECK_STRIDE, "1x1", List.of("3x3", "1x1"));
    Option drop = Option.stochasticDepth();
    List<Option> options =
        Member.options(
            ActivationKind.RELU,
            Member.CIFAR,
            10,
            v.body == Body.BOTTLENECK ? List.of(stride, drop) : List.of(drop));
    Entry entry = new Entry(v.name, "PreActResNet", v.source, Member.CIFAR, 10, options);
    return new Member(entry, ResNet.INIT, s -> layer(v, s));
  }

  private static Layer layer(Variant v, Settings s) {
    List<Layer> layers = new ArrayList<>();
    layers.add(conv("conv1", 3, s.input().channels(), v.width, 1));
    LinearDecay decay = LinearDecay.of(s, v.units);
    int count = 0;
    int in = v.width;
    for (int stage = 0; stage < v.units.size(); stage++) {
      int width = v.width << stage;
      List<Layer> units = new ArrayList<>();
      for (int i = 0; i < v.units.get(stage); i++) {
        boolean early = v.form == Form.PAPER && stage == 0 && i == 0;
        double drop = decay.at(++count);
        units.add(unit(v, in, width, stage > 0 && i == 0 ? 2 : 1, early, drop, s));
        in = width * v.body.expansion;
      }
      layers.add(scope("layer" + (stage + 1), indexed(units)));
    }
    if (v.form == Form.PAPER) {
      layers.add(seq(bn("bn", in), act("act", s.activation())));
    }
    layers.add(globalPool());
    layers.add(linear("fc", in, s.classes()));
    return seq(layers);
  }

  /**
   * A unit.
   *
   * @param early whether it activates before its paths part even if it keeps the shape
   * @param drop the probability that it loses its branch in training
   */
  private static Layer unit(
      Variant v, int in, int width, int stride, boolean early, double drop, Settings s) {
    int out = width * v.body.expansion;
    int first = s.strideOnFirst() ? stride : 1;
    ActivationKind activation = s.activation();
    Layer before = seq(bn("bn1", in), act("act1", activation));
    Layer convolutions =
        switch (v.body) {
          case BASIC ->
              seq(
                  conv("conv1", 3, in, width, stride),
                  bn("bn2", width),
                  act("act2", activation),
                  conv("conv2", 3, width, out, 1));
          case BOTTLENECK ->
              seq(
                  conv("conv1", 1, in, width, first),
                  bn("bn2", width),
                  act("act2", activation),
                  conv("conv2", 3, width, width, stride / first),
                  bn("bn3", width),
                  act("act3", activation),
                  conv("conv3", 1, width, out, 1));
        };
    Layer body = dropped(convolutions, drop);
    if (in != out || stride != 1) {
      return seq(before, sum(body, shortcut(v, in, out, stride)));
    }
    return early ? seq(before, sum(body, identity())) : sum(seq(before, body), identity());
  }

  private static Layer shortcut(Variant v, int in, int out, int stride) {
    if (v.form == Form.PAPER && v.body == Body.BASIC) {
      return ResidualBlocks.padded(in, out, stride);
    }
    return scope("downsample", conv("0", 1, in, out, stride));
  }
}
