package convnet4j.render.plot;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.render.plot.Scatter.Dot;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScatterHtmlTest {
  private static Scatter scatter(Dot... dots) {
    return new Scatter("Error", "million parameters", "%", List.of(dots));
  }

  /** x from 0 to 4 and y from 1 to 4: the plane is 1000 wide and high. */
  @Test
  void dotsLieWhereTheirValuesAre() {
    assertThat(ScatterHtml.of(scatter(new Dot("<a>", 1, 2, 1), new Dot("b", 4, 4, 0))))
        .contains(
            "<path class=\"marks\" d=\"M250 666.67h0\"/>",
            "<path class=\"part\" d=\"M250 1000V333.33\"/>")
        .contains("<path class=\"marks\" d=\"M1000 0h0\"/>", ">&lt;a&gt;</span>")
        .contains("\"name\":\"b\",\"x\":4,\"y\":4,\"spread\":0");
  }

  @Test
  void costsOfManySizesAreByTheirLogarithms() {
    assertThat(ScatterHtml.of(scatter(new Dot("a", 1, 1, 0), new Dot("b", 100, 2, 0))))
        .contains("\"across\":true");
    assertThat(ScatterHtml.of(scatter(new Dot("a", 1, 1, 0), new Dot("b", 5, 2, 0))))
        .contains("\"across\":false");
  }

  @Test
  void dotsWithoutAPlaceAreLeftOut() {
    assertThat(scatter(new Dot("a", 1, Double.NaN, 0), new Dot("b", 0, 1, 0)).isEmpty()).isTrue();
  }

  @Test
  void namesOfDotsInOnePlaceDoNotCoverEachOther() {
    List<Dot> dots =
        IntStream.range(0, 20).mapToObj(i -> new Dot("network " + i, 2, 50 + 0.01 * i, 0)).toList();
    Axis axis = Axis.around(0, 4);
    List<DotLabels.Label> labels = DotLabels.place(dots, axis, Axis.around(0, 100));
    assertThat(labels).hasSizeBetween(4, 14);
    for (DotLabels.Label one : labels) {
      assertThat(labels)
          .filteredOn(other -> other.right() == one.right())
          .filteredOn(other -> Math.abs(other.up() - one.up()) < 8)
          .hasSize(1);
    }
  }

  /** In DejaVu Sans, which is wide, at 12 pixels a letter takes 6.9 of a plot's 300. */
  @Test
  void namesFromBothSidesDoNotMeetInTheMiddleInAWideFont() {
    List<Dot> dots =
        List.of(new Dot("ResNet-56", 0.85, 48.9, 0), new Dot("ResNet-110", 1.73, 51.7, 0));
    Axis x = Axis.around(0, 2);
    Axis y = Axis.around(40, 100);
    DotLabels.Label high = DotLabels.place(dots, x, y).get(0);
    DotLabels.Label low = DotLabels.place(dots, x, y).get(1);
    assertThat(high.right()).as("the name of the upper dot").isFalse();
    double end = 300 * x.at(0.85) + (low.right() ? 8 + 9 * 6.9 : -8);
    double start = 300 * x.at(1.73) - 8 - 10 * 6.9;
    double lines = 190 * (y.at(51.7) - y.at(48.9)) + high.up() - low.up();
    assertThat(end < start || Math.abs(lines) >= 14).isTrue();
  }

  @Test
  void namesDoNotRiseAboveThePlotWhereTheUnitStands() {
    List<Dot> dots = IntStream.range(0, 6).mapToObj(i -> new Dot("net " + i, 2, 96, 0)).toList();
    assertThat(DotLabels.place(dots, Axis.around(0, 4), Axis.around(0, 100)))
        .isNotEmpty()
        .allSatisfy(label -> assertThat(label.up()).isLessThan(14));
  }
}
