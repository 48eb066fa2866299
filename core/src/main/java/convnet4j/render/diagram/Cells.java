package convnet4j.render.diagram;

import convnet4j.render.diagram.Block.Arc;
import convnet4j.render.diagram.Block.Edge;
import convnet4j.render.diagram.Block.Mesh;
import convnet4j.render.diagram.Block.Stack;
import convnet4j.render.diagram.Flow.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Parts of a network whose branches are entangled. Where scopes (NASNet's cells) cut one into a
 * chain, it becomes a stack with arcs; else a mesh of its chains.
 */
final class Cells {
  private final List<Node> nodes;
  private final BiFunction<Integer, List<Integer>, Stack> series;

  /**
   * @param series makes a stack of nodes that read one node outside
   */
  Cells(List<Node> nodes, BiFunction<Integer, List<Integer>, Stack> series) {
    this.nodes = nodes;
    this.series = series;
  }

  /** The block of {@code part}, in execution order; only the last node is read from outside. */
  Block of(List<Integer> part) {
    return entries(part).size() == 1 ? chain(part).orElseGet(() -> mesh(part)) : mesh(part);
  }

  /** Values from outside, in execution order. */
  private List<Integer> entries(List<Integer> part) {
    return part.stream()
        .flatMap(node -> nodes.get(node).inputs().stream())
        .filter(input -> !part.contains(input))
        .distinct()
        .sorted()
        .toList();
  }

  /** Empty if the scopes do not make a chain, each reading at least the one before it. */
  private Optional<Block> chain(List<Integer> part) {
    List<List<Integer>> cells = scopes(part);
    Map<Integer, Integer> cellOf = new TreeMap<>();
    cellOf.put(entries(part).getFirst(), -1);
    List<Block> items = new ArrayList<>();
    List<Arc> arcs = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      List<Integer> cell = cells.get(i);
      List<Integer> entries = entries(cell);
      // Only the last nodes of earlier cells are in the map.
      if (!cellOf.keySet().containsAll(entries) || cellOf.get(entries.getLast()) != i - 1) {
        return Optional.empty();
      }
      for (int k = 0; k < entries.size() - 1; k++) {
        arcs.add(new Arc(cellOf.get(entries.get(k)), i, k));
      }
      cellOf.put(cell.getLast(), i);
      items.add(item(cell, entries));
    }
    return cells.size() < 2 ? Optional.empty() : Optional.of(new Stack(items, arcs));
  }

  private Block item(List<Integer> cell, List<Integer> entries) {
    Block block = entries.size() == 1 ? series.apply(entries.getFirst(), cell) : mesh(cell);
    return block instanceof Stack s && s.items().size() == 1 ? s.items().getFirst() : block;
  }

  /** By the first segment of the path in which they differ, ordered by their last nodes. */
  private List<List<Integer>> scopes(List<Integer> part) {
    List<String[]> paths = part.stream().map(node -> nodes.get(node).path().split("\\.")).toList();
    int common = 0;
    while (sameSegment(paths, common)) {
      common++;
    }
    Map<String, List<Integer>> scopes = new LinkedHashMap<>();
    for (int i = 0; i < part.size(); i++) {
      String[] path = paths.get(i);
      String scope = path.length > common ? path[common] : "." + i; // a node that is in none
      scopes.computeIfAbsent(scope, key -> new ArrayList<>()).add(part.get(i));
    }
    List<List<Integer>> sorted = new ArrayList<>(scopes.values());
    sorted.sort((a, b) -> Integer.compare(a.getLast(), b.getLast()));
    return sorted;
  }

  private static boolean sameSegment(List<String[]> paths, int index) {
    return paths.stream().allMatch(p -> p.length > index)
        && paths.stream().map(p -> p[index]).distinct().count() == 1;
  }

  /** Chains as nodes, and how they read each other. */
  private Mesh mesh(List<Integer> part) {
    List<Integer> entries = entries(part);
    int[] readers = new int[nodes.size()];
    part.stream()
        .flatMap(node -> nodes.get(node).inputs().stream())
        .filter(input -> input != Flow.IMAGE)
        .forEach(input -> readers[input]++);
    Map<Integer, Integer> chainOf = new TreeMap<>();
    List<List<Block>> chains = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int node : part) {
      List<Integer> inputs = nodes.get(node).inputs();
      int first = inputs.getFirst();
      if (inputs.size() == 1 && chainOf.containsKey(first) && readers[first] == 1) {
        chainOf.put(node, chainOf.get(first));
      } else {
        chainOf.put(node, chains.size());
        chains.add(new ArrayList<>());
        for (int input : inputs) {
          int from = chainOf.containsKey(input) ? chainOf.get(input) : -1 - entries.indexOf(input);
          edges.add(new Edge(from, chainOf.get(node)));
        }
      }
      chains.get(chainOf.get(node)).add(nodes.get(node).box());
    }
    // The last node's chain is the last chain: every other node leads to it through its first node.
    return new Mesh(chains.stream().map(Cells::block).toList(), edges, entries.size());
  }

  private static Block block(List<Block> chain) {
    return chain.size() == 1 ? chain.getFirst() : Stack.of(chain);
  }
}
