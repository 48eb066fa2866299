package convnet4j.zoo;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.zoo.Layers.act;
import static convnet4j.zoo.Layers.auxiliaryPool;
import static convnet4j.zoo.Layers.auxiliarySide;
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
import convnet4j.zoo.NasNetCells.Cell;
import convnet4j.zoo.NasNetCells.Combination;
import convnet4j.zoo.NasNetCells.Norm;
import convnet4j.zoo.NasNetCells.Operation;
import java.util.List;

/**
 * Zoph, Vasudevan, Shlens, Le 2017, "Learning Transferable Architectures for Scalable Image
 * Recognition", arXiv 1707.07012: NASNet-A (N @ P), three times N normal cells (figure 4) with a
 * reduction cell between, P channels at the end; 4 @ 1056 for ImageNet, 6 @ 768 for CIFAR-10. What
 * the paper leaves open is as in the code that its authors released, tensorflow/models
 * research/slim/nets/nasnet, whose names the parts have.
 *
 * <p>{@code aux=true} gives training the auxiliary classifier of appendix A.7, before the second
 * reduction. Without it 4 @ 1056 has the printed 5.3M parameters (table 3) and 6 @ 768 the printed
 * 3.3M (table 1). There is no drop-path.
 *
 * <p>The released code has other batch norms for the two: ε 10⁻³ and a running mean that forgets
 * 0.0003 per step for ImageNet; ε 10⁻⁵ and 0.1 for CIFAR-10. At 0.0003 the running statistics are
 * half of what they were after 2,300 steps, and 5% after 10,000: a shorter run of {@code
 * nasnet_a_mobile} from scratch, or fine-tuning on other images, is evaluated with statistics that
 * are not yet its own. Convolutions start Gaussian with variance 2/fan-out as there, but the
 * fan-out of a depthwise one counts all channels here, as PyTorch does. The last layer starts as
 * PyTorch's does: with the released code's variance, 2/classes, ten classes begin at a loss of 6
 * and more.
 */
final class NasNet {
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.HeNormal(Fan.OUT),
          new Initialisation.UniformFanIn(),
          new Initialisation.Constant(0));

  private static final double AUXILIARY_WEIGHT = 0.4;

  /** Figure 4, left; combinations from bottom right to left as in the released code. */
  private static final Cell NORMAL =
      new Cell(
          1,
          List.of(
              new Combination(Operation.SEPARABLE_5, 0, Operation.SEPARABLE_3, 1),
              new Combination(Operation.SEPARABLE_5, 1, Operation.SEPARABLE_3, 1),
              new Combination(Operation.AVERAGE_3, 0, Operation.IDENTITY, 1),
              new Combination(Operation.AVERAGE_3, 1, Operation.AVERAGE_3, 1),
              new Combination(Operation.SEPARABLE_3, 0, Operation.IDENTITY, 0)),
          List.of(1, 2, 3, 4, 5, 6));

  /** Figure 4, right. */
  private static final Cell REDUCTION =
      new Cell(
          2,
          List.of(
              new Combination(Operation.SEPARABLE_5, 0, Operation.SEPARABLE_7, 1),
              new Combination(Operation.MAX_3, 0, Operation.SEPARABLE_7, 1),
              new Combination(Operation.AVERAGE_3, 0, Operation.SEPARABLE_5, 1),
              new Combination(Operation.IDENTITY, 3, Operation.AVERAGE_3, 2),
              new Combination(Operation.SEPARABLE_3, 2, Operation.MAX_3, 0)),
          List.of(3, 4, 5, 6));

  private enum Stem {
    /** A 3×3 of stride 2 without padding, and two reduction cells. */
    IMAGENET(Member.IMAGENET, 1000, 32),
    /** A 3×3. */
    CIFAR(Member.CIFAR, 10, 96);

    final FeatureMap input;
    final int classes;

    /** Of the 3×3. */
    final int filters;

    Stem(FeatureMap input, int classes, int filters) {
      this.input = input;
      this.classes = classes;
      this.filters = filters;
    }

    Op.Conv conv(int channels) {
      return switch (this) {
        case IMAGENET -> Op.Conv.of(channels, filters, 3, 2, 0);
        case CIFAR -> Op.Conv.of(channels, filters, 3, 1, 1);
      };
    }

    /** A side of what the 3×3 yields. */
    int side(int image) {
      return switch (this) {
        case IMAGENET -> (image - 1) / 2;
        case CIFAR -> image;
      };
    }
  }

  /**
   * N @ P.
   *
   * @param cells N
   * @param filters P; a convolution of the first normal cells has P/24
   */
  private record Size(int cells, int filters) {}

  /**
   * A row of the table.
   *
   * @param dropout before the last layer
   */
  private record Variant(
      String name, String source, Stem stem, Size size, Norm norm, double dropout) {}

  private static final List<Variant> TABLE =
      List.of(
          new Variant(
              "nasnet_a_mobile",
              "Zoph et al. 2017, arXiv 1707.07012, table 3, NASNet-A (4 @ 1056)",
              Stem.IMAGENET,
              new Size(4, 1056),
              new Norm(1e-3, 3e-4),
              0.5),
          new Variant(
              "nasnet_a_cifar",
              "Zoph et al. 2017, arXiv 1707.07012, table 1, NASNet-A (6 @ 768)",
              Stem.CIFAR,
              new Size(6, 768),
              new Norm(1e-5, 0.1),
              0));

  private NasNet() {}

  static List<Member> members() {
    return TABLE.stream().map(NasNet::member).toList();
  }

  private static Member member(Variant v) {
    FeatureMap input = v.stem.input;
    int classes = v.stem.classes;
    List<Option> options =
        Member.options(ActivationKind.RELU, input, classes, List.of(Option.flag(Settings.AUX)));
    return new Member(
        new Entry(v.name, "NASNet", v.source, input, classes, options), INIT, s -> layer(v, s));
  }

  private static Layer layer(Variant v, Settings s) {
    int n = v.size.cells;
    int first = v.size.filters / 24;
    NasNetCells cells = new NasNetCells(v.stem.conv(s.input().channels()), s.activation(), v.norm);
    if (v.stem == Stem.IMAGENET) {
      cells.append("cell_stem_0", REDUCTION, first / 4);
      cells.append("cell_stem_1", REDUCTION, first / 2);
    }
    for (int i = 0; i < 3 * n; i++) {
      int stage = i / n;
      int filters = first << stage;
      if (stage > 0 && i % n == 0) {
        cells.append("reduction_cell_" + (stage - 1), REDUCTION, filters);
      }
      cells.append("cell_" + i, NORMAL, filters);
      if (s.aux() && i == 2 * n - 1) {
        Layer head = auxiliary(cells, v.stem, s);
        cells.read(new Tap("aux_" + i, head, AUXILIARY_WEIGHT));
      }
    }
    cells.read(
        seq(
            globalPool(),
            v.dropout == 0 ? seq() : scope("dropout", new Op.Dropout(v.dropout)),
            linear("fc", cells.channels(), s.classes())));
    return cells.layer();
  }

  /**
   * The last convolution's window is the whole map, 4×4 at the networks' own sizes. Where the map
   * is not square, its shorter side, and the mean over the places that are left.
   */
  private static Layer auxiliary(NasNetCells cells, Stem stem, Settings s) {
    int image = Math.min(s.input().height(), s.input().width());
    int side = auxiliarySide(cells.side(stem.side(image)));
    return seq(
        auxiliaryPool(),
        scope("proj", Op.Conv.of(cells.channels(), 128, 1, 1, 0)),
        cells.norm("aux_bn0", 128),
        act("act0", s.activation()),
        scope("conv", Op.Conv.of(128, 768, side, 1, 0)),
        cells.norm("aux_bn1", 768),
        act("act1", s.activation()),
        globalPool(),
        linear("fc", 768, s.classes()));
  }
}
