package convnet4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convnet4j.stats.Answer;
import convnet4j.stats.Confusion;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ConfusionSvgTest {
  /** Class c has c + 1 images; all are right but the last one, which is taken for class 0. */
  private static Confusion confusion(int classes) {
    List<Answer> answers = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i <= c; i++) {
        answers.add(new Answer(answers.size(), c, i == c ? 0 : c, 0.5f));
      }
    }
    return Confusion.of(answers, classes);
  }

  private static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
  }

  private static List<Element> elements(String svg, String name) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    NodeList found =
        factory
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static double at(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void everyCellHoldsItsCountAndTheShadeOfItsShare() throws Exception {
    String svg = ConfusionSvg.of(confusion(3), List.of("고양이", "a<b & c", "dog"), "title", "note");
    List<Element> cells = elements(svg, "rect").stream().filter(r -> r.hasAttribute("rx")).toList();
    assertThat(cells)
        .extracting(Element::getTextContent)
        .extracting(String::strip)
        .containsExactly(
            "고양이 taken for 고양이: 1 of 1",
            "고양이 taken for a<b & c: 0 of 1",
            "고양이 taken for dog: 0 of 1",
            "a<b & c taken for 고양이: 1 of 2",
            "a<b & c taken for a<b & c: 1 of 2",
            "a<b & c taken for dog: 0 of 2",
            "dog taken for 고양이: 1 of 3",
            "dog taken for a<b & c: 0 of 3",
            "dog taken for dog: 2 of 3");
    String none = Shade.at(0);
    String half = Shade.at(Math.sqrt(0.5));
    assertThat(cells)
        .extracting(c -> c.getAttribute("fill"))
        .containsExactly(
            Shade.at(1),
            none,
            none,
            half,
            half,
            none,
            Shade.at(Math.sqrt(1 / 3.0)),
            none,
            Shade.at(Math.sqrt(2 / 3.0)));
    assertThat(elements(svg, "text"))
        .extracting(Element::getTextContent)
        .contains("title", "note", "label", "predicted", "100 %", "고양이", "a<b & c", "dog")
        .containsSequence("1", "1", "1", "1", "2");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 20, 21, 100, 1000})
  void nothingLiesOutsideOfThePicture(int classes) throws Exception {
    String svg = ConfusionSvg.of(confusion(classes), names(classes), "title", "note");
    Element root = elements(svg, "svg").getFirst();
    double width = at(root, "width");
    double height = at(root, "height");
    for (Element text : elements(svg, "text")) {
      String turn = text.getAttribute("transform");
      double reach = TextWidth.of(text.getTextContent(), at(text, "font-size"));
      double x = at(text, "x");
      double y = at(text, "y");
      double share =
          switch (text.getAttribute("text-anchor")) {
            case "end" -> 1;
            case "middle" -> 0.5;
            default -> 0;
          };
      double angle = turn.isEmpty() ? 0 : Math.toRadians(Double.parseDouble(turn.split("[( ]")[1]));
      for (double end : new double[] {-share * reach, (1 - share) * reach}) {
        assertThat(x + end * Math.cos(angle)).as(text.getTextContent()).isBetween(0.0, width);
        assertThat(y + end * Math.sin(angle)).as(text.getTextContent()).isBetween(0.0, height);
      }
    }
  }

  @Test
  void namesOfManyClassesAreThinnedAndNeverOverlap() throws Exception {
    for (int classes : new int[] {21, 100, 150, 1000}) {
      String svg = ConfusionSvg.of(confusion(classes), names(classes), "t", "n");
      List<Element> rows =
          elements(svg, "text").stream()
              .filter(t -> t.getTextContent().startsWith("class "))
              .filter(t -> !t.hasAttribute("transform"))
              .toList();
      assertThat(rows.size()).isBetween(21, 100);
      assertThat(rows.getFirst().getTextContent()).isEqualTo("class 0");
      for (int i = 1; i < rows.size(); i++) {
        double pitch = at(rows.get(i), "y") - at(rows.get(i - 1), "y");
        assertThat(pitch).isGreaterThanOrEqualTo(at(rows.get(i), "font-size"));
      }
      assertThat(svg).doesNotContain(" taken for ");
    }
  }

  @Test
  void smallCellsLieWhereTheirClassesAre() throws Exception {
    // 40 classes of 20 pixels; class 39 has 40 images, one of them taken for class 0.
    String svg = ConfusionSvg.of(confusion(40), names(40), "t", "n");
    String mistakes = Shade.at(Math.round(64 * Math.sqrt(1 / 40.0)) / 64.0);
    assertThat(elements(svg, "path"))
        .filteredOn(p -> p.getAttribute("fill").equals(mistakes))
        .singleElement()
        .satisfies(p -> assertThat(p.getAttribute("d")).contains("M0 780h20v20h-20z"));
    assertThat(elements(svg, "path").getLast().getAttribute("d")).contains("M0 0h20v20h-20z");
  }

  @Test
  void shadesDarkenEvenlyAndTextOnThemIsLegible() {
    double before = 2;
    for (int i = 0; i <= 50; i++) {
      String shade = Shade.at(i / 50.0);
      double luminance = luminance(shade);
      assertThat(luminance).isLessThan(before);
      double ink = luminance(Shade.ink(i / 50.0));
      double contrast = (Math.max(ink, luminance) + 0.05) / (Math.min(ink, luminance) + 0.05);
      // WCAG 2.1 wants 3 of large and 4.5 of small text; on the worst ground none has over 4.58.
      assertThat(contrast).as(shade).isGreaterThan(4);
      before = luminance;
    }
    assertThat(luminance(Shade.at(0))).isGreaterThan(0.93);
    assertThat(luminance(Shade.at(1))).isLessThan(0.05);
  }

  /** Relative luminance of sRGB, WCAG 2.1. */
  private static double luminance(String hex) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  @Test
  void theSameInEveryLocaleAndEveryTime() {
    Locale before = Locale.getDefault();
    String here = ConfusionSvg.of(confusion(30), names(30), "t", "n");
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(ConfusionSvg.of(confusion(30), names(30), "t", "n")).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aLongNameEndsInAnEllipsis() throws Exception {
    String name = "a class whose name is longer than anyone would want beside a picture";
    String svg = ConfusionSvg.of(confusion(2), List.of(name, "b"), "t", "n");
    assertThat(elements(svg, "text"))
        .extracting(Element::getTextContent)
        .anyMatch(t -> t.endsWith("…") && name.startsWith(t.replace("…", "")));
  }

  @Test
  void aNameForEveryClass() {
    assertThatThrownBy(() -> ConfusionSvg.of(confusion(3), names(2), "t", "n"))
        .hasMessageContaining("3 names, received 2");
  }
}
