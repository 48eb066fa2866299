package convnet4j.zoo;

import static convnet4j.net.Layer.indexed;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.zoo.Layers.act;
import static convnet4j.zoo.Layers.conv;
import static convnet4j.zoo.Layers.flatten;

import convnet4j.net.ActivationKind;
import convnet4j.net.FixedWeights;
import convnet4j.net.InitScheme;
import convnet4j.net.InitialWeights;
import convnet4j.net.Initialisation;
import convnet4j.net.Layer;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import java.util.List;

/**
 * Jordan 2024, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU", arXiv 2404.00498: a convolution
 * that whitens 2×2 patches, with weights that are computed from training images and stay so; three
 * groups of two convolutions; a linear layer without bias. In the form of {@code CifarNet} in
 * airbench94_muon of KellerJordan/cifar10-airbench, with its names.
 *
 * <p>Batch norms have a shift but no scale: theirs is there and stays 1. A group's convolutions
 * start as the identity as far as they have channels for it.
 *
 * <p>There, logits are divided by the number of the head's inputs, whose weights start with a
 * standard deviation of 1. Here that is in the weights: they start, and stay, smaller by that
 * factor. Weights of the original give its logits once its head is divided by it.
 */
final class Airbench {
  private static final String SOURCE =
      "Jordan 2024, arXiv 2404.00498; airbench94_muon of KellerJordan/cifar10-airbench";
  private static final int WHITENED = 2;
  private static final List<Integer> WIDTHS = List.of(64, 256, 256);
  private static final Initialisation.UniformFanIn PYTORCH = new Initialisation.UniformFanIn();
  private static final InitScheme INIT =
      new InitScheme(new Initialisation.Dirac(), PYTORCH, PYTORCH);

  private Airbench() {}

  static List<Member> members() {
    FeatureMap input = Member.CIFAR;
    Entry entry =
        new Entry(
            "fast94",
            "Airbench",
            SOURCE,
            input,
            10,
            Member.options(ActivationKind.GELU, input, 10, List.of()));
    return List.of(new Member(entry, INIT, Airbench::layer));
  }

  private static Layer layer(Settings s) {
    FeatureMap input = s.input();
    int filters = 2 * input.channels() * WHITENED * WHITENED;
    int features = WIDTHS.getLast() * side(input.height()) * side(input.width());
    return seq(
        scope("whiten", whitening(input.channels(), filters)),
        scope(
            "layers",
            indexed(
                List.of(
                    new Op.Activation(s.activation()),
                    group(filters, WIDTHS.get(0), s.activation()),
                    group(WIDTHS.get(0), WIDTHS.get(1), s.activation()),
                    group(WIDTHS.get(1), WIDTHS.get(2), s.activation()),
                    Op.Pool.max(3, 3, 0)))),
        flatten(),
        scope("head", head(features, s.classes())));
  }

  private static Layer whitening(int in, int filters) {
    return new FixedWeights(
        new InitialWeights(
            new Initialisation.Whitening(5000, 5e-4),
            new Op.Conv(in, filters, WHITENED, 1, 0, 1, 1, true)));
  }

  private static Layer group(int in, int out, ActivationKind activation) {
    return seq(
        conv("conv1", 3, in, out, 1),
        scope("pool", Op.Pool.max(2, 2, 0)),
        norm("norm1", out),
        act("activ", activation),
        conv("conv2", 3, out, out, 1),
        norm("norm2", out),
        act("activ", activation));
  }

  private static Layer norm(String name, int channels) {
    return new FixedWeights(scope(name, new Op.BatchNorm(channels, 1e-12, 0.4)));
  }

  private static Layer head(int in, int classes) {
    return new InitialWeights(
        new Initialisation.Normal(1.0 / in), new Op.Linear(in, classes, false));
  }

  /**
   * A side of the last map; 1 where a window does not fit, which the resolver then says in its own
   * words.
   */
  private static int side(int side) {
    return Math.max(1, (side - 1) / 8 / 3);
  }
}
