package convnet4j.render.plot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import convnet4j.io.Json;
import convnet4j.render.plot.Plot.Curve;
import convnet4j.render.plot.Plot.Look;
import convnet4j.render.plot.Plot.Point;
import convnet4j.render.plot.Plot.Scale;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlotHtmlTest {
  private static final List<Point> POINTS =
      List.of(new Point(100, 1), new Point(200, 0.5), new Point(400, 0.25));

  private static Plot plot(Scale scale, Curve... curves) {
    return new Plot("Loss", "step", "nats", scale, List.of(curves));
  }

  private static Curve curve(String name, List<Point> points) {
    return new Curve(name, 0, false, points);
  }

  /** The plane is 1000 wide for x from 0 to 400, and 1000 high for y from 1 down to 0. */
  @Test
  void pointsLieWhereTheirValuesAre() {
    String html = PlotHtml.of(plot(Scale.FROM_ZERO, curve("train", POINTS)));
    assertThat(html).contains("<path d=\"M250 0L500 500L1000 750\"/>");
    assertThat(html).contains("d=\"M250 0h0M500 500h0M1000 750h0\"");
    assertThat(html).contains("<span style=\"bottom:20%\">0.2</span>", ">0.2</span>");
    assertThat(html).contains("<span style=\"left:50%\" class=\"\">200</span>");
  }

  @Test
  void valuesOfManySizesAreByTheirLogarithms() {
    List<Point> points = List.of(new Point(0, 1), new Point(1, 0.1), new Point(2, 0.001));
    assertThat(PlotHtml.of(plot(Scale.BY_SPAN, curve("train", points))))
        .contains("d=\"M0 0L500 333.33L1000 1000\"", ">0.001</span>", "\"logarithmic\":true");
    assertThat(PlotHtml.of(plot(Scale.BY_SPAN, curve("train", spanning(31)))))
        .contains("\"logarithmic\":true");
    assertThat(PlotHtml.of(plot(Scale.BY_SPAN, curve("train", spanning(29)))))
        .contains("\"logarithmic\":false");
    assertThat(PlotHtml.of(plot(Scale.BY_SPAN, curve("train", POINTS))))
        .contains("\"logarithmic\":false", "\"from\":[0.0,0.0]");
  }

  private static List<Point> spanning(double factor) {
    return List.of(new Point(0, 2), new Point(1, 2 * factor));
  }

  @Test
  void aValueThatIsNoNumberIsAGap() {
    List<Point> points =
        List.of(
            new Point(0, 1),
            new Point(1, 0),
            new Point(2, Double.NaN),
            new Point(3, 1),
            new Point(4, Double.POSITIVE_INFINITY));
    assertThat(PlotHtml.of(plot(Scale.LINEAR, curve("train", points))))
        .contains("<path d=\"M0 0L333.33 1000M1000 0\"/>")
        .contains("\"x\":[0,1,3],\"y\":[1,0,1]");
  }

  @Test
  void manyPointsAreALineWithoutMarks() {
    List<Point> points = IntStream.range(0, 41).mapToObj(i -> new Point(i, i)).toList();
    assertThat(PlotHtml.of(plot(Scale.LINEAR, curve("train", points)))).doesNotContain("marks");
  }

  @Test
  void scriptsReadTheValuesThatAreDrawn() throws Exception {
    String html = PlotHtml.of(plot(Scale.LINEAR, curve("a </script>", POINTS), curve("b", POINTS)));
    String json = html.substring(html.indexOf("json\">") + 6, html.lastIndexOf("</script>"));
    Map<String, Object> data =
        Json.reader(new TypeReference<Map<String, Object>>() {}).readValue(json);
    assertThat(data).containsEntry("x", "step").containsEntry("unit", "nats");
    assertThat((List<?>) data.get("curves"))
        .first()
        .isEqualTo(
            Map.of(
                "name",
                "a </script>",
                "style",
                "c0",
                "x",
                List.of(100, 200, 400),
                "y",
                List.of(1, 0.5, 0.25)));
    assertThat(html.split("</script>", -1)).hasSize(2);
  }

  @Test
  void theLegendNamesCurvesWhereThereIsMoreThanOne() {
    assertThat(PlotHtml.of(plot(Scale.LINEAR, curve("<검증>", POINTS), curve("b", POINTS))))
        .contains("class=\"key c0\" aria-pressed=\"true\">&lt;검증&gt;</button>");
    assertThat(PlotHtml.of(plot(Scale.LINEAR, curve("b", POINTS)))).doesNotContain("<button");
  }

  @Test
  void aCurveIsDrawnOverWhatItIsAMeanOf() {
    List<Point> one = List.of(new Point(0, 2), new Point(400, 1));
    List<Point> other = List.of(new Point(0, 0), new Point(400, 0));
    List<Point> mean = List.of(new Point(0, 1), new Point(400, 0.5));
    Curve curve = new Curve("test", 1, Look.DASHED, mean, List.of(one, other));
    assertThat(PlotHtml.of(plot(Scale.FROM_ZERO, curve)))
        .contains("<g class=\"curve c1 dashed\">\n<path class=\"part\" d=\"M0 0L1000 500\"/>")
        .contains("<path d=\"M0 500L1000 750\"/>")
        .contains("\"low\":[0,0],\"high\":[2,1]");
  }

  @Test
  void plotsThatStandTogetherHaveTheSameAxesAndOneLegend() {
    Plot small = new Plot("a", "step", "%", Scale.LINEAR, List.of(curve("x", POINTS)));
    List<Point> far = List.of(new Point(800, 3));
    Plot large =
        new Plot("b", "step", "%", Scale.LINEAR, List.of(curve("x", far), curve("<y>", far)));
    String html = PlotHtml.multiples("Both <of> them", List.of(small, large));
    assertThat(html).contains("data-title=\"Both &lt;of&gt; them\"", "style=\"--columns:2\"");
    assertThat(html.split("\"to\":\\[800.0,3.0\\]", -1)).hasSize(3);
    assertThat(html.split("<button", -1)).hasSize(3);
    assertThat(html).contains(">a</figcaption>", ">b</figcaption>", ">&lt;y&gt;</button>");
  }

  @Test
  void whatIsSeenIsSaid() {
    assertThat(PlotHtml.of(plot(Scale.LINEAR, curve("train", POINTS))))
        .contains("role=\"img\" aria-label=\"Loss by step; train ends at 0.2500 nats\"");
  }

  @Test
  void aPlotWithoutValuesIsEmpty() {
    assertThat(plot(Scale.LINEAR).isEmpty()).isTrue();
    assertThat(plot(Scale.LINEAR, curve("a", List.of(new Point(1, Double.NaN)))).isEmpty())
        .isTrue();
    assertThat(plot(Scale.LINEAR, curve("a", POINTS)).isEmpty()).isFalse();
    assertThat(PlotHtml.of(plot(Scale.LINEAR))).contains("<figure");
  }

  @Test
  void theSameInEveryLocale() {
    Plot plot = plot(Scale.LINEAR, curve("train", POINTS));
    String here = PlotHtml.of(plot);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(PlotHtml.of(plot)).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }
}
