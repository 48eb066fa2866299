package convnet4j.render.diagram;

import convnet4j.render.diagram.Block.Arc;
import convnet4j.render.diagram.Block.Repeat;
import convnet4j.render.diagram.Block.Stack;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Draws what repeats once: equal neighbours, or runs of a few blocks, become one repeat. */
final class Folding {
  /** A depthwise and a pointwise convolution, say; longer runs are hard to see as one. */
  private static final int LONGEST_RUN = 4;

  private Folding() {}

  /** {@code stack} with its repeats folded; what lies within its blocks stays as it is. */
  static Stack fold(Stack stack) {
    List<Block> items = stack.items();
    List<Block> folded = new ArrayList<>();
    List<Integer> place = new ArrayList<>(); // of each item in the folded stack
    int longest = stack.arcs().isEmpty() ? LONGEST_RUN : 1;
    for (int i = 0; i < items.size(); ) {
      int run = 1;
      int times = 1;
      for (int r = 1; r <= longest; r++) {
        int t = times(items, i, r);
        if (t > 1 && r * t > run * times) {
          run = r;
          times = t;
        }
      }
      List<Block> one = items.subList(i, i + run);
      Block block = run == 1 ? one.getFirst() : Stack.of(one);
      folded.add(times == 1 ? block : new Repeat(block, times));
      for (int k = 0; k < run * times; k++) {
        place.add(folded.size() - 1);
      }
      i += run * times;
    }
    return new Stack(folded, arcs(stack.arcs(), place));
  }

  /** How often the {@code run} blocks from {@code start} stand one after the other. */
  private static int times(List<Block> items, int start, int run) {
    int times = 1;
    int next = start + run;
    while (next + run <= items.size()
        && items.subList(start, start + run).equals(items.subList(next, next + run))) {
      times++;
      next += run;
    }
    return times;
  }

  /** Arcs within a repeat are part of what is repeated; neighbours have a line between them. */
  private static List<Arc> arcs(List<Arc> arcs, List<Integer> place) {
    Set<Arc> kept = new LinkedHashSet<>();
    for (Arc arc : arcs) {
      int from = arc.from() < 0 ? arc.from() : place.get(arc.from());
      int to = place.get(arc.to());
      if (to > from + 1) {
        kept.add(new Arc(from, to, arc.entry()));
      }
    }
    return List.copyOf(kept);
  }
}
