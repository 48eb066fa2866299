package convnet4j.zoo;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.zoo.Layers.act;
import static convnet4j.zoo.Layers.globalPool;

import convnet4j.net.ActivationKind;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import java.util.List;

/**
 * Lin, Chen, Yan 2013, "Network In Network", arXiv 1312.4400: three mlpconv layers and global
 * average pooling instead of fully connected layers.
 *
 * <p>The paper prints no sizes for CIFAR-10. These are its first author's, from the definition for
 * Caffe (gist mavenlin/e56253735ef32c3c296d); names too. The definition he published for
 * cuda-convnet (mavenlin/cuda-convnet, NIN/cifar-10_def) is the same but takes maxima in the second
 * pool as well. Pools reach past the border, and both definitions end on an activation, so that
 * with ReLU no logit is negative.
 *
 * <p>Weights start as both definitions say, with a standard deviation of 0.05; biases start at
 * zero.
 */
final class Nin {
  private static final String SOURCE =
      "Lin, Chen, Yan 2013, arXiv 1312.4400; mavenlin's CIFAR-10 form";
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.Normal(0.05),
          new Initialisation.Normal(0.05),
          new Initialisation.Constant(0));

  /**
   * A convolution and the two layers of the perceptron that slides with it, "cascaded cross channel
   * parametric pooling" in section 3.1.
   *
   * @param kernel side of the convolution's window
   * @param channels of the convolution, and of each layer of the perceptron
   */
  private record MlpConv(int kernel, List<Integer> channels) {}

  private Nin() {}

  static List<Member> members() {
    FeatureMap input = Member.CIFAR;
    Entry entry =
        new Entry(
            "nin_cifar",
            "NIN",
            SOURCE,
            input,
            10,
            Member.options(ActivationKind.RELU, input, 10, List.of()));
    return List.of(new Member(entry, INIT, Nin::layer));
  }

  private static Layer layer(Settings s) {
    int in = s.input().channels();
    ActivationKind activation = s.activation();
    return seq(
        mlpConv(1, in, new MlpConv(5, List.of(192, 160, 96)), activation),
        scope("pool1", Op.Pool.maxCeil(3, 2, 0)),
        scope("drop1", new Op.Dropout(0.5)),
        mlpConv(2, 96, new MlpConv(5, List.of(192, 192, 192)), activation),
        scope("pool2", new Op.Pool(Op.Pool.Mode.AVERAGE, 3, 2, 0, true, true)),
        scope("drop2", new Op.Dropout(0.5)),
        mlpConv(3, 192, new MlpConv(3, List.of(192, 192, s.classes())), activation),
        globalPool());
  }

  /** The {@code number}-th mlpconv layer: conv1, cccp1, cccp2; conv2, cccp3, cccp4; … */
  private static Layer mlpConv(int number, int in, MlpConv m, ActivationKind activation) {
    int conv = m.channels.get(0);
    int first = m.channels.get(1);
    int second = m.channels.get(2);
    return seq(
        activated("conv" + number, in, conv, m.kernel, activation),
        activated("cccp" + (2 * number - 1), conv, first, 1, activation),
        activated("cccp" + 2 * number, first, second, 1, activation));
  }

  private static Layer activated(
      String name, int in, int out, int kernel, ActivationKind activation) {
    return seq(
        scope(name, new Op.Conv(in, out, kernel, 1, kernel / 2, 1, 1, true)),
        act("relu_" + name, activation));
  }
}
