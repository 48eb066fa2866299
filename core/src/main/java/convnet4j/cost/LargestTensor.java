package convnet4j.cost;

import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Shape.Vector;
import convnet4j.net.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The largest tensor at one resolution, for one image in inference. The rule: of all steps whose
 * output has this height and width, the one with the most channels. A vector counts as 1×1; the
 * image itself and a flattened view of another tensor do not count.
 *
 * @param height of the feature maps
 * @param width of the feature maps
 * @param channels of the largest output
 * @param splitChannels of the largest output when the inside of every inverted bottleneck is
 *     computed in slices and so never exists in full (Sandler et al. 2018, arXiv 1801.04381,
 *     section 5.1): what a widening convolution yields, and what batch norms, activations and
 *     depthwise convolutions alone make of it, until a narrowing 1×1 convolution or a global
 *     average pool reads it. 0 where nothing else has this resolution
 */
public record LargestTensor(int height, int width, int channels, int splitChannels) {
  private static final int HALF = 2;

  /** Size of the largest output in bytes, with 16-bit values. */
  public long bytes16() {
    return bytes16(channels);
  }

  /** {@link #bytes16()} with the inverted bottlenecks in slices. */
  public long splitBytes16() {
    return bytes16(splitChannels);
  }

  private long bytes16(int depth) {
    return (long) HALF * depth * height * width;
  }

  /** One for every resolution, the largest resolution first. */
  public static List<LargestTensor> of(Graph network) {
    Graph graph = network.withoutAuxiliary();
    boolean[] split = split(graph);
    SequencedMap<FeatureMap, LargestTensor> largest = new TreeMap<>(RESOLUTIONS);
    for (int i = 0; i < split.length; i++) {
      Step step = graph.steps().get(i);
      if (step.kernel() instanceof Op.Flatten) {
        continue;
      }
      FeatureMap map =
          switch (step.output()) {
            case FeatureMap m -> m;
            case Vector v -> new FeatureMap(v.size(), 1, 1);
          };
      LargestTensor here =
          new LargestTensor(
              map.height(), map.width(), map.channels(), split[i] ? 0 : map.channels());
      largest.merge(new FeatureMap(1, map.height(), map.width()), here, LargestTensor::larger);
    }
    return List.copyOf(largest.sequencedValues());
  }

  private static final Comparator<FeatureMap> RESOLUTIONS =
      Comparator.comparingLong(FeatureMap::elements)
          .thenComparing(FeatureMap::height)
          .thenComparing(FeatureMap::width)
          .reversed();

  private LargestTensor larger(LargestTensor other) {
    return new LargestTensor(
        height,
        width,
        Math.max(channels, other.channels),
        Math.max(splitChannels, other.splitChannels));
  }

  /** Which steps lie inside an inverted bottleneck. */
  private static boolean[] split(Graph graph) {
    int count = graph.steps().size();
    int[] readers = new int[count];
    int[] reader = new int[count];
    for (int i = 0; i < count; i++) {
      for (int input : graph.steps().get(i).inputs()) {
        if (input != Graph.INPUT) {
          readers[input]++;
          reader[input] = i;
        }
      }
    }
    boolean[] split = new boolean[count];
    for (int i = 0; i < count; i++) {
      if (graph.steps().get(i).kernel() instanceof Op.Conv c && dense(c) && c.out() > c.in()) {
        List<Integer> inside = new ArrayList<>();
        int at = i;
        do {
          inside.add(at);
          at = readers[at] == 1 ? reader[at] : count;
        } while (at < count && perChannel(graph.steps().get(at).kernel()));
        if (at < count && ends(graph.steps().get(at).kernel())) {
          inside.forEach(step -> split[step] = true);
        }
      }
    }
    return split;
  }

  private static boolean dense(Op.Conv c) {
    return c.groups() == 1;
  }

  private static boolean ends(Kernel kernel) {
    return (kernel instanceof Op.Conv c && dense(c) && c.kernel() == 1 && c.out() < c.in())
        || kernel.equals(new Op.AdaptiveAvgPool(1, 1));
  }

  private static boolean perChannel(Kernel kernel) {
    return switch (kernel) {
      case Op.Conv c -> c.groups() == c.in() && c.groups() == c.out();
      case Op.BatchNorm b -> true;
      case Op.Activation a -> true;
      case Op.Dropout d -> true;
      case Op.StochasticDepth d -> true;
      case Op.LocalResponseNorm n -> false;
      case Op.ChannelShuffle c -> false;
      case Op.Pool p -> false;
      case Op.AdaptiveAvgPool p -> false;
      case Op.PadShortcut p -> false;
      case Op.Shift s -> false;
      case Op.Linear l -> false;
      case Op.Flatten f -> false;
      case Join j -> false;
    };
  }
}
