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

import convnet4j.net.ActivationKind;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Initialisation.Fan;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
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
 *       its 3×3 convolution, not on the first 1×1 as in the paper.
 *   <li>For CIFAR-10 (section 4.2), 6n + 2 layers of 16, 32 and 64 channels. Of the zeros that
 *       shortcut A adds, half come before and half after the channels, as
 *       akamaster/pytorch_resnet_cifar10 has it; the paper does not say.
 *   <li>{@code _cifar}: the ImageNet networks with a 3×3 stem and without its pooling, as
 *       kuangliu/pytorch-cifar has them.
 * </ul>
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

  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.HeNormal(Fan.IN),
          new Initialisation.UniformFanIn(),
          new Initialisation.UniformFanIn());

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

  private enum Stem {
    IMAGENET,
    CIFAR
  }

  private enum Block {
    BASIC(1),
    BOTTLENECK(4);

    /** Channels that a block yields per channel of its 3×3 convolutions. */
    final int expansion;

    Block(int expansion) {
      this.expansion = expansion;
    }
  }

  /** A row of the table; stage i has {@code blocks[i]} blocks of {@code width}·2^i channels. */
  private record Variant(
      String name,
      String source,
      Stem stem,
      Block block,
      Shortcut shortcut,
      int width,
      List<Integer> blocks) {}

  private record Style(ActivationKind activation, Shortcut shortcut) {}

  private ResNet() {}

  static List<Member> members() {
    List<Variant> table = new ArrayList<>();
    table.add(imagenet("resnet18", Block.BASIC, Shortcut.B, 2, 2, 2, 2));
    table.add(imagenet("resnet34", Block.BASIC, Shortcut.B, 3, 4, 6, 3));
    table.add(imagenet("resnet50", Block.BOTTLENECK, Shortcut.B, 3, 4, 6, 3));
    table.add(imagenet("resnet101", Block.BOTTLENECK, Shortcut.B, 3, 4, 23, 3));
    table.add(imagenet("resnet152", Block.BOTTLENECK, Shortcut.B, 3, 8, 36, 3));
    List<Variant> kuangliu = table.stream().map(ResNet::kuangliu).toList();
    table.add(imagenet("plain18", Block.BASIC, Shortcut.NONE, 2, 2, 2, 2));
    table.add(imagenet("plain34", Block.BASIC, Shortcut.NONE, 3, 4, 6, 3));
    IntStream.of(20, 32, 44, 56, 110, 1202)
        .forEach(depth -> table.add(cifar("resnet", depth, Shortcut.A)));
    IntStream.of(20, 32, 44, 56, 110)
        .forEach(depth -> table.add(cifar("plain", depth, Shortcut.NONE)));
    table.addAll(kuangliu);
    return table.stream().map(ResNet::member).toList();
  }

  private static Variant imagenet(String name, Block block, Shortcut shortcut, Integer... blocks) {
    return new Variant(
        name, IMAGENET_SOURCE, Stem.IMAGENET, block, shortcut, 64, Arrays.asList(blocks));
  }

  private static Variant cifar(String kind, int depth, Shortcut shortcut) {
    int n = (depth - 2) / 6;
    return new Variant(
        kind + depth, CIFAR_SOURCE, Stem.CIFAR, Block.BASIC, shortcut, 16, List.of(n, n, n));
  }

  private static Variant kuangliu(Variant v) {
    return new Variant(
        v.name + "_cifar", KUANGLIU_SOURCE, Stem.CIFAR, v.block, v.shortcut, v.width, v.blocks);
  }

  private static Member member(Variant v) {
    FeatureMap input = v.stem == Stem.IMAGENET ? Member.IMAGENET : Member.CIFAR;
    int classes = v.stem == Stem.IMAGENET ? 1000 : 10;
    boolean plain = v.shortcut == Shortcut.NONE;
    List<Option> options =
        plain
            ? List.of()
            : List.of(Option.choice(Settings.SHORTCUT, v.shortcut.name(), List.of("A", "B", "C")));
    Entry entry =
        new Entry(
            v.name,
            "ResNet",
            v.source,
            input,
            classes,
            Member.options(ActivationKind.RELU, input, classes, options));
    return new Member(
        entry,
        INIT,
        s -> layer(v, s, new Style(s.activation(), plain ? Shortcut.NONE : s.shortcut())));
  }

  private static Layer layer(Variant v, Settings settings, Style style) {
    List<Layer> layers = new ArrayList<>();
    layers.add(stem(v.stem, settings.input().channels(), v.width, style));
    int in = v.width;
    for (int stage = 0; stage < v.blocks.size(); stage++) {
      int width = v.width << stage;
      List<Layer> blocks = new ArrayList<>();
      for (int i = 0; i < v.blocks.get(stage); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        blocks.add(
            switch (v.block) {
              case BASIC -> basic(in, width, stride, style);
              case BOTTLENECK -> bottleneck(in, width, stride, style);
            });
        in = width * v.block.expansion;
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
              conv("conv1", 7, in, out, 2),
              bn("bn1", out),
              act("act1", style.activation),
              scope("maxpool", Op.Pool.max(3, 2, 1)));
      case CIFAR ->
          seq(conv("conv1", 3, in, out, 1), bn("bn1", out), act("act1", style.activation));
    };
  }

  private static Layer basic(int in, int width, int stride, Style style) {
    Layer body =
        seq(
            conv("conv1", 3, in, width, stride),
            bn("bn1", width),
            act("act1", style.activation),
            conv("conv2", 3, width, width, 1),
            bn("bn2", width));
    return seq(residual(body, in, width, stride, style), act("act2", style.activation));
  }

  private static Layer bottleneck(int in, int width, int stride, Style style) {
    int out = width * Block.BOTTLENECK.expansion;
    Layer body =
        seq(
            conv("conv1", 1, in, width, 1),
            bn("bn1", width),
            act("act1", style.activation),
            conv("conv2", 3, width, width, stride),
            bn("bn2", width),
            act("act2", style.activation),
            conv("conv3", 1, width, out, 1),
            bn("bn3", out));
    return seq(residual(body, in, out, stride, style), act("act3", style.activation));
  }

  private static Layer residual(Layer body, int in, int out, int stride, Style style) {
    boolean same = in == out && stride == 1;
    return switch (style.shortcut) {
      case NONE -> body;
      case A -> sum(body, same ? identity() : padded(in, out, stride));
      case B -> sum(body, same ? identity() : projection(in, out, stride));
      case C -> sum(body, projection(in, out, stride));
    };
  }

  private static Layer padded(int in, int out, int stride) {
    int before = (out - in) / 2;
    return scope("downsample", new Op.PadShortcut(before, out - in - before, stride));
  }

  private static Layer projection(int in, int out, int stride) {
    return scope("downsample", seq(conv("0", 1, in, out, stride), bn("1", out)));
  }
}
