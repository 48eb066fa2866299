package convnet4j.stats;

import java.util.Collections;
import java.util.List;

/**
 * Two groups of cells to be told apart, named before the runs.
 *
 * @param name as people read it
 * @param a names of cells; one that stands twice counts twice
 * @param b names of cells, none of them in {@code a}
 */
public record Comparison(String name, List<String> a, List<String> b) {
  public Comparison {
    a = List.copyOf(a);
    b = List.copyOf(b);
    if (a.isEmpty() || b.isEmpty() || !Collections.disjoint(a, b)) {
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
