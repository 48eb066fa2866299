package convnet4j.weights;

import convnet4j.errors.InputException;
import convnet4j.net.Graph;
import convnet4j.net.GraphBuilder;
import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Step;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a network that takes images of any size, from the size it was trained at upwards: Simonyan
 * and Zisserman 2014, section 3.2. The first linear layer that reads a k×k map becomes a k×k
 * convolution, those after it 1×1, and the map of class scores that comes out is averaged over its
 * positions. What ends in global average pooling is that already and stays as it is.
 *
 * <p>An adaptive pool before the first linear layer, which would undo it, goes. Where at the
 * network's own size it is not the identity it is a linear map, and the layer's weights take it in:
 * the logits at that size stay the same, to rounding, whatever the size is. {@link
 * Resolver#resized} gives the result for another size.
 */
public final class FullyConvolutional {
  private static final Op.AdaptiveAvgPool GLOBAL = new Op.AdaptiveAvgPool(1, 1);

  private final Graph graph;
  private final GraphBuilder builder;
  private final int[] readers;
  private final int[] moved;

  /** Weights that get another shape, by name. */
  private final Map<String, HostTensor> reshaped = new HashMap<>();

  /**
   * The rewritten network.
   *
   * @param graph to execute, with its own size for input
   * @param weights of its parameters
   */
  public record Converted(Graph graph, Weights weights) {}

  private FullyConvolutional(Graph graph) {
    this.graph = graph;
    this.builder = new GraphBuilder(graph.name(), graph.input());
    this.readers = new int[graph.steps().size()];
    this.moved = new int[graph.steps().size()];
    graph.steps().stream()
        .flatMap(step -> step.inputs().stream())
        .filter(i -> i != Graph.INPUT)
        .forEach(i -> readers[i]++);
  }

  /**
   * The network as a convolution, for inference: without its auxiliary classifiers.
   *
   * @throws InputException where a layer binds it to one size, naming the layer
   */
  public static Converted apply(Graph graph, Weights weights) {
    Graph inference = graph.withoutAuxiliary();
    return new FullyConvolutional(inference).convert(weights.of(inference));
  }

  private Converted convert(Weights weights) {
    Map<Integer, FeatureMap> pooled = new HashMap<>();
    for (int i = 0; i < moved.length; i++) {
      Step step = graph.steps().get(i);
      List<Integer> inputs =
          step.inputs().stream().map(j -> j == Graph.INPUT ? j : moved[j]).toList();
      int first = inputs.getFirst();
      switch (step.kernel()) {
        case Op.Flatten f when !isGlobal(step.inputs().getFirst()) -> moved[i] = first;
        case Op.AdaptiveAvgPool p when !p.equals(GLOBAL) -> {
          requireLinearAfter(i);
          moved[i] = first;
          pooled.put(first, (FeatureMap) step.output());
        }
        case Op.Linear l when builder.shape(first) instanceof FeatureMap map -> {
          FeatureMap read = pooled.getOrDefault(first, map);
          moved[i] = addConvolution(step.path(), l, first, map);
          reshape(step.path() + ".weight", weights, l, read, map);
        }
        case Op op -> {
          moved[i] = keep(step, inputs);
          if (op instanceof Op.Dropout && pooled.containsKey(first)) {
            pooled.put(moved[i], pooled.get(first));
          }
        }
        case Join join -> moved[i] = keep(step, inputs);
      }
    }
    average(moved[moved.length - 1]);
    Map<String, HostTensor> values = new HashMap<>(weights.tensors());
    values.putAll(reshaped);
    graph.params().forEach(spec -> builder.add(specOf(spec)));
    Graph result = builder.build(graph.classes());
    return new Converted(result, Weights.matching(result, values, graph.name()));
  }

  private int keep(Step step, List<Integer> inputs) {
    Shape before = builder.shape(inputs.getFirst());
    // What worked on a vector, such as an activation, works on the map that it has become.
    boolean wasVector =
        step.output() instanceof Shape.Vector
            && before instanceof FeatureMap
            && !(step.kernel() instanceof Op.Flatten);
    return builder.add(step.path(), step.kernel(), inputs, wasVector ? before : step.output());
  }

  private int addConvolution(String path, Op.Linear l, int input, FeatureMap map) {
    if (map.height() != map.width()) {
      throw new InputException(
          path
              + ": expects a square map to become a convolution, receives "
              + map
              + "; views of whole images need a network with a square input");
    }
    Kernel conv = new Op.Conv(map.channels(), l.out(), map.height(), 1, 0, 1, 1, l.bias());
    return builder.add(path, conv, List.of(input), new FeatureMap(l.out(), 1, 1));
  }

  /** Class scores at every position to their mean; nothing to do where they are a vector. */
  private void average(int scores) {
    if (builder.shape(scores) instanceof FeatureMap map) {
      int pool = builder.add("", GLOBAL, List.of(scores), new FeatureMap(map.channels(), 1, 1));
      builder.add("", new Op.Flatten(), List.of(pool), new Shape.Vector(map.channels()));
    }
  }

  /**
   * From weights of what an adaptive pool gives to weights of what it reads. Every output of the
   * pool is a mean, so its weight spreads evenly over the values that it is the mean of.
   *
   * @param read what the linear layer reads, flattened
   * @param map what the convolution reads
   */
  private void reshape(String name, Weights weights, Op.Linear l, FeatureMap read, FeatureMap map) {
    List<Integer> shape = List.of(l.out(), map.channels(), map.height(), map.width());
    HostTensor dense = weights.get(name);
    if (read.equals(map)) {
      reshaped.put(name, new HostTensor(dense.dtype(), shape, dense.data()));
      return;
    }
    float[] from = dense.toFloats();
    float[] to = new float[Math.toIntExact((long) l.out() * map.elements())];
    double[] plane = new double[map.height() * map.width()];
    int planes = l.out() * map.channels();
    int size = read.height() * read.width();
    for (int p = 0; p < planes; p++) {
      spread(from, p * size, read, plane, map);
      for (int i = 0; i < plane.length; i++) {
        to[p * plane.length + i] = (float) plane[i];
      }
    }
    reshaped.put(name, HostTensor.floats(shape, to));
  }

  private static void spread(
      float[] from, int offset, FeatureMap read, double[] plane, FeatureMap map) {
    Arrays.fill(plane, 0);
    for (int y = 0; y < read.height(); y++) {
      int top = begin(y, read.height(), map.height());
      int bottom = end(y, read.height(), map.height());
      for (int x = 0; x < read.width(); x++) {
        int left = begin(x, read.width(), map.width());
        int right = end(x, read.width(), map.width());
        double share =
            from[offset + y * read.width() + x] / (double) ((bottom - top) * (right - left));
        for (int row = top; row < bottom; row++) {
          for (int column = left; column < right; column++) {
            plane[row * map.width() + column] += share;
          }
        }
      }
    }
  }

  /**
   * The first value that output {@code i} of an adaptive pool from {@code in} to {@code out} is of.
   */
  private static int begin(int i, int out, int in) {
    return i * in / out;
  }

  private static int end(int i, int out, int in) {
    return Math.ceilDiv((i + 1) * in, out);
  }

  private boolean isGlobal(int index) {
    return index != Graph.INPUT && graph.steps().get(index).kernel().equals(GLOBAL);
  }

  /** That a pool to a fixed size is read by nothing but a linear layer, which can take it in. */
  private void requireLinearAfter(int pool) {
    int value = pool;
    for (int i = pool + 1; i < moved.length; i++) {
      Step step = graph.steps().get(i);
      Kernel kernel = step.kernel();
      if (step.inputs().contains(value) && readers[value] == 1) {
        if (kernel instanceof Op.Linear) {
          return;
        }
        if (kernel instanceof Op.Flatten || kernel instanceof Op.Dropout) {
          value = i;
        }
      }
    }
    Step step = graph.steps().get(pool);
    throw new InputException(
        step.path()
            + ": pools to a fixed size, which binds "
            + graph.name()
            + " to images of one size; use --views center, flip, six or ten-crop");
  }

  private ParamSpec specOf(ParamSpec spec) {
    HostTensor tensor = reshaped.get(spec.name());
    return tensor == null ? spec : spec.withShape(tensor.shape());
  }
}
