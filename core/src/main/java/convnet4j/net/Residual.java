package convnet4j.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A sum of a residual branch F(x) and a shortcut around it (He et al. 2015, section 3.2).
 *
 * @param sum the step that adds
 * @param branch the step that yields F(x)
 * @param input the step that yields x, which both read
 */
public record Residual(int sum, int branch, int input) {
  /**
   * The residual sums of a graph. Of the two values that a sum adds, the shortcut is that of less
   * {@link Graph#depths depth}: the identity and zeros for more channels add no layer, a projection
   * adds one, a branch two or more. Up the shortcut, x is the first value that everything in the
   * branch comes from. A sum where there is none, or both values are as deep, is not residual;
   * neither is one around the first layer, where x is the image.
   */
  public static List<Residual> of(Graph graph) {
    int[] depths = graph.depths();
    List<Residual> found = new ArrayList<>();
    for (int i = 0; i < depths.length; i++) {
      Step step = graph.steps().get(i);
      if (step.kernel() != Join.SUM
          || step.inputs().size() != 2
          || step.inputs().contains(Graph.INPUT)) {
        continue;
      }
      int first = step.inputs().getFirst();
      int second = step.inputs().getLast();
      if (depths[first] != depths[second]) {
        boolean firstIsBranch = depths[first] > depths[second];
        int sum = i;
        int branch = firstIsBranch ? first : second;
        source(graph, firstIsBranch ? second : first, branch)
            .ifPresent(x -> found.add(new Residual(sum, branch, x)));
      }
    }
    return List.copyOf(found);
  }

  /** The value from which {@code branch} and {@code shortcut} part. */
  private static Optional<Integer> source(Graph graph, int shortcut, int branch) {
    int value = shortcut;
    while (value != Graph.INPUT && !comesFrom(graph, branch, value)) {
      List<Integer> read = graph.steps().get(value).inputs();
      if (read.stream().distinct().count() > 1) {
        return Optional.empty();
      }
      value = read.getFirst();
    }
    return value == Graph.INPUT ? Optional.empty() : Optional.of(value);
  }

  /** Whether {@code value} reads, in the end, nothing that is older than {@code source}. */
  private static boolean comesFrom(Graph graph, int value, int source) {
    Deque<Integer> open = new ArrayDeque<>(List.of(value));
    Set<Integer> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      int at = open.pop();
      if (at < source) {
        return false;
      }
      if (at > source) {
        graph.steps().get(at).inputs().stream().filter(seen::add).forEach(open::push);
      }
    }
    return true;
  }
}
