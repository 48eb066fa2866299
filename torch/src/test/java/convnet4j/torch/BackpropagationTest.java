package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.weights.HostTensor;
import convnet4j.zoo.Zoo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Activations computed again give what stored ones give. */
class BackpropagationTest {
  private static final int BATCH = 3;

  @BeforeAll
  @BeforeContainer
  static void natives() {
    Natives.load();
  }

  /** All that a step leaves behind, but for what the optimiser does. */
  record Left(
      List<Float> losses,
      Map<String, HostTensor> gradients,
      Map<String, HostTensor> weights,
      float nextDraw) {}

  /** Two batches, their gradients added up. */
  static Left left(
      Graph graph, Predicate<ParamSpec> frozen, Function<TorchNet, Backpropagation> way) {
    FeatureMap in = graph.input();
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.initialised(graph, 1, Map.of(), frozen)) {
      Backpropagation backpropagation = way.apply(net);
      torch.manual_seed(2);
      Tensor images =
          torch
              .randn(2 * BATCH, in.channels(), in.height(), in.width())
              .contiguous(MemoryFormat.ChannelsLast);
      Tensor labels = torch.arange(new Scalar(BATCH)).remainder(new Scalar(graph.classes()));
      torch.manual_seed(3);
      float first = backpropagation.run(images.narrow(0, 0, BATCH), o -> loss(graph, o, labels));
      float second =
          backpropagation.run(images.narrow(0, BATCH, BATCH), o -> loss(graph, o, labels));
      float nextDraw = torch.rand(1).item_float();
      Map<String, HostTensor> gradients = new LinkedHashMap<>();
      net.trained().forEach((spec, t) -> gradients.put(spec.name(), Tensors.toHost(t.grad())));
      return new Left(List.of(first, second), gradients, net.weights().tensors(), nextDraw);
    }
  }

  private static Tensor loss(Graph graph, List<Tensor> outputs, Tensor labels) {
    Tensor loss = null;
    for (int i = 0; i < outputs.size(); i++) {
      assertThat(outputs.get(i).scalar_type().intern()).isEqualTo(ScalarType.Float);
      Tensor one =
          torch.cross_entropy_loss(outputs.get(i), labels, new TensorOptional(), 1, -100, 0.1);
      loss = loss == null ? one : loss.add(one, new Scalar(graph.auxiliary().get(i - 1).weight()));
    }
    return loss;
  }

  static void assertSame(Left got, Left expected) {
    assertThat(got.losses()).isEqualTo(expected.losses());
    assertThat(got.gradients().keySet()).isEqualTo(expected.gradients().keySet());
    expected
        .gradients()
        .forEach(
            (name, tensor) -> assertThat(got.gradients().get(name)).as(name).isEqualTo(tensor));
    expected
        .weights()
        .forEach((name, tensor) -> assertThat(got.weights().get(name)).as(name).isEqualTo(tensor));
    assertThat(got.nextDraw()).isEqualTo(expected.nextDraw());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resnet20 | stochastic_depth=0.5",
        "resnet20 | shortcut=C",
        "preact_resnet18_cifar | stochastic_depth=0.5",
        "nin_cifar | activation=gelu",
        "googlenet_cifar | activation=relu",
        "googlenet_paper | aux=true,input=96",
        "mobilenet_v2_cifar | activation=relu",
        "nasnet_a_cifar | aux=true",
        "shufflenet_g3_x1_0 | input=64"
      })
  void gradientsAndStatisticsAreTheSameToTheLastBit(String network, String set) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String one : set.split(",")) {
      options.put(one.split("=")[0], one.split("=")[1]);
    }
    Graph graph = Resolver.resolve(Zoo.create(network, options));
    for (boolean bfloat16 : new boolean[] {false, true}) {
      assertSame(
          left(graph, spec -> false, net -> Backpropagation.checkpointed(net, bfloat16)),
          left(graph, spec -> false, net -> Backpropagation.stored(net, bfloat16)));
    }
  }

  /** As fine-tuning freezes: the early layers, all but the last, all but an auxiliary head. */
  @ParameterizedTest
  @CsvSource({"resnet56, (layer3|fc).*, 32", "resnet20, fc.*, 32", "googlenet_paper, aux1.*, 96"})
  void frozenLayersGetNoGradientAndKeepTheirStatistics(
      String network, String trained, String input) {
    Map<String, String> options = new LinkedHashMap<>(Map.of("input", input));
    if (network.startsWith("googlenet")) {
      options.put("aux", "true");
    }
    Graph graph = Resolver.resolve(Zoo.create(network, options));
    Predicate<ParamSpec> frozen = spec -> !spec.name().matches(trained);
    Left got = left(graph, frozen, net -> Backpropagation.checkpointed(net, false));
    assertThat(got.gradients().keySet()).isNotEmpty().allMatch(name -> name.matches(trained));
    assertSame(got, left(graph, frozen, net -> Backpropagation.stored(net, false)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLossThatIsNotFiniteGivesNoGradient(boolean checkpointed) {
    Graph graph = Resolver.resolve(Zoo.create("resnet20", Map.of()));
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.initialised(graph, 1)) {
      Backpropagation backpropagation =
          checkpointed
              ? Backpropagation.checkpointed(net, false)
              : Backpropagation.stored(net, false);
      Tensor images = torch.randn(2, 3, 32, 32);
      Scalar infinite = new Scalar(Double.POSITIVE_INFINITY);
      float loss =
          backpropagation.run(images, outputs -> outputs.getFirst().abs().sum().mul(infinite));
      assertThat(loss).isInfinite();
      net.trained().values().forEach(t -> assertThat(t.grad().defined()).isFalse());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingNativeIsLeftBehind(boolean checkpointed) {
    Graph graph = Resolver.resolve(Zoo.create("resnet20", Map.of()));
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.initialised(graph, 1)) {
      Backpropagation backpropagation =
          checkpointed
              ? Backpropagation.checkpointed(net, true)
              : Backpropagation.stored(net, true);
      Tensor images = torch.randn(2, 3, 32, 32);
      List<Long> counts = new ArrayList<>();
      for (int i = 0; i < 15; i++) {
        backpropagation.run(images, outputs -> outputs.getFirst().sum());
        counts.add(Pointer.totalCount());
      }
      assertThat(counts.subList(1, 15)).containsOnly(counts.getFirst());
    }
  }

  /**
   * Autocast casts a weight once and its gradients add up in bfloat16; a float32 value is cast for
   * everyone who reads it. Behind a cut it is a leaf, as weights are.
   */
  @Test
  void aFloatValueBehindACutIsNoWeight() {
    Layer twice =
        Layer.sum(
            Layer.scope("left", Op.Conv.of(4, 4, 3, 1, 1)),
            Layer.scope("right", Op.Conv.of(4, 4, 3, 1, 1)));
    Layer head = Layer.seq(new Op.AdaptiveAvgPool(1, 1), new Op.Flatten());
    Layer layer = Layer.seq(Layer.scope("bn", Op.BatchNorm.of(4)), twice, head);
    Graph graph =
        Resolver.resolve(new Network("test", new FeatureMap(4, 6, 6), 4, layer, OneLayer.INIT));
    Segments segments = new Segments(List.of(new Segment(0, 1), new Segment(1, 6)), 1, 1);
    assertThat(SegmentsTest.places(graph)).contains(1);
    assertSame(
        left(graph, spec -> false, net -> new CheckpointedActivations(net, true, segments)),
        left(graph, spec -> false, net -> Backpropagation.stored(net, true)));
  }

  /** Cut at some of all places that there are. */
  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void soTheyAreInAnyNetworkHoweverItIsCut(@ForAll long seed, @ForAll boolean bfloat16) {
    Graph graph = RandomNetwork.of(seed);
    Random random = new Random(seed);
    List<Segment> list = new ArrayList<>();
    int from = 0;
    for (int place : SegmentsTest.places(graph)) {
      if (random.nextInt(3) > 0) {
        list.add(new Segment(from, place));
        from = place;
      }
    }
    list.add(new Segment(from, graph.steps().size()));
    Segments segments = new Segments(list, 1, 1);
    Statistics.collect(list.size() > 1);
    assertSame(
        left(graph, spec -> false, net -> new CheckpointedActivations(net, bfloat16, segments)),
        left(graph, spec -> false, net -> Backpropagation.stored(net, bfloat16)));
  }
}
