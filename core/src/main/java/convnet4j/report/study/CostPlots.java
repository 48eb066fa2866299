package convnet4j.report.study;

import convnet4j.render.plot.Scatter;
import convnet4j.render.plot.Scatter.Dot;
import convnet4j.study.Measure;
import convnet4j.study.Study;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What cells come to against what they cost, where that differs. */
final class CostPlots {
  /** More dots than these cannot have names. */
  private static final int MOST = 24;

  private static final double MILLION = 1e6;

  private CostPlots() {}

  /** None where all cells are of networks that cost the same, or nothing is known yet. */
  static List<Scatter> of(Study study, List<CellResult> cells) {
    long costs =
        cells.stream().map(cell -> List.of(cell.params(), cell.madds())).distinct().count();
    if (costs < 2 || cells.size() > MOST) {
      return List.of();
    }
    return List.of(
            scatter(
                study.measure(),
                "parameters",
                "million parameters",
                cells,
                millions(CellResult::params)),
            scatter(
                study.measure(),
                "multiply-adds",
                "million multiply-adds",
                cells,
                millions(CellResult::madds)),
            scatter(
                study.measure(), "time", "seconds per epoch", cells, CellResult::secondsPerEpoch))
        .stream()
        .filter(scatter -> scatter.dots().size() > 1)
        .toList();
  }

  static String note(List<CellResult> cells) {
    boolean several = cells.stream().anyMatch(cell -> cell.deviation().isPresent());
    return (several ? "Means over seeds; bars reach one standard deviation up and down. " : "")
        + "Multiply-adds are of one image, forward. Time is of training and testing on the machine"
        + " of this page: what is fast there need not be fast elsewhere.";
  }

  private static Function<CellResult, OptionalDouble> millions(Function<CellResult, Long> count) {
    return cell -> OptionalDouble.of(count.apply(cell) / MILLION);
  }

  private static Scatter scatter(
      Measure measure,
      String what,
      String x,
      List<CellResult> cells,
      Function<CellResult, OptionalDouble> cost) {
    List<Dot> dots =
        cells.stream()
            .filter(cell -> cell.mean().isPresent() && cost.apply(cell).isPresent())
            .map(
                cell ->
                    new Dot(
                        cell.cell().text(),
                        cost.apply(cell).getAsDouble(),
                        cell.mean().getAsDouble(),
                        cell.deviation().orElse(0)))
            .toList();
    String title = ResultNotes.capital(measure.title()) + " against " + what;
    return new Scatter(title, x, measure.unit(), dots);
  }
}
