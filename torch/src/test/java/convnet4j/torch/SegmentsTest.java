package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.net.Step;
import convnet4j.zoo.Zoo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where graphs are cut. */
class SegmentsTest {
  static Segments segments(Graph graph) {
    return Segments.of(graph, InPlace.steps(graph), trained(graph));
  }

  private static Set<String> trained(Graph graph) {
    return graph.params().stream()
        .filter(spec -> spec.trained())
        .map(ParamSpec::name)
        .collect(Collectors.toSet());
  }

  private static Graph zoo(String name, Map<String, String> options) {
    return Resolver.resolve(Zoo.create(name, options));
  }

  /** Every place where a cut may go, from the definition: what is read behind it. */
  static List<Integer> places(Graph graph) {
    boolean[] inPlace = InPlace.steps(graph);
    List<Integer> places = new ArrayList<>();
    for (int place = 1; place < graph.steps().size(); place++) {
      Set<Integer> read = new HashSet<>();
      for (Step step : graph.steps().subList(place, graph.steps().size())) {
        read.addAll(step.inputs());
      }
      int before = place;
      read.removeIf(value -> value >= before);
      if (read.equals(Set.of(place - 1)) && !inPlace[place]) {
        places.add(place);
      }
    }
    return places;
  }

  @Property(tries = 300)
  void cutsGoWhereNothingButOneValueIsReadFurtherOn(@ForAll long seed) {
    Graph graph = RandomNetwork.of(seed);
    Segments segments = segments(graph);
    List<Integer> places = places(graph);
    int from = 0;
    for (Segment segment : segments.list()) {
      assertThat(segment.from()).isEqualTo(from).isLessThan(segment.to());
      from = segment.to();
      if (from < graph.steps().size()) {
        assertThat(places).contains(from);
      }
    }
    assertThat(from).isEqualTo(graph.steps().size());
    assertThat(segments.held()).isEqualTo(held(graph, segments.list())).isPositive();
    assertThat(segments.whole())
        .isEqualTo(held(graph, List.of(new Segment(0, graph.steps().size()))));
    if (segments.list().size() > 1) {
      assertThat(segments.share()).isLessThanOrEqualTo(0.9);
    }
  }

  /** What is held at most, added up. */
  private static long held(Graph graph, List<Segment> segments) {
    boolean[] inPlace = InPlace.steps(graph);
    Set<String> owners = graph.params().stream().map(ParamSpec::owner).collect(Collectors.toSet());
    long most = 0;
    long inputs = 0;
    boolean trained = false;
    for (Segment segment : segments) {
      long own = 0;
      for (int i = segment.from(); i < segment.to(); i++) {
        trained |= owners.contains(graph.steps().get(i).path());
        own += trained && !inPlace[i] ? graph.shape(i).elements() : 0;
      }
      inputs += segment.from() == 0 ? 0 : graph.shape(segment.from() - 1).elements();
      most = Math.max(most, inputs + own);
    }
    return most;
  }

  /**
   * Held are b values at a time: b of the first segment, b − 1 of the second beside its input, … so
   * that n = b(b + 1)/2 values are computed, and one more in front of them.
   */
  @ParameterizedTest
  @CsvSource({"10, 4", "55, 10", "105, 14", "1275, 50"})
  void aChainIsCutIntoSegmentsThatShrinkWithTheInputsHeld(int length, int held) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      layers.add(Layer.scope("conv" + i, Op.Conv.of(1, 1, 1, 1, 0)));
    }
    layers.add(new Op.AdaptiveAvgPool(1, 1));
    layers.add(new Op.Flatten());
    Graph graph =
        Resolver.resolve(
            new Network("chain", new FeatureMap(1, 40, 50), 1, Layer.seq(layers), OneLayer.INIT));
    Segments segments = segments(graph);

    assertThat(segments.whole()).isEqualTo(length * 2000L + 2);
    assertThat(segments.held()).isBetween(held * 2000L, held * 2000L + 2);
    // The last two values may have a segment of their own.
    assertThat(segments.list().size()).isBetween(held, held + 1);
    assertThat(segments.list().getFirst()).isEqualTo(new Segment(0, held));
  }

  /** A block is conv1, bn1, act1, conv2, bn2, [downsample,] sum, act2. */
  @Test
  void aResidualNetworkIsCutBetweenItsBlocksAndNowhereInside() {
    Graph graph = zoo("resnet20", Map.of());
    List<String> before =
        places(graph).stream().map(place -> graph.steps().get(place).path()).toList();

    assertThat(before)
        .containsExactly(
            "bn1",
            "layer1.0.conv1",
            "layer1.1.conv1",
            "layer1.2.conv1",
            "layer2.0.conv1",
            "layer2.1.conv1",
            "layer2.2.conv1",
            "layer3.0.conv1",
            "layer3.1.conv1",
            "layer3.2.conv1",
            "avgpool",
            "flatten",
            "fc");
    for (Segment segment : segments(graph).list()) {
      assertThat(segment.from() == 0 || places(graph).contains(segment.from())).isTrue();
    }
  }

  /**
   * resnet1202 keeps four maps of a block: 200 blocks of 16·32², of 32·16² and of 64·8² values. The
   * stem keeps two of them, shortcut A two padded ones, and behind the blocks there are 2·64 + 10.
   */
  @Test
  void resnet1202HoldsAThirtiethOfItsActivations() {
    Segments segments = segments(zoo("resnet1202", Map.of()));

    long maps = 4 * 200 * (16_384 + 8_192 + 4_096) + 2 * 16_384 + 8_192 + 4_096;
    assertThat(segments.whole()).isEqualTo(maps + 138);
    assertThat(segments.share()).isBetween(0.033, 0.034);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nasnet_a_mobile", "nasnet_a_cifar"})
  void whereCutsSaveNothingThereAreNone(String network) {
    Graph graph = zoo(network, Map.of());
    Segments segments = segments(graph);

    assertThat(segments.list()).containsExactly(new Segment(0, graph.steps().size()));
    assertThat(segments.share()).isOne();
  }

  /** Behind frozen layers autograd keeps nothing, so that there is nothing to save. */
  @Test
  void whatIsFrozenIsPartOfTheFirstSegment() {
    Graph graph = zoo("resnet56", Map.of());
    Set<String> trained = new HashSet<>(trained(graph));
    trained.removeIf(name -> !name.startsWith("layer3") && !name.startsWith("fc"));
    Segments segments = Segments.of(graph, InPlace.steps(graph), trained);

    int first = segments.list().getFirst().to();
    assertThat(graph.steps().get(first - 1).path()).startsWith("layer3.");
    assertThat(segments.list()).hasSizeGreaterThan(2);
    trained.removeIf(name -> !name.startsWith("fc"));
    assertThat(Segments.of(graph, InPlace.steps(graph), trained).list()).hasSize(1);
  }
}
