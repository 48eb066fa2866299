package convnet4j.cost;

import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.Shape;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Shape.Vector;
import convnet4j.net.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Walks a graph once, in execution order. */
final class Counter {
  private final Graph graph;

  /** By step, whether inference needs it. */
  private final boolean[] main;

  private final Map<String, Owned> owned = new HashMap<>();
  private final List<View> views = new ArrayList<>();

  /** Parameters of one layer; {@code weights} are those that are multiplied. */
  private record Owned(long params, long weights) {
    static final Owned NONE = new Owned(0, 0);

    Owned plus(Owned other) {
      return new Owned(params + other.params, weights + other.weights);
    }
  }

  /**
   * How far a value sees.
   *
   * @param field side of what it sees, in pixels
   * @param jump distance between neighbours, in pixels
   */
  private record View(long field, long jump) {
    View through(long reach, long stride) {
      return new View(field + (reach - 1) * jump, jump * stride);
    }

    View widest(View other) {
      return new View(Math.max(field, other.field), Math.max(jump, other.jump));
    }
  }

  Counter(Graph graph) {
    this.graph = graph;
    this.main = graph.leadsToLogits();
    for (ParamSpec spec : graph.params()) {
      if (spec.role().isParameter()) {
        long weights = spec.role() == ParamSpec.Role.WEIGHT ? spec.elements() : 0;
        owned.merge(spec.owner(), new Owned(spec.elements(), weights), Owned::plus);
      }
    }
  }

  Cost cost() {
    List<StepCost> steps = new ArrayList<>();
    long widest = 1;
    long madds = 0;
    long auxiliaryMadds = 0;
    for (int i = 0; i < main.length; i++) {
      Step step = graph.steps().get(i);
      View view = view(step);
      views.add(view);
      Owned own = own(step);
      long stepMadds = own.weights * positions(step.output());
      steps.add(new StepCost(own.params, stepMadds, bytes(step.output()), view.field));
      if (!main[i]) {
        auxiliaryMadds += stepMadds;
        continue;
      }
      madds += stepMadds;
      if (step.kernel() instanceof Op.Conv || step.kernel() instanceof Op.Pool) {
        widest = Math.max(widest, view.field);
      }
    }
    return new Cost(
        steps,
        steps.stream().mapToLong(StepCost::params).sum(),
        madds,
        auxiliaryMadds,
        steps.stream().mapToLong(StepCost::activationBytes).sum(),
        peakBytes(),
        graph.depths()[main.length - 1],
        widest);
  }

  /** Steps without parameters may share a path with one that has them. */
  private Owned own(Step step) {
    return switch (step.kernel()) {
      case Op.Conv c -> owned.get(step.path());
      case Op.Linear l -> owned.get(step.path());
      case Op.BatchNorm b -> owned.get(step.path());
      case Op.Activation a -> Owned.NONE;
      case Op.Pool p -> Owned.NONE;
      case Op.AdaptiveAvgPool p -> Owned.NONE;
      case Op.Dropout d -> Owned.NONE;
      case Op.StochasticDepth d -> Owned.NONE;
      case Op.Flatten f -> Owned.NONE;
      case Op.LocalResponseNorm n -> Owned.NONE;
      case Op.ChannelShuffle s -> Owned.NONE;
      case Op.PadShortcut p -> Owned.NONE;
      case Op.Shift s -> Owned.NONE;
      case Join j -> Owned.NONE;
    };
  }

  private View view(Step step) {
    View in = view(step.inputs().getFirst());
    for (int input : step.inputs()) {
      in = in.widest(view(input));
    }
    return read(step.kernel(), in, graph.shape(step.inputs().getFirst()));
  }

  private static View read(Kernel kernel, View in, Shape input) {
    return switch (kernel) {
      case Op.Conv c -> in.through(c.reach(), c.stride());
      case Op.Pool p -> in.through(p.kernel(), p.stride());
      case Op.AdaptiveAvgPool p -> adaptive(in, (FeatureMap) input, p);
      case Op.PadShortcut p -> in.through(1, p.stride());
      case Op.Flatten f -> in.through(side(input), 1);
      case Op.Linear l -> in;
      case Op.BatchNorm b -> in;
      case Op.LocalResponseNorm n -> in;
      case Op.ChannelShuffle s -> in;
      case Op.Shift s -> in;
      case Op.Activation a -> in;
      case Op.Dropout d -> in;
      case Op.StochasticDepth d -> in;
      case Join j -> in;
    };
  }

  private View view(int index) {
    return index == Graph.INPUT ? new View(1, 1) : views.get(index);
  }

  private static View adaptive(View in, FeatureMap input, Op.AdaptiveAvgPool pool) {
    int reach =
        Math.max(window(input.height(), pool.height()), window(input.width(), pool.width()));
    int stride =
        Math.max(
            Math.ceilDiv(input.height(), pool.height()), Math.ceilDiv(input.width(), pool.width()));
    return in.through(reach, stride);
  }

  /** The widest of {@code count} windows over {@code size}, from ⌊i·s/n⌋ to ⌈(i+1)·s/n⌉. */
  private static int window(int size, int count) {
    return (int)
        IntStream.range(0, count)
            .mapToLong(i -> Math.ceilDiv((i + 1L) * size, (long) count) - (long) i * size / count)
            .max()
            .orElseThrow();
  }

  /** A vector's values all see the same. */
  private static int side(Shape shape) {
    return switch (shape) {
      case FeatureMap m -> Math.max(m.height(), m.width());
      case Vector v -> 1;
    };
  }

  /** How often a layer's weights are used. */
  private static long positions(Shape output) {
    return switch (output) {
      case FeatureMap m -> (long) m.height() * m.width();
      case Vector v -> 1;
    };
  }

  private long peakBytes() {
    List<Step> steps = graph.withoutAuxiliary().steps();
    int imageUntil = -1;
    long[] freed = new long[steps.size()];
    for (int i = 0; i < steps.size(); i++) {
      freed[steps.get(i).lastUse()] += bytes(steps.get(i).output());
      if (steps.get(i).inputs().contains(Graph.INPUT)) {
        imageUntil = i;
      }
    }
    freed[imageUntil] += bytes(graph.input());
    long held = bytes(graph.input());
    long peak = held;
    for (int i = 0; i < steps.size(); i++) {
      held += bytes(steps.get(i).output());
      peak = Math.max(peak, held);
      held -= freed[i];
    }
    return peak;
  }

  private static long bytes(Shape shape) {
    return shape.elements() * Float.BYTES;
  }
}
