package convnet4j.net;

import convnet4j.errors.InputException;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Shape.Vector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns a {@link Network} into a {@link Graph}: flattens the tree, infers every shape and checks
 * every rule once, so that no reader has to.
 */
public final class Resolver {
  private final Network network;
  private final GraphBuilder graph;
  private final Set<String> names = new HashSet<>();

  private Resolver(Network network) {
    this.network = network;
    this.graph = new GraphBuilder(network.name(), network.input());
  }

  /**
   * The graph of {@code network}.
   *
   * @throws InputException naming the layer, what it expects and what it receives
   */
  public static Graph resolve(Network network) {
    return new Resolver(network).graph();
  }

  /**
   * The same steps for images of another size: every shape inferred and every rule checked anew.
   * Parameters keep their shapes, so that one set of weights serves all sizes.
   *
   * @throws InputException naming a step that cannot work at that size
   */
  public static Graph resized(Graph graph, FeatureMap input) {
    Network network = new Network(graph.name(), input, graph.classes(), Layer.identity(), null);
    Resolver resolver = new Resolver(network);
    for (Step step : graph.steps()) {
      Shape output =
          switch (step.kernel()) {
            case Op op ->
                resolver.output(step.path(), op, resolver.graph.shape(step.inputs().getFirst()));
            case Join join -> resolver.joined(step.path(), join, step.inputs());
          };
      resolver.graph.add(step.path(), step.kernel(), step.inputs(), output);
    }
    graph.params().forEach(resolver.graph::add);
    graph.auxiliary().forEach(resolver.graph::add);
    resolver.requireLogits(graph.name(), graph.steps().size() - 1);
    return resolver.graph.build(graph.classes());
  }

  private Graph graph() {
    int result = add("", network.layer(), Graph.INPUT, new Manner(network.init(), false));
    requireLogits(network.name(), result);
    if (result != graph.size() - 1) {
      throw new InputException(
          network.name()
              + ": expects its last layer on the way to the logits, receives a tap there");
    }
    return graph.build(network.classes());
  }

  private void requireLogits(String where, int value) {
    Shape logits = graph.shape(value);
    if (!logits.equals(new Vector(network.classes()))) {
      throw new InputException(
          where + ": expects " + network.classes() + " logits at the end, receives " + logits);
    }
  }

  /**
   * What the layers around one say of its parameters.
   *
   * @param init how they start
   * @param fixed whether weights and scales are not trained
   */
  private record Manner(InitScheme init, boolean fixed) {}

  /** Adds {@code layer} reading value {@code input}; returns the value that it yields. */
  private int add(String path, Layer layer, int input, Manner manner) {
    return switch (layer) {
      case Scope s -> add(below(path, s.name()), s.child(), input, manner);
      case InitialWeights w ->
          add(path, w.child(), input, new Manner(manner.init.withWeights(w.init()), manner.fixed));
      case FixedWeights w -> add(path, w.child(), input, new Manner(manner.init, true));
      case Sequential s -> {
        int value = input;
        for (Layer child : s.children()) {
          value = add(path, child, value, manner);
        }
        yield value;
      }
      case Parallel p -> {
        List<Integer> branches = new ArrayList<>();
        for (Layer child : p.children()) {
          branches.add(add(path, child, input, manner));
        }
        yield join(path, p.join(), branches);
      }
      case Dag d -> {
        List<Integer> values = new ArrayList<>();
        for (Dag.Node node : d.nodes()) {
          List<Integer> read =
              node.inputs().stream().map(i -> i == Dag.INPUT ? input : values.get(i)).toList();
          String at = node.name().isEmpty() ? path : below(path, node.name());
          int value = node.join() == null ? read.getFirst() : join(at, node.join(), read);
          values.add(add(at, node.layer(), value, manner));
        }
        yield values.getLast();
      }
      case Tap t -> {
        String head = below(path, t.name());
        int logits = add(head, t.head(), input, manner);
        requireLogits(head, logits);
        graph.add(new Graph.Auxiliary(head, logits, t.weight()));
        yield input;
      }
      case Op op -> {
        int step = graph.add(path, op, List.of(input), output(path, op, graph.shape(input)));
        addParams(path, op, input, manner);
        yield step;
      }
    };
  }

  private void addParams(String path, Op op, int input, Manner manner) {
    for (ParamSpec spec : ParamSpecs.of(path, op, manner.init, manner.fixed)) {
      if (!names.add(spec.name())) {
        throw new InputException(where(path) + ": two layers own a parameter " + spec.name());
      }
      if (spec.init() instanceof Initialisation.Whitening && input != Graph.INPUT) {
        throw new InputException(
            where(path)
                + ": expects to read the image, which it whitens, receives a layer's output");
      }
      graph.add(spec);
    }
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private int join(String path, Join join, List<Integer> branches) {
    return graph.add(path, join, branches, joined(path, join, branches));
  }

  private Shape joined(String path, Join join, List<Integer> branches) {
    List<Shape> shapes = branches.stream().map(graph::shape).toList();
    return switch (join) {
      case SUM, PRODUCT -> {
        if (shapes.stream().distinct().count() > 1) {
          throw new InputException(
              where(path) + ": expects branches of one shape for " + join + ", receives " + shapes);
        }
        yield shapes.getFirst();
      }
      case CONCAT -> {
        List<FeatureMap> maps = shapes.stream().map(s -> map(path, join, s)).toList();
        FeatureMap first = maps.getFirst();
        if (maps.stream()
            .anyMatch(m -> m.height() != first.height() || m.width() != first.width())) {
          throw new InputException(
              where(path)
                  + ": expects branches of one height and width for CONCAT, receives "
                  + shapes);
        }
        yield new FeatureMap(
            maps.stream().mapToInt(FeatureMap::channels).sum(), first.height(), first.width());
      }
    };
  }

  private Shape output(String path, Op op, Shape input) {
    return switch (op) {
      case Op.Conv c -> {
        FeatureMap x = map(path, op, input);
        channels(path, c.in(), x);
        yield windows(path, x, c.out(), c.reach(), c.stride(), c.padding(), false);
      }
      case Op.BatchNorm b -> {
        channels(path, b.channels(), map(path, op, input));
        yield input;
      }
      case Op.Pool p -> {
        FeatureMap x = map(path, op, input);
        yield windows(path, x, x.channels(), p.kernel(), p.stride(), p.padding(), p.ceil());
      }
      case Op.AdaptiveAvgPool p ->
          new FeatureMap(map(path, op, input).channels(), p.height(), p.width());
      case Op.PadShortcut p -> {
        FeatureMap x = map(path, op, input);
        yield new FeatureMap(
            p.before() + x.channels() + p.after(),
            (x.height() - 1) / p.stride() + 1,
            (x.width() - 1) / p.stride() + 1);
      }
      case Op.Shift s -> map(path, op, input);
      case Op.Linear l -> {
        if (!(input instanceof Vector v) || v.size() != l.in()) {
          throw new InputException(
              where(path) + ": expects a vector of " + l.in() + ", receives " + input);
        }
        yield new Vector(l.out());
      }
      case Op.Flatten f -> new Vector(Math.toIntExact(input.elements()));
      case Op.LocalResponseNorm n -> map(path, op, input);
      case Op.ChannelShuffle s -> {
        FeatureMap x = map(path, op, input);
        if (x.channels() % s.groups() != 0) {
          throw new InputException(
              where(path)
                  + ": expects channels that "
                  + s.groups()
                  + " groups divide, receives "
                  + x.channels());
        }
        yield x;
      }
      case Op.Activation a -> input;
      case Op.Dropout d -> input;
      case Op.StochasticDepth d -> input;
    };
  }

  private FeatureMap windows(
      String path,
      FeatureMap x,
      int channels,
      int reach,
      int stride,
      Padding padding,
      boolean ceil) {
    int rows = padded(x.height(), reach, stride, padding);
    int columns = padded(x.width(), reach, stride, padding);
    if (rows < reach || columns < reach) {
      throw new InputException(
          String.format(
              "%s: expects at least %d×%d for its window, receives %d×%d; use a larger input than"
                  + " %s",
              where(path),
              reach - (rows - x.height()),
              reach - (columns - x.width()),
              x.height(),
              x.width(),
              network.input()));
    }
    return new FeatureMap(
        channels,
        positions(x.height(), reach, stride, padding, ceil),
        positions(x.width(), reach, stride, padding, ceil));
  }

  private static int padded(int size, int reach, int stride, Padding padding) {
    return padding.before(size, reach, stride) + size + padding.after(size, reach, stride);
  }

  private static int positions(int size, int reach, int stride, Padding padding, boolean ceil) {
    int room = padded(size, reach, stride, padding) - reach;
    int count = (ceil ? Math.ceilDiv(room, stride) : room / stride) + 1;
    // As in PyTorch, a window that would start in the padding past the end does not count.
    int end = padding.before(size, reach, stride) + size;
    return ceil && (count - 1) * stride >= end ? count - 1 : count;
  }

  private static FeatureMap map(String path, Kernel kernel, Shape input) {
    if (input instanceof FeatureMap x) {
      return x;
    }
    throw new InputException(
        where(path)
            + ": "
            + kernel.kind()
            + " expects a feature map, receives a vector of "
            + input);
  }

  private static void channels(String path, int expected, FeatureMap x) {
    if (x.channels() != expected) {
      throw new InputException(
          where(path) + ": expects " + expected + " channels, receives " + x.channels());
    }
  }

  private static String where(String path) {
    return path.isEmpty() ? "the network" : path;
  }
}
