package convnet4j.render.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.render.TextWidth;
import convnet4j.render.diagram.Diagram.Fold;
import convnet4j.zoo.Zoo;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** Reads pictures back and measures them. */
class DiagramSvgTest {
  /** A text or a box of a layer, in pixels of the picture. */
  private record Area(String what, double left, double top, double right, double bottom) {
    boolean meets(Area o) {
      return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
    }

    boolean contains(Area o) {
      return left <= o.left && o.right <= right && top <= o.top && o.bottom <= bottom;
    }
  }

  private final List<Area> texts = new ArrayList<>();
  private final List<Area> cells = new ArrayList<>();
  private final List<Element> lines = new ArrayList<>();

  static List<String> names() {
    return Zoo.names();
  }

  private Area read(String... networks) throws Exception {
    String svg =
        Diagram.of(List.of(networks).stream().map(DiagramTest::graph).toList(), Fold.AUTO).svg();
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    Element root = document.getDocumentElement();
    visit(root, 0, 0);
    return new Area("picture", 0, 0, number(root, "width"), number(root, "height"));
  }

  private void visit(Element e, double x, double y) {
    String move = e.getAttribute("transform");
    if (!move.isEmpty()) {
      String[] by = move.substring("translate(".length(), move.length() - 1).split(" ");
      visitChildren(e, x + Double.parseDouble(by[0]), y + Double.parseDouble(by[1]));
      return;
    }
    switch (e.getTagName()) {
      case "text" -> texts.add(text(e, x, y));
      case "rect" -> {
        if (e.hasAttribute("stroke-dasharray")) { // a layer, not a ground
          double left = x + number(e, "x");
          double top = y + number(e, "y");
          cells.add(
              new Area("box", left, top, left + number(e, "width"), top + number(e, "height")));
        }
      }
      case "path" -> lines.add(e);
      default -> {}
    }
    visitChildren(e, x, y);
  }

  private void visitChildren(Element e, double x, double y) {
    for (Node n = e.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element child && !child.getTagName().equals("defs")) {
        visit(child, x, y);
      }
    }
  }

  /** From the tops of capitals to the base line. */
  private static Area text(Element e, double x, double y) {
    double size = number(e, "font-size");
    double width = TextWidth.of(e.getTextContent(), size);
    double left =
        x
            + number(e, "x")
            - switch (e.getAttribute("text-anchor")) {
              case "middle" -> width / 2;
              case "end" -> width;
              default -> 0;
            };
    double base = y + number(e, "y");
    return new Area(e.getTextContent(), left, base - 0.75 * size, left + width, base);
  }

  private static double number(Element e, String attribute) {
    return Double.parseDouble(e.getAttribute(attribute));
  }

  @ParameterizedTest
  @MethodSource("names")
  void noTextIsCutOrCoversAnother(String network) throws Exception {
    assertLegible(read(network));
  }

  @Test
  void norIsItSideBySide() throws Exception {
    assertLegible(read("vgg19", "plain34", "resnet34"));
  }

  @Test
  void norBetweenImagesOfDifferentSizes() throws Exception {
    assertLegible(read("resnet20", "mobilenet_v2", "resnet110"));
  }

  private void assertLegible(Area picture) {
    assertThat(cells).isNotEmpty();
    assertThat(texts).allMatch(picture::contains, "lies in " + picture);
    for (Area text : texts) {
      assertThat(texts).as(text.toString()).filteredOn(text::meets).containsOnly(text);
      assertThat(cells)
          .as(text.toString())
          .filteredOn(text::meets)
          .allMatch(cell -> cell.contains(text), "contains the text");
    }
    for (Area cell : cells) {
      assertThat(cells).filteredOn(cell::meets).hasSize(1);
    }
  }

  @Test
  void arcsAreDottedWhereTheShapeChanges() throws Exception {
    read("resnet34");
    List<Element> arcs =
        lines.stream().filter(line -> line.getAttribute("d").contains(" C ")).toList();
    assertThat(arcs).hasSize(16);
    assertThat(arcs.stream().map(arc -> arc.getAttribute("stroke-dasharray")))
        .filteredOn("2 3"::equals)
        .hasSize(3);
  }

  /** Figure 3: what has the same resolution begins at the same height. */
  @Test
  void resolutionsAreAligned() throws Exception {
    read("vgg19", "plain34", "resnet34");
    List<Area> last =
        texts.stream()
            .filter(t -> t.what.equals("fc 4096") || t.what.equals("global avg pool"))
            .toList();
    assertThat(last.stream().mapToDouble(Area::top).min()).hasValue(last.getLast().top);
    assertThat(last.stream().filter(t -> t.top == last.getLast().top)).hasSize(3);
  }
}
