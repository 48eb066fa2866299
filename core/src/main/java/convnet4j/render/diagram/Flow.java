package convnet4j.render.diagram;

import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.Shape;
import convnet4j.net.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A graph with only the layers that figures draw. Everything else is folded into what it follows.
 */
final class Flow {
  /** The node that stands for the image. */
  static final int IMAGE = -1;

  private final Graph graph;
  private final int[] readers;
  private final List<Node> nodes = new ArrayList<>();

  /**
   * A layer of the figure.
   *
   * @param inputs the nodes that it reads, {@link #IMAGE} for the image
   */
  record Node(String path, List<Integer> inputs, Block.Box box) {
    boolean joins() {
      return box.kind() == Block.Kind.CONCAT || box.kind() == Block.Kind.JUNCTION;
    }
  }

  private Flow(Graph graph) {
    this.graph = graph;
    this.readers = new int[graph.steps().size()];
    graph.steps().stream()
        .flatMap(step -> step.inputs().stream())
        .filter(input -> input != Graph.INPUT)
        .forEach(input -> readers[input]++);
  }

  /** In execution order; the last one yields the logits, and all others lead to it. */
  static List<Node> of(Graph graph) {
    Flow flow = new Flow(graph);
    flow.read();
    return flow.nodes;
  }

  private void read() {
    List<Step> steps = graph.steps();
    boolean[] leads = graph.leadsToLogits();
    int[] node = new int[steps.size()];
    for (int i = 0; i < node.length; i++) {
      if (leads[i]) {
        Step step = steps.get(i);
        List<Integer> inputs =
            step.inputs().stream().map(in -> in == Graph.INPUT ? IMAGE : node[in]).toList();
        Optional<Block.Box> box = box(i, step, inputs);
        box.ifPresent(b -> nodes.add(new Node(step.path(), inputs, b)));
        node[i] = box.isPresent() ? nodes.size() - 1 : inputs.getFirst();
      }
    }
  }

  private Optional<Block.Box> box(int index, Step step, List<Integer> inputs) {
    Shape in = graph.shape(step.inputs().getFirst());
    List<Integer> out = step.output().dims();
    return switch (step.kernel()) {
      case Op.Conv c when separableStart(index, c) -> Optional.empty();
      case Op.Conv c -> Optional.of(conv(step, c, out));
      case Op.Linear l -> box(Block.Kind.LINEAR, "fc " + l.out(), out);
      case Op.Pool p -> box(Block.Kind.POOL, pool(p), out);
      case Op.AdaptiveAvgPool p when in.equals(step.output()) -> Optional.empty();
      case Op.AdaptiveAvgPool p ->
          box(
              Block.Kind.POOL,
              p.height() == 1 && p.width() == 1
                  ? "global avg pool"
                  : "avg pool to " + p.height() + "×" + p.width(),
              out);
      case Op.PadShortcut p ->
          box(Block.Kind.OTHER, "zero padding, " + out.getFirst() + stride(p.stride()), out);
      case Op.Shift s -> box(Block.Kind.OTHER, "shift", out);
      case Op.LocalResponseNorm n -> box(Block.Kind.OTHER, "local response norm", out);
      case Op.ChannelShuffle s -> box(Block.Kind.OTHER, "channel shuffle", out);
      case Op.BatchNorm b -> Optional.empty();
      case Op.Activation a -> Optional.empty();
      case Op.Dropout d -> Optional.empty();
      case Op.StochasticDepth d -> Optional.empty();
      case Op.Flatten f -> Optional.empty();
      case Join j -> Optional.of(join(j, inputs, out));
    };
  }

  private static Optional<Block.Box> box(Block.Kind kind, String text, List<Integer> out) {
    return Optional.of(new Block.Box(kind, text, out));
  }

  private static Block.Box join(Join join, List<Integer> inputs, List<Integer> out) {
    boolean square = join == Join.PRODUCT && inputs.stream().distinct().count() == 1;
    return switch (join) {
      case CONCAT -> new Block.Box(Block.Kind.CONCAT, "concat, " + out.getFirst(), out);
      case SUM -> new Block.Box(Block.Kind.JUNCTION, "+", out);
      case PRODUCT -> new Block.Box(Block.Kind.JUNCTION, square ? "x²" : "×", out);
    };
  }

  private Block.Box conv(Step step, Op.Conv c, List<Integer> out) {
    int input = step.inputs().getFirst();
    if (input != Graph.INPUT
        && graph.steps().get(input).kernel() instanceof Op.Conv filter
        && separableStart(input, filter)) {
      return new Block.Box(
          Block.Kind.DEPTHWISE,
          square(filter.kernel()) + " sep conv, " + c.out() + stride(filter.stride()),
          out);
    }
    boolean depthwise = depthwise(c);
    String groups = depthwise || c.groups() == 1 ? "" : ", " + c.groups() + " groups";
    String dilation = c.dilation() == 1 ? "" : ", dilation " + c.dilation();
    return new Block.Box(
        depthwise ? Block.Kind.DEPTHWISE : Block.Kind.CONV,
        square(c.kernel())
            + (depthwise ? " depthwise, " : " conv, ")
            + c.out()
            + stride(c.stride())
            + groups
            + dilation,
        out);
  }

  /** A depthwise convolution that nothing but a 1×1 convolution reads: a separable convolution. */
  private boolean separableStart(int index, Op.Conv c) {
    if (!depthwise(c) || c.dilation() > 1 || readers[index] != 1) {
      return false;
    }
    Kernel reader = graph.steps().get(graph.steps().get(index).lastUse()).kernel();
    return reader instanceof Op.Conv next
        && next.kernel() == 1
        && next.groups() == 1
        && next.stride() == 1;
  }

  private static boolean depthwise(Op.Conv c) {
    return c.groups() > 1 && c.groups() == c.in();
  }

  private static String pool(Op.Pool p) {
    String mode =
        switch (p.mode()) {
          case MAX -> " max pool";
          case AVERAGE -> " avg pool";
        };
    return square(p.kernel()) + mode + stride(p.stride());
  }

  private static String square(int side) {
    return side + "×" + side;
  }

  /** {@code /2}, as He et al. write it. */
  private static String stride(int stride) {
    return stride == 1 ? "" : ", /" + stride;
  }

  static boolean oneByOne(Block.Box box) {
    return box.kind() == Block.Kind.CONV && box.text().startsWith("1×1");
  }
}
