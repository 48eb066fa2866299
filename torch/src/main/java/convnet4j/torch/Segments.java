package convnet4j.torch;

import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import convnet4j.net.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A graph cut into segments of which training keeps only the inputs, and computes all else again
 * when a segment's gradients are due (Chen, Xu, Zhang, Guestrin 2016, "Training Deep Nets with
 * Sublinear Memory Cost", arXiv 1604.06174).
 *
 * <p>A cut goes where one value alone is alive: between the blocks of a residual network, nowhere
 * inside of them. Auxiliary logits do not count, because they are small and stay. A chain of n
 * equal steps is cut into about √(2n) segments, the first ones the longest, since fewer inputs are
 * held when their turn comes.
 *
 * @param list the segments in order; one if cuts would hardly save anything, as in NASNet, whose
 *     cells read the two before them
 * @param held values of one image that are held at most at a time: the inputs of segments, and what
 *     autograd keeps of one of them
 * @param whole values of one image that autograd keeps of the graph as a whole
 */
record Segments(List<Segment> list, long held, long whole) {
  /** What a second forward pass must save at least: a tenth. */
  private static final double WORTHWHILE = 0.9;

  Segments {
    list = List.copyOf(list);
  }

  /**
   * Cuts {@code graph} so that as little as possible is held.
   *
   * @param inPlace by step, whether it overwrites what it reads
   * @param trained names of the parameters that are trained; of what comes before the first,
   *     autograd keeps nothing
   */
  static Segments of(Graph graph, boolean[] inPlace, Set<String> trained) {
    return new Cutter(graph, inPlace, trained).cut();
  }

  /** What is held at most, of the whole. */
  double share() {
    return whole == 0 ? 1 : (double) held / whole;
  }

  private static final class Cutter {
    private final Graph graph;

    /** By step, the values that autograd keeps of all before it. */
    private final long[] keptBefore;

    /** The steps before which a cut may go, and behind them the end. */
    private final List<Integer> places = new ArrayList<>();

    Cutter(Graph graph, boolean[] inPlace, Set<String> trained) {
      this.graph = graph;
      List<Step> steps = graph.steps();
      Set<String> owners =
          graph.params().stream()
              .filter(spec -> trained.contains(spec.name()))
              .map(ParamSpec::owner)
              .collect(Collectors.toSet());
      this.keptBefore = new long[steps.size() + 1];
      int alive = lastUse(graph, Graph.INPUT);
      boolean kept = false;
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        // What the step before yields is alive, and nothing from further up. Overwritten, it could
        // not be read again.
        if (i > 0 && alive < i && steps.get(i - 1).lastUse() >= i && !inPlace[i]) {
          places.add(i);
        }
        alive = i == 0 ? alive : Math.max(alive, steps.get(i - 1).lastUse());
        kept |= owners.contains(step.path());
        keptBefore[i + 1] = keptBefore[i] + (kept && !inPlace[i] ? step.output().elements() : 0);
      }
      places.add(steps.size());
    }

    private static int lastUse(Graph graph, int value) {
      int last = value;
      for (int i = 0; i < graph.steps().size(); i++) {
        last = graph.steps().get(i).inputs().contains(value) ? i : last;
      }
      return last;
    }

    Segments cut() {
      long whole = keptBefore[keptBefore.length - 1];
      long low = 0;
      long high = whole;
      while (low < high) {
        long middle = low + (high - low) / 2;
        if (within(middle).isEmpty()) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return high > WORTHWHILE * whole
          ? new Segments(within(whole), whole, whole)
          : new Segments(within(high), high, whole);
    }

    /** As few segments as can be held in {@code budget}; none if it is too small. */
    private List<Segment> within(long budget) {
      List<Segment> segments = new ArrayList<>();
      long inputs = 0;
      int from = 0;
      int to = 0;
      for (int place : places) {
        if (inputs + kept(from, place) > budget) {
          if (to == from) {
            return List.of();
          }
          segments.add(new Segment(from, to));
          from = to;
          inputs += graph.shape(from - 1).elements();
          if (inputs + kept(from, place) > budget) {
            return List.of();
          }
        }
        to = place;
      }
      segments.add(new Segment(from, to));
      return segments;
    }

    private long kept(int from, int to) {
      return keptBefore[to] - keptBefore[from];
    }
  }
}
