package convnet4j.study;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Figures of a paper or document that a study stands beside.
 *
 * @param source where they are printed
 * @param measure what they are of
 * @param figures one for each cell or group of cells
 */
public record Published(String source, Measure measure, List<Figure> figures) {
  /** A printed number and the cells it is of. */
  public record Figure(Selection cells, double value) {}

  public Published {
    figures = List.copyOf(figures);
  }

  /** The figure of a cell; empty where none is printed. */
  public OptionalDouble of(Cell cell) {
    return figures.stream()
        .filter(figure -> figure.cells().fits(cell))
        .mapToDouble(Figure::value)
        .findFirst();
  }
}
