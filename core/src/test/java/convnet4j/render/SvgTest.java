package convnet4j.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class SvgTest {
  @Test
  void aPictureIsADocumentOnWhiteGround() {
    Svg svg = new Svg(40, 20.5, "dots & lines");
    svg.open("g", "fill", "#333").empty("circle", "r", 2).close().text("text", "a<b", "x", 1.25);
    assertThat(svg.end())
        .isEqualTo(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="40" height="20.5" viewBox="0 0 40 20.5"\
             role="img" font-family="%s">
              <title>dots &amp; lines</title>
              <rect width="40" height="20.5" fill="#ffffff"/>
              <g fill="#333">
                <circle r="2"/>
              </g>
              <text x="1.25">a&lt;b</text>
            </svg>
            """
                .formatted(Svg.FONT));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.001, 0",
    "3, 3",
    "1200, 1200",
    "2.50, 2.5",
    "0.125, 0.12",
    "-1.666, -1.67",
    "1e7, 10000000"
  })
  void numbersArePlainInEveryLocale(double value, String text) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Svg.number(value)).isEqualTo(text);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> Svg.number(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Svg(0, 1, "")).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new Svg(1, 1, "").empty("rect", "x"))
        .hasMessageContaining("a value for every attribute of rect");
  }

  @Property
  void anyTextComesBackFromAnXmlParser(@ForAll String text) throws Exception {
    Svg svg = new Svg(1, 1, "").text("text", text, "class", text);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg.end())));
    Element element = (Element) document.getElementsByTagName("text").item(0);
    String held = text.replaceAll("[\\x00-\\x1F\\uFFFE\\uFFFF]|\\p{Cs}", "\uFFFD");
    assertThat(element.getTextContent()).isEqualTo(held);
    assertThat(element.getAttribute("class")).isEqualTo(held);
  }
}
