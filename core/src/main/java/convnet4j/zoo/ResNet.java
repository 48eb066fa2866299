package convnet4j.zoo;

import static convnet4j.net.Layer.identity;
import static convnet4j.net.Layer.indexed;
import static convnet4j.net.Layer.product;
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
import java.util.Locale;
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
 * <p>{@code block} changes what a block does, see {@link Block}.
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

  private enum Stem {
    IMAGENET,
    CIFAR
  }

  private enum Body {
    BASIC(1),
    BOTTLENECK(4);

    /** Channels that a block yields per channel of its 3×3 convolutions. */
    final int expansion;

    Body(int expansion) {
      this.expansion = expansion;
    }
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

  private record Style(
      ActivationKind activation, Shortcut shortcut, Block block, boolean strideOnFirst) {}

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
    if (v.shortcut == Shortcut.NONE) {
      return List.of();
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
    return options;
  }

  private static Style style(Variant v, Settings s) {
    return v.shortcut == Shortcut.NONE
        ? new Style(s.activation(), Shortcut.NONE, Block.STANDARD, false)
        : new Style(s.activation(), s.shortcut(), s.block(), s.strideOnFirst());
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
            switch (v.body) {
              case BASIC ->
                  style.block == Block.REVERSED_BOTTLENECK
                      ? threeLayers(in, Body.BOTTLENECK.expansion * width, width, stride, style)
                      : basic(in, width, stride, style);
              case BOTTLENECK ->
                  threeLayers(in, width, Body.BOTTLENECK.expansion * width, stride, style);
            });
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
    return block(body, in, width, stride, style, act("act2", style.activation));
  }

  /** 1×1, 3×3, 1×1, the 3×3 among {@code inner} channels. */
  private static Layer threeLayers(int in, int inner, int out, int stride, Style style) {
    int first = style.strideOnFirst ? stride : 1;
    Layer body =
        seq(
            conv("conv1", 1, in, inner, first),
            bn("bn1", inner),
            act("act1", style.activation),
            conv("conv2", 3, inner, inner, stride / first),
            bn("bn2", inner),
            act("act2", style.activation),
            conv("conv3", 1, inner, out, 1),
            bn("bn3", out));
    return block(body, in, out, stride, style, act("act3", style.activation));
  }

  private static Layer block(
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
      case B -> around(body, same ? identity() : projection(in, out, stride), style);
      case C -> around(body, projection(in, out, stride), style);
    };
  }

  private static Layer around(Layer body, Layer shortcut, Style style) {
    return sum(
        body,
        style.block == Block.ADD_SQUARE
            ? seq(product(identity(), identity()), shortcut)
            : shortcut);
  }

  private static Layer padded(int in, int out, int stride) {
    int before = (out - in) / 2;
    return scope("downsample", new Op.PadShortcut(before, out - in - before, stride));
  }

  private static Layer projection(int in, int out, int stride) {
    return scope("downsample", seq(conv("0", 1, in, out, stride), bn("1", out)));
  }
}
