package convnet4j.report.study;

import convnet4j.render.plot.Plot;
import java.util.List;

/**
 * Plots that are read against each other.
 *
 * @param note what they show
 */
record PlotGroup(String title, String note, List<Plot> plots) {
  PlotGroup {
    plots = plots.stream().filter(plot -> !plot.isEmpty()).toList();
  }
}
