package convnet4j.torch;

import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Tap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small networks of every kind of layer, with branches, taps and things drawn at random. */
final class RandomNetwork {
  private static final int CLASSES = 3;

  private final Random random;
  private int channels = 4;
  private int named;

  private RandomNetwork(long seed) {
    this.random = new Random(seed);
  }

  /** The same graph for the same seed; images are 4×6×6. */
  static Graph of(long seed) {
    RandomNetwork drawn = new RandomNetwork(seed);
    FeatureMap input = new FeatureMap(drawn.channels, 6, 6);
    List<Layer> layers = new ArrayList<>();
    int length = 2 + drawn.random.nextInt(8);
    for (int i = 0; i < length; i++) {
      layers.add(drawn.layer(2));
    }
    layers.add(drawn.head());
    return Resolver.resolve(
        new Network("random" + seed, input, CLASSES, Layer.seq(layers), OneLayer.INIT));
  }

  private String name() {
    return "n" + named++;
  }

  private Layer head() {
    Layer logits = Layer.scope(name(), new Op.Linear(channels, CLASSES, true));
    return Layer.seq(new Op.AdaptiveAvgPool(1, 1), new Op.Flatten(), logits);
  }

  private Layer conv(int in, int out, int kernel) {
    return Layer.scope(name(), Op.Conv.of(in, out, kernel, 1, kernel / 2));
  }

  /** A layer, or several, that keep the size of the map. */
  private Layer layer(int depth) {
    return switch (random.nextInt(depth > 0 ? 13 : 9)) {
      case 0, 1 -> {
        int in = channels;
        channels = 2 * (1 + random.nextInt(4));
        yield conv(in, channels, 1 + 2 * random.nextInt(2));
      }
      case 2, 3 -> Layer.scope(name(), Op.BatchNorm.of(channels));
      case 4 -> {
        ActivationKind[] kinds = ActivationKind.values();
        yield new Op.Activation(kinds[random.nextInt(kinds.length)]);
      }
      case 5 -> new Op.Dropout(0.3);
      case 6 -> random.nextBoolean() ? Op.Pool.average(3, 1, 1) : Op.Pool.max(3, 1, 1);
      case 7 ->
          random.nextBoolean() ? new Op.ChannelShuffle(2) : new Op.LocalResponseNorm(3, 1, 1, 1);
      case 8 -> new Op.StochasticDepth(0.4);
      case 9, 10 -> {
        int in = channels;
        Layer body = layers(depth - 1);
        Layer back = Layer.seq(body, conv(channels, in, 1), new Op.StochasticDepth(0.4));
        channels = in;
        yield Layer.sum(back, random.nextBoolean() ? Layer.identity() : conv(in, in, 1));
      }
      case 11 -> {
        int in = channels;
        Layer left = layers(depth - 1);
        int sum = channels;
        channels = in;
        Layer right = layers(depth - 1);
        channels += sum;
        yield Layer.concat(left, right);
      }
      default -> {
        int in = channels;
        Layer inside = layers(depth - 1);
        Layer head = Layer.seq(inside, head());
        channels = in;
        yield new Tap(name(), head, 0.5);
      }
    };
  }

  private Layer layers(int depth) {
    List<Layer> layers = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      layers.add(layer(depth > 0 && random.nextInt(3) == 0 ? depth : 0));
    }
    return Layer.seq(layers);
  }
}
