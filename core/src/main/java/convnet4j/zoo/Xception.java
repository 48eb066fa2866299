package convnet4j.zoo;

import static convnet4j.net.Layer.identity;
import static convnet4j.net.Layer.indexed;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.net.Layer.sum;
import static convnet4j.zoo.Layers.act;
import static convnet4j.zoo.Layers.globalPool;
import static convnet4j.zoo.Layers.linear;

import convnet4j.net.ActivationKind;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Chollet 2016, "Xception: Deep Learning with Depthwise Separable Convolutions", arXiv 1610.02357,
 * figure 5, as its author's Keras has it, with the names of timm's port. A separable convolution is
 * a depthwise 3×3 and a 1×1 with nothing between them; a batch norm follows it, which the figure
 * leaves out. The dropout before the last layer is the paper's (section 4.3), not Keras's.
 *
 * <p>Padding is TensorFlow's. The two convolutions of the stem have none. The strided pools are
 * "same": at 299×299 they read sides of 147, 74, 37 and 19, and the second is padded at the end
 * only. (PyTorch ports pad everywhere on both ends, and shift the second block by a pixel.)
 *
 * <p>Keras reports 22,910,480 parameters: these, and 54,528 running statistics. Of the 8.40 billion
 * that osmr/imgclsmob prints, 8.36 are multiply-adds; it halves all operations, among them four per
 * normalised value, one per activated one and one per value that a pool reads.
 *
 * <p>The paper does not say how weights start; these start as Keras's do, after Glorot and Bengio
 * 2010. Batch norms have Keras's constants too.
 */
final class Xception {
  private static final FeatureMap INPUT = new FeatureMap(3, 299, 299);
  private static final int CLASSES = 1000;
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.GlorotUniform(),
          new Initialisation.GlorotUniform(),
          new Initialisation.Constant(0));

  /** A block with something around it; {@code channels} of each of its separable convolutions. */
  private record Block(int stride, List<Integer> channels) {}

  private static final List<Block> TABLE = table();

  private Xception() {}

  private static List<Block> table() {
    List<Block> table = new ArrayList<>();
    // Entry flow.
    table.add(new Block(2, List.of(128, 128)));
    table.add(new Block(2, List.of(256, 256)));
    table.add(new Block(2, List.of(728, 728)));
    // Middle flow.
    table.addAll(Collections.nCopies(8, new Block(1, List.of(728, 728, 728))));
    // Exit flow, up to what has nothing around it.
    table.add(new Block(2, List.of(728, 1024)));
    return List.copyOf(table);
  }

  static List<Member> members() {
    Entry entry =
        new Entry(
            "xception",
            "Xception",
            "Chollet 2016, arXiv 1610.02357, figure 5",
            INPUT,
            CLASSES,
            Member.options(ActivationKind.RELU, INPUT, CLASSES, List.of()));
    return List.of(new Member(entry, INIT, Xception::layer));
  }

  private static Layer layer(Settings s) {
    ActivationKind activation = s.activation();
    List<Layer> layers = new ArrayList<>();
    layers.add(scope("conv1", Op.Conv.of(s.input().channels(), 32, 3, 2, 0)));
    layers.add(normActivated("1", 32, activation));
    layers.add(scope("conv2", Op.Conv.of(32, 64, 3, 1, 0)));
    layers.add(normActivated("2", 64, activation));
    int in = 64;
    for (int i = 0; i < TABLE.size(); i++) {
      Block b = TABLE.get(i);
      // The stem has just activated what the first block reads.
      Layer body = body(in, b, i > 0, activation);
      layers.add(scope("block" + (i + 1), residual(body, in, b)));
      in = b.channels.getLast();
    }
    layers.add(scope("conv3", separable(in, 1536)));
    layers.add(normActivated("3", 1536, activation));
    layers.add(scope("conv4", separable(1536, 2048)));
    layers.add(normActivated("4", 2048, activation));
    layers.add(globalPool());
    layers.add(scope("dropout", new Op.Dropout(0.5)));
    layers.add(linear("fc", 2048, s.classes()));
    return seq(layers);
  }

  private static Layer body(int in, Block b, boolean activatedFirst, ActivationKind activation) {
    List<Layer> layers = new ArrayList<>();
    int from = in;
    for (int out : b.channels) {
      if (activatedFirst || !layers.isEmpty()) {
        layers.add(new Op.Activation(activation));
      }
      layers.add(separable(from, out));
      layers.add(norm(out));
      from = out;
    }
    if (b.stride > 1) {
      layers.add(Op.Pool.same(Op.Pool.Mode.MAX, 3, b.stride));
    }
    return scope("rep", indexed(layers));
  }

  private static Layer residual(Layer body, int in, Block b) {
    int out = b.channels.getLast();
    if (b.stride == 1 && in == out) {
      return sum(identity(), body);
    }
    Layer projection =
        seq(scope("skip", Op.Conv.of(in, out, 1, b.stride, 0)), scope("skipbn", norm(out)));
    return sum(projection, body);
  }

  private static Layer separable(int in, int out) {
    return seq(
        scope("conv1", Op.Conv.depthwise(in, 3, 1, 1)),
        scope("pointwise", Op.Conv.of(in, out, 1, 1, 0)));
  }

  private static Op.BatchNorm norm(int channels) {
    return new Op.BatchNorm(channels, 1e-3, 0.01);
  }

  private static Layer normActivated(String number, int channels, ActivationKind activation) {
    return seq(scope("bn" + number, norm(channels)), act("act" + number, activation));
  }
}
