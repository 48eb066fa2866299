package convnet4j.render.plot;

import java.util.List;

/**
 * Dots that have names, such as networks by what they cost and how good they are.
 *
 * @param title what they show
 * @param x what the horizontal axis counts, such as {@code million parameters}
 * @param unit of the vertical axis, such as {@code %}; empty for none
 * @param dots where both coordinates are finite, and x is above 0
 */
public record Scatter(String title, String x, String unit, List<Dot> dots) {
  /**
   * A dot.
   *
   * @param spread what its bar reaches up and down, at least 0
   */
  public record Dot(String name, double x, double y, double spread) {}

  public Scatter {
    dots =
        dots.stream()
            .filter(d -> d.x() > 0 && Double.isFinite(d.x() + d.y() + d.spread()))
            .toList();
  }

  /** Whether there is anything to be seen. */
  public boolean isEmpty() {
    return dots.isEmpty();
  }
}
