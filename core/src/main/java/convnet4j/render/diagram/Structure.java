package convnet4j.render.diagram;

import convnet4j.net.Graph;
import convnet4j.render.diagram.Block.Arc;
import convnet4j.render.diagram.Block.Box;
import convnet4j.render.diagram.Block.Branches;
import convnet4j.render.diagram.Block.Residual;
import convnet4j.render.diagram.Block.Shortcut;
import convnet4j.render.diagram.Block.Stack;
import convnet4j.render.diagram.Flow.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the blocks of a network. Layers that every path passes cut it into a stack; what lies
 * between two of them is taken apart into branches, and where branches are entangled, into cells or
 * a mesh.
 */
final class Structure {
  /** Layers on a shortcut: a square and a projection. */
  private static final int MOST_WORDS = 2;

  private final Graph graph;
  private final List<Node> nodes;

  private Structure(Graph graph) {
    this.graph = graph;
    this.nodes = Flow.of(graph);
  }

  /** From the first layer after the image to the logits. */
  static Stack of(Graph graph) {
    Structure structure = new Structure(graph.withoutAuxiliary());
    return structure.series(
        Flow.IMAGE, IntStream.range(0, structure.nodes.size()).boxed().toList());
  }

  /**
   * The stack of {@code part}, of which every node lies on a path from {@code entry}, the only node
   * outside that they read, to the last of them.
   */
  private Stack series(int entry, List<Integer> part) {
    Map<Integer, Integer> furthest = new TreeMap<>(); // reader of each value
    for (int node : part) {
      nodes.get(node).inputs().forEach(input -> furthest.merge(input, node, Math::max));
    }
    List<Block> items = new ArrayList<>();
    List<Arc> arcs = new ArrayList<>();
    List<Integer> between = new ArrayList<>();
    int last = entry;
    int reach = furthest.get(entry);
    for (int node : part) {
      if (reach > node) {
        between.add(node);
      } else {
        append(items, arcs, region(last, between, node));
        between.clear();
        last = node;
      }
      reach = Math.max(reach, furthest.getOrDefault(node, node));
    }
    return new Stack(items, arcs);
  }

  /** A stack within a stack is one stack. */
  private static void append(List<Block> items, List<Arc> arcs, Block block) {
    if (block instanceof Stack stack) {
      int offset = items.size();
      stack.arcs().forEach(a -> arcs.add(new Arc(a.from() + offset, a.to() + offset, a.entry())));
      items.addAll(stack.items());
    } else {
      items.add(block);
    }
  }

  /** What lies between the cuts {@code entry} and {@code end}, with the end. */
  private Block region(int entry, List<Integer> between, int end) {
    if (between.isEmpty()) {
      return nodes.get(end).box();
    }
    return branches(entry, between, end)
        .orElseGet(
            () -> {
              List<Integer> part = new ArrayList<>(between);
              part.add(end);
              return new Cells(nodes, this::series).of(part);
            });
  }

  /** Empty where branches read each other or end in the join more than once. */
  private Optional<Block> branches(int entry, List<Integer> between, int end) {
    Map<Integer, List<Integer>> components = components(between);
    List<Stack> branches = new ArrayList<>();
    for (int input : nodes.get(end).inputs()) {
      if (input == entry) {
        branches.add(Stack.of(List.of()));
        continue;
      }
      // A component is found by its last node: only that may end in the join.
      List<Integer> component = components.remove(input);
      if (component == null) {
        return Optional.empty();
      }
      branches.add(series(entry, component));
    }
    return components.isEmpty()
        ? Optional.of(joined(entry, branches, nodes.get(end).box()))
        : Optional.empty();
  }

  /** Nodes that are connected without the cuts, by the last of them. */
  private Map<Integer, List<Integer>> components(List<Integer> between) {
    Map<Integer, Integer> group = new TreeMap<>();
    for (int node : between) {
      group.put(node, node);
      for (int input : nodes.get(node).inputs()) {
        if (group.containsKey(input)) {
          int old = group.get(input);
          group.replaceAll((n, g) -> g == old ? node : g);
        }
      }
    }
    Map<Integer, List<Integer>> components = new TreeMap<>();
    group.forEach((node, g) -> components.computeIfAbsent(g, k -> new ArrayList<>()).add(node));
    Map<Integer, List<Integer>> byLast = new TreeMap<>();
    components.values().forEach(c -> byLast.put(c.getLast(), c));
    return byLast;
  }

  private Block joined(int entry, List<Stack> branches, Box join) {
    if (join.kind() == Block.Kind.CONCAT) {
      return new Branches(branches, join);
    }
    Stack body = branches.stream().max(Comparator.comparingInt(Structure::boxes)).orElseThrow();
    List<Stack> others = new ArrayList<>(branches);
    others.remove(branches.indexOf(body));
    if (!others.stream().allMatch(Structure::light)) {
      return new Branches(branches, join);
    }
    List<Integer> received =
        entry == Flow.IMAGE ? graph.input().dims() : nodes.get(entry).box().output();
    boolean same = received.equals(join.output());
    List<Shortcut> shortcuts = others.stream().map(s -> new Shortcut(text(s), same)).toList();
    return new Residual(join.text(), body, shortcuts, join.output());
  }

  /** What may be drawn as a line with a few words beside it. */
  private static boolean light(Stack branch) {
    return branch.items().size() <= MOST_WORDS
        && branch.items().stream().allMatch(i -> i instanceof Box box && light(box));
  }

  private static boolean light(Box box) {
    return switch (box.kind()) {
      case CONV -> Flow.oneByOne(box);
      case POOL, OTHER, JUNCTION -> true;
      case DEPTHWISE, LINEAR, CONCAT -> false;
    };
  }

  private static String text(Stack light) {
    return light.items().stream().map(i -> ((Box) i).text()).collect(Collectors.joining(", "));
  }

  /** Boxes one below the other. */
  static int boxes(Block block) {
    return switch (block) {
      case Box b -> 1;
      case Stack s -> s.items().stream().mapToInt(Structure::boxes).sum();
      case Residual r -> boxes(r.body());
      case Branches b -> 1 + b.branches().stream().mapToInt(Structure::boxes).max().orElseThrow();
      case Block.Mesh m -> new Ranks(m).height();
      case Block.Repeat r -> boxes(r.of());
    };
  }
}
