package convnet4j.zoo;

import static convnet4j.net.Layer.indexed;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.zoo.Layers.act;
import static convnet4j.zoo.Layers.globalPool;
import static convnet4j.zoo.Layers.linear;

import convnet4j.net.ActivationKind;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Initialisation.Fan;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.zoo.ResidualBlocks.Block;
import convnet4j.zoo.ResidualBlocks.Body;
import convnet4j.zoo.ResidualBlocks.Shortcut;
import convnet4j.zoo.ResidualBlocks.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Residual networks and the plain networks they are measured against: He, Zhang, Ren, Sun 2015,
 * "Deep Residual Learning for Image Recognition", arXiv 1512.03385.
 *
 * <ul>
 *   <li>For ImageNet (table 1), in torchvision's form and names: the stride of a bottleneck is on
 *       its 3×3 convolution; {@code bottleneck_stride=1x1} puts it on the first 1×1, as in the
 *       paper. Table 1 prints 3.8, 7.6 and 11.3 ·10⁹ multiply-adds for 50, 101 and 152 layers; with
 *       that stride there are 3.86 (so it was cut), 7.57 and 11.28 ·10⁹. It prints 3.6 ·10⁹ for 34
 *       layers, which plain ones and shortcut A have (3.64); with shortcut B there are 3.66.
 *   <li>For CIFAR-10 (section 4.2), 6n + 2 layers of 16, 32 and 64 channels. Of the zeros that
 *       shortcut A adds, half come before and half after the channels, as
 *       akamaster/pytorch_resnet_cifar10 has it; the paper does not say.
 *   <li>{@code _cifar}: the ImageNet networks with a 3×3 stem and without its pooling, as
 *       kuangliu/pytorch-cifar has them.
 * </ul>
 *
 * <p>{@code block} changes what a block does, see {@link Block}; {@code norm=none} leaves out the
 * batch norms, which the paper has everywhere, and gives the convolutions biases; {@code width}
 * multiplies the channels of all stages; {@code stochastic_depth} is the last block's probability
 * in {@link LinearDecay}.
 *
 * <p>Convolutions start as the paper says (section 3.4: "as in [13]", which is He et al. 2015,
 * arXiv 1502.01852, with fan-in); of the last layer it says nothing, and it starts as PyTorch's
 * does.
 */
final class ResNet {
  private static final String IMAGENET_SOURCE = "He et al. 2015, arXiv 1512.03385, table 1";
  private static final String CIFAR_SOURCE = "He et al. 2015, arXiv 1512.03385, section 4.2";
  private static final String KUANGLIU_SOURCE =
      "He et al. 2015; 32×32 form of kuangliu/pytorch-cifar";

  static final InitScheme INIT =
      new InitScheme(
          new Initialisation.HeNormal(Fan.IN),
          new Initialisation.UniformFanIn(),
          new Initialisation.UniformFanIn());

  private enum Stem {
    IMAGENET,
    CIFAR
  }

  /** A row of the table; stage i has {@code blocks[i]} blocks of {@code width}·2^i channels. */
  private record Variant(
      String name,
      String source,
      Stem stem,
      Body body,
      Shortcut shortcut,
      int width,
      List<Integer> blocks) {}

  private ResNet() {}

  static List<Member> members() {
    List<Variant> table = new ArrayList<>();
    table.add(imagenet("resnet18", Body.BASIC, Shortcut.B, 2, 2, 2, 2));
    table.add(imagenet("resnet34", Body.BASIC, Shortcut.B, 3, 4, 6, 3));
    table.add(imagenet("resnet50", Body.BOTTLENECK, Shortcut.B, 3, 4, 6, 3));
    table.add(imagenet("resnet101", Body.BOTTLENECK, Shortcut.B, 3, 4, 23, 3));
    table.add(imagenet("resnet152", Body.BOTTLENECK, Shortcut.B, 3, 8, 36, 3));
    List<Variant> kuangliu = table.stream().map(ResNet::kuangliu).toList();
    table.add(imagenet("plain18", Body.BASIC, Shortcut.NONE, 2, 2, 2, 2));
    table.add(imagenet("plain34", Body.BASIC, Shortcut.NONE, 3, 4, 6, 3));
    IntStream.of(20, 32, 44, 56, 110, 1202)
        .forEach(depth -> table.add(cifar("resnet", depth, Shortcut.A)));
    IntStream.of(20, 32, 44, 56, 110)
        .forEach(depth -> table.add(cifar("plain", depth, Shortcut.NONE)));
    table.addAll(kuangliu);
    return table.stream().map(ResNet::member).toList();
  }

  private static Variant imagenet(String name, Body body, Shortcut shortcut, Integer... blocks) {
    return new Variant(
        name, IMAGENET_SOURCE, Stem.IMAGENET, body, shortcut, 64, Arrays.asList(blocks));
  }

  private static Variant cifar(String kind, int depth, Shortcut shortcut) {
    int n = (depth - 2) / 6;
    return new Variant(
        kind + depth, CIFAR_SOURCE, Stem.CIFAR, Body.BASIC, shortcut, 16, List.of(n, n, n));
  }

  private static Variant kuangliu(Variant v) {
    return new Variant(
        v.name + "_cifar", KUANGLIU_SOURCE, Stem.CIFAR, v.body, v.shortcut, v.width, v.blocks);
  }

  private static Member member(Variant v) {
    FeatureMap input = v.stem == Stem.IMAGENET ? Member.IMAGENET : Member.CIFAR;
    int classes = v.stem == Stem.IMAGENET ? 1000 : 10;
    Entry entry =
        new Entry(
            v.name,
            "ResNet",
            v.source,
            input,
            classes,
            Member.options(ActivationKind.RELU, input, classes, options(v)));
    return new Member(entry, INIT, s -> layer(v, s, style(v, s)));
  }

  private static List<Option> options(Variant v) {
    Option norm = Option.choice(Settings.NORM, "batch", List.of("batch", "none"));
    Option width = Option.free(Settings.WIDTH, "1.0", Settings.WIDTH_FORM);
    if (v.shortcut == Shortcut.NONE) {
      return List.of(width, norm);
    }
    boolean basic = v.body == Body.BASIC;
    List<String> blocks =
        Arrays.stream(Block.values())
            .filter(block -> basic || block != Block.REVERSED_BOTTLENECK)
            .map(Block::label)
            .toList();
    List<Option> options = new ArrayList<>();
    options.add(Option.choice(Settings.SHORTCUT, v.shortcut.name(), List.of("A", "B", "C")));
    options.add(Option.choice(Settings.BLOCK, Block.STANDARD.label(), blocks));
    if (!basic) {
      options.add(Option.choice(Settings.BOTTLENECK_STRIDE, "3x3", List.of("3x3", "1x1")));
    }
    options.add(width);
    options.add(norm);
    options.add(Option.stochasticDepth());
    return options;
  }

  private static Style style(Variant v, Settings s) {
    return v.shortcut == Shortcut.NONE
        ? new Style(s.activation(), Shortcut.NONE, Block.STANDARD, false, s.norm(), 0)
        : new Style(s.activation(), s.shortcut(), s.block(), s.strideOnFirst(), s.norm(), 0);
  }

  private static Layer layer(Variant v, Settings settings, Style style) {
    List<Layer> layers = new ArrayList<>();
    int first = Math.max(1, (int) Math.round(v.width * settings.width()));
    layers.add(stem(v.stem, settings.input().channels(), first, style));
    LinearDecay decay = LinearDecay.of(settings, v.blocks);
    int block = 0;
    int in = first;
    for (int stage = 0; stage < v.blocks.size(); stage++) {
      int width = first << stage;
      List<Layer> blocks = new ArrayList<>();
      for (int i = 0; i < v.blocks.get(stage); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        Style dropping = style.dropping(decay.at(++block));
        blocks.add(ResidualBlocks.block(v.body, in, width, stride, dropping));
        in = width * v.body.expansion;
      }
      layers.add(scope("layer" + (stage + 1), indexed(blocks)));
    }
    layers.add(globalPool());
    layers.add(linear("fc", in, settings.classes()));
    return seq(layers);
  }

  private static Layer stem(Stem stem, int in, int out, Style style) {
    return switch (stem) {
      case IMAGENET ->
          seq(
              style.conv("conv1", "bn1", 7, in, out, 2),
              act("act1", style.activation()),
              scope("maxpool", Op.Pool.max(3, 2, 1)));
      case CIFAR -> seq(style.conv("conv1", "bn1", 3, in, out, 1), act("act1", style.activation()));
    };
  }
}
