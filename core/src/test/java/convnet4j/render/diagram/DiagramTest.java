package convnet4j.render.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.render.diagram.Block.Box;
import convnet4j.render.diagram.Block.Kind;
import convnet4j.render.diagram.Block.Repeat;
import convnet4j.render.diagram.Block.Residual;
import convnet4j.render.diagram.Block.Shortcut;
import convnet4j.render.diagram.Block.Stack;
import convnet4j.render.diagram.Diagram.Fold;
import convnet4j.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is drawn, against the figures and tables of He et al. 2015, arXiv 1512.03385. */
class DiagramTest {
  static Graph graph(String name) {
    return Resolver.resolve(Zoo.create(name, Map.of()));
  }

  private static Stack layers(String name, Fold fold) {
    return Diagram.of(List.of(graph(name)), fold).networks().getFirst().layers();
  }

  private static Stream<Residual> residuals(Stack stack) {
    return Legend.all(stack).filter(b -> b instanceof Residual).map(b -> (Residual) b);
  }

  private static Stream<String> boxes(Stack stack, Kind kind) {
    return Legend.all(stack)
        .filter(b -> b instanceof Box box && box.kind() == kind)
        .map(b -> ((Box) b).text());
  }

  /** Convolutions and fully connected layers on the main line, repeats counted. */
  private static int weighted(Block block) {
    return switch (block) {
      case Box b ->
          switch (b.kind()) {
            case CONV, DEPTHWISE, LINEAR -> 1;
            case POOL, OTHER, CONCAT, JUNCTION -> 0;
          };
      case Stack s -> s.items().stream().mapToInt(DiagramTest::weighted).sum();
      case Residual r -> weighted(r.body());
      case Block.Branches b ->
          b.branches().stream().mapToInt(DiagramTest::weighted).max().orElse(0);
      case Block.Mesh m -> m.nodes().stream().mapToInt(DiagramTest::weighted).sum();
      case Repeat r -> r.times() * weighted(r.of());
    };
  }

  /** The number in a network's name is how many layers with weights it has. */
  @ParameterizedTest
  @CsvSource({
    "vgg16, 16",
    "vgg19_bn, 19",
    "plain34, 34",
    "resnet18, 18",
    "resnet34, 34",
    "resnet50, 50",
    "resnet152, 152",
    "resnet20, 20",
    "resnet110, 110",
    "resnet1202, 1202"
  })
  void foldedOrNotEveryLayerIsThere(String name, int layers) {
    assertThat(weighted(layers(name, Fold.NEVER))).isEqualTo(layers);
    assertThat(weighted(layers(name, Fold.ALWAYS))).isEqualTo(layers);
  }

  @Test
  void vgg19IsTheLeftColumnOfFigure3() {
    Stack vgg = layers("vgg19", Fold.AUTO);
    assertThat(boxes(vgg, Kind.CONV)).hasSize(16).startsWith("3×3 conv, 64", "3×3 conv, 64");
    assertThat(boxes(vgg, Kind.POOL)).hasSize(5).containsOnly("2×2 max pool, /2");
    assertThat(boxes(vgg, Kind.LINEAR)).containsExactly("fc 4096", "fc 4096", "fc 1000");
    assertThat(residuals(vgg)).isEmpty();
  }

  @Test
  void resnet34HasSixteenShortcutsOfWhichThreeChangeTheShape() {
    List<Residual> blocks = residuals(layers("resnet34", Fold.AUTO)).toList();
    assertThat(blocks).hasSize(16);
    assertThat(blocks.stream().flatMap(b -> b.shortcuts().stream()).filter(s -> !s.sameShape()))
        .containsExactly(
            new Shortcut("1×1 conv, 128, /2", false),
            new Shortcut("1×1 conv, 256, /2", false),
            new Shortcut("1×1 conv, 512, /2", false));
    assertThat(blocks.get(3).body().items())
        .containsExactly(
            new Box(Kind.CONV, "3×3 conv, 128, /2", List.of(128, 28, 28)),
            new Box(Kind.CONV, "3×3 conv, 128", List.of(128, 28, 28)));
    assertThat(residuals(layers("plain34", Fold.AUTO))).isEmpty();
  }

  /** Table 1 has 3, 8, 36 and 3 blocks; the first of each has another shortcut. */
  @Test
  void resnet152IsFoldedByItself() {
    Diagram diagram = Diagram.of(List.of(graph("resnet152")), Fold.AUTO);
    assertThat(diagram.folded()).isTrue();
    List<Block> items = diagram.networks().getFirst().layers().items();
    assertThat(items.stream().filter(b -> b instanceof Repeat).map(b -> ((Repeat) b).times()))
        .containsExactly(2, 7, 35, 2);
    assertThat(items.stream().filter(b -> b instanceof Residual)).hasSize(4);
  }

  @Test
  void figure3IsNotFoldedButBesideALongNetworkItIs() {
    List<Graph> figure = List.of(graph("vgg19"), graph("plain34"), graph("resnet34"));
    assertThat(Diagram.of(figure, Fold.AUTO).folded()).isFalse();
    assertThat(Diagram.of(List.of(graph("vgg19"), graph("resnet50")), Fold.AUTO).folded()).isTrue();
  }

  /** Option A, section 4.2: a strided identity, padded with zeros. */
  @Test
  void shortcutsWithoutParametersSayWhatTheyDo() {
    assertThat(
            residuals(layers("resnet20", Fold.NEVER))
                .flatMap(b -> b.shortcuts().stream())
                .filter(s -> !s.sameShape())
                .map(Shortcut::text))
        .containsExactly("zero padding, 32, /2", "zero padding, 64, /2");
  }
}
