package convnet4j.stats;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Two groups of cells to be told apart, named before the runs.
 *
 * @param name as people read it
 * @param a names of cells
 * @param b names of cells, none of them in {@code a}
 */
public record Comparison(String name, List<String> a, List<String> b) {
  public Comparison {
    a = List.copyOf(a);
    b = List.copyOf(b);
    Set<String> all = new LinkedHashSet<>(a);
    all.addAll(b);
    if (a.isEmpty() || b.isEmpty() || all.size() != a.size() + b.size()) {
      throw new IllegalArgumentException(
          "expected different cells on both sides of " + name + ", received " + a + ", " + b);
    }
  }

  /** The mean of {@code a} less the mean of {@code b}. */
  Contrast contrast(Responses responses) {
    return Contrast.between(
        responses.cells().size(),
        a.stream().map(responses::cell).toList(),
        b.stream().map(responses::cell).toList());
  }
}
