package convnet4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.recipe.LayerLooks;
import convnet4j.recipe.LayerMeasure;
import convnet4j.recipe.LayerRow;
import convnet4j.render.plot.Plot;
import convnet4j.render.plot.Plot.Curve;
import convnet4j.render.plot.Plot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LayerPlotsTest {
  private static LayerRow row(
      long step, String kind, int depth, LayerMeasure measure, double value) {
    return new LayerRow(step, "a", kind, depth, Map.of(measure, value));
  }

  private static List<Plot> shown(LayerRow... rows) {
    return LayerPlots.of(new LayerLooks(List.of(rows))).stream().filter(p -> !p.isEmpty()).toList();
  }

  @Test
  void aCurveIsOfOneStepByDepthAndLayersThatAreEquallyDeepAreOnePoint() {
    List<Plot> plots =
        shown(
            row(0, "Conv", 2, LayerMeasure.GRADIENT_NORM, 4),
            row(0, "BatchNorm", 2, LayerMeasure.GRADIENT_NORM, 100),
            row(0, "Conv", 1, LayerMeasure.GRADIENT_NORM, 1),
            row(0, "Conv", 2, LayerMeasure.GRADIENT_NORM, 2),
            row(0, "Linear", 3, LayerMeasure.GRADIENT_NORM, 0),
            row(1500, "Conv", 1, LayerMeasure.GRADIENT_NORM, 5));
    assertThat(plots).hasSize(1);
    assertThat(plots.getFirst().title()).isEqualTo("Gradient norm per layer");
    assertThat(plots.getFirst().x()).isEqualTo("depth");
    assertThat(plots.getFirst().curves())
        .extracting(Curve::name)
        .containsExactly("step 0", "step 1,500");
    // What has no logarithm is a gap.
    assertThat(plots.getFirst().curves().getFirst().points())
        .containsExactly(new Point(1, 1), new Point(2, 3), new Point(3, Double.NaN));
    assertThat(plots.getFirst().curves().getLast().points()).containsExactly(new Point(1, 5));
  }

  @Test
  void sharesAreInPercentAndNoneIsAShareToo() {
    List<Plot> plots =
        shown(
            row(0, "Activation", 1, LayerMeasure.DEAD, 0),
            row(0, "Activation", 2, LayerMeasure.DEAD, 0.125),
            row(0, "SUM", 3, LayerMeasure.BRANCH_RATIO, 0.5));
    assertThat(plots)
        .extracting(Plot::title)
        .containsExactly("Residual branch, ‖F(x)‖ / ‖x‖", "Dead channels");
    assertThat(plots.getLast().unit()).isEqualTo("%");
    assertThat(plots.getLast().curves().getFirst().points())
        .containsExactly(new Point(1, 0), new Point(2, 12.5));
  }

  @Test
  void theFirstAndTheLastLookAreShownAndTwoBetween() {
    for (int looks = 1; looks < 30; looks++) {
      List<LayerRow> rows = new ArrayList<>();
      LongStream.range(0, looks)
          .forEach(i -> rows.add(row(10 * i, "Conv", 1, LayerMeasure.MEAN, 1)));
      List<Long> steps = LayerPlots.steps(new LayerLooks(rows));
      assertThat(steps).hasSize(Math.min(4, looks)).doesNotHaveDuplicates().isSorted();
      assertThat(steps).startsWith(0L).endsWith(10L * (looks - 1));
    }
    assertThat(LayerPlots.steps(LayerLooks.NONE)).isEmpty();
  }
}
