package convnet4j.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.LayerMeasure;
import convnet4j.recipe.LayerRow;
import convnet4j.torch.Backpropagation;
import convnet4j.torch.Natives;
import convnet4j.torch.TorchNet;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import convnet4j.zoo.Zoo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputStatisticsTest {
  private static final FeatureMap INPUT = new FeatureMap(3, 1, 2);

  /** Two images of three channels of two pixels. */
  private static final float[] IMAGES = {1, -2, 3, 1, 0.5f, -1, -3, 4, 2, 5, 1, 2};

  /**
   * Whatever follows multiplies the channels by these: {1, −2, −3, 4}, {−3, −1, −2, −5} and {1, −2,
   * 2, 4}, whose sum is −6 and whose squares come to 30 + 39 + 25 = 94.
   */
  private static final float[] FIRST = {1, -1, 2};

  private static final double SQUARES = 94;

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  private static Layer conv(String name) {
    return Layer.scope(name, Op.Conv.of(3, 3, 1, 1, 0));
  }

  /** Convolutions that multiply channels, one after another, then a last layer. */
  private static List<LayerRow> rows(Layer layer, Map<String, float[]> diagonals) {
    Layer head = Layer.seq(new Op.Flatten(), Layer.scope("fc", new Op.Linear(6, 2, false)));
    InitScheme ones = new InitScheme(new Constant(1), new Constant(1), new Constant(0));
    Graph graph = Resolver.resolve(new Network("made", INPUT, 2, Layer.seq(layer, head), ones));
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("fc.weight", HostTensor.floats(List.of(2, 6), new float[12]));
    diagonals.forEach(
        (name, d) ->
            tensors.put(
                name + ".weight",
                HostTensor.floats(List.of(3, 3, 1, 1), d[0], 0, 0, 0, d[1], 0, 0, 0, d[2])));
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.trainable(graph, Weights.matching(graph, tensors, "by hand"));
        LayerProbe probe = new LayerProbe(net, 7)) {
      Tensor images = Tensor.create(IMAGES, 2, 3, 1, 2).contiguous(MemoryFormat.ChannelsLast);
      Backpropagation.stored(net, false)
          .run(images, probe.outputs(), outputs -> outputs.getFirst().sum());
      return probe.rows();
    }
  }

  private static LayerRow row(List<LayerRow> rows, String path) {
    return rows.stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
  }

  private static void assertValue(LayerRow row, LayerMeasure measure, double expected) {
    assertThat(row.value(measure).orElseThrow())
        .as(measure.label())
        .isCloseTo(expected, within(1e-6));
  }

  private static List<LayerRow> activated(ActivationKind kind) {
    Layer act = Layer.scope("act", new Op.Activation(kind));
    return rows(Layer.seq(conv("conv"), act), Map.of("conv", FIRST));
  }

  /** The activation overwrites what the convolution yields; both are seen as they were. */
  @Test
  void meansAndDeviationsAreOfTheWholeBatch() {
    List<LayerRow> rows = activated(ActivationKind.RELU);
    assertThat(rows).extracting(LayerRow::path).containsExactly("conv", "act", "fc");
    assertThat(rows).extracting(LayerRow::kind).containsExactly("Conv", "Activation", "Linear");
    assertThat(rows).extracting(LayerRow::depth).containsExactly(1, 1, 2);
    assertThat(rows).extracting(LayerRow::step).containsOnly(7L);
    assertValue(row(rows, "conv"), LayerMeasure.MEAN, -0.5);
    assertValue(row(rows, "conv"), LayerMeasure.STD, Math.sqrt(SQUARES / 12 - 0.25));
    // 1, 4, 1, 2 and 4 are left.
    assertValue(row(rows, "act"), LayerMeasure.MEAN, 1);
    assertValue(row(rows, "act"), LayerMeasure.STD, Math.sqrt(38 / 12.0 - 1));
    assertValue(row(rows, "fc"), LayerMeasure.STD, 0);
  }

  @Test
  void aChannelIsDeadThatIsZeroEverywhere() {
    List<LayerRow> rows = activated(ActivationKind.RELU);
    assertValue(row(rows, "act"), LayerMeasure.ZEROS, 7 / 12.0);
    assertValue(row(rows, "act"), LayerMeasure.DEAD, 1 / 3.0);
    assertThat(row(rows, "act").value(LayerMeasure.SATURATED)).isEmpty();
    assertThat(row(rows, "conv").value(LayerMeasure.ZEROS)).isEmpty();
  }

  /** tanh 1 = 0.76 and tanh 2 = 0.96; sigmoid 3 = 0.953 and sigmoid 4 = 0.982. */
  @ParameterizedTest
  @CsvSource({"TANH, 9", "SIGMOID, 3"})
  void outputsAreSaturatedWhereTheSlopeIsBelowATenthOfItsSteepest(
      ActivationKind kind, int saturated) {
    LayerRow row = row(activated(kind), "act");
    assertValue(row, LayerMeasure.SATURATED, saturated / 12.0);
    assertThat(row.value(LayerMeasure.DEAD)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"LEAKY_RELU", "ELU", "GELU", "SILU"})
  void otherActivationsNeitherDieNorSaturate(ActivationKind kind) {
    assertThat(row(activated(kind), "act").values())
        .containsOnlyKeys(LayerMeasure.MEAN, LayerMeasure.STD);
  }

  /** The units of a fully connected layer are its channels. */
  @Test
  void unitsDieAsChannelsDo() {
    Layer act = Layer.scope("act", new Op.Activation(ActivationKind.RELU));
    Layer layer = Layer.seq(conv("conv"), new Op.Flatten(), act);
    LayerRow row = row(rows(layer, Map.of("conv", FIRST)), "act");
    // Of {1, −2, −3, −1, 1, −2} and {−3, 4, −2, −5, 2, 4}, the third and the fourth.
    assertValue(row, LayerMeasure.DEAD, 2 / 6.0);
  }

  /** The sum overwrites F(x) = {1, 0, 2} · x, whose squares come to 30 + 4 · 25 = 130. */
  @Test
  void branchesAreComparedWithWhatTheyAreAddedTo() {
    Layer block = Layer.scope("block", Layer.sum(conv("branch"), Layer.identity()));
    List<LayerRow> rows =
        rows(
            Layer.seq(conv("conv"), block),
            Map.of("conv", FIRST, "block.branch", new float[] {1, 0, 2}));
    LayerRow sum = row(rows, "block");
    assertThat(sum.kind()).isEqualTo("SUM");
    assertValue(sum, LayerMeasure.BRANCH_RATIO, Math.sqrt(130 / SQUARES));
    // {1, −2, −3, 4} twice, {−3, −1, −2, −5}, {1, −2, 2, 4} thrice.
    assertValue(sum, LayerMeasure.MEAN, (0 - 11 + 15) / 12.0);
  }

  private static List<LayerRow> look(
      Graph graph, Function<TorchNet, Backpropagation> way, int times) {
    FeatureMap in = graph.input();
    List<LayerRow> rows = null;
    try (PointerScope scope = new PointerScope();
        TorchNet net = TorchNet.initialised(graph, 1)) {
      torch.manual_seed(2);
      Tensor images = torch.randn(3, in.channels(), in.height(), in.width());
      Backpropagation backpropagation = way.apply(net);
      List<Long> natives = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        try (LayerProbe probe = new LayerProbe(net, 0)) {
          backpropagation.run(images, probe.outputs(), outputs -> outputs.getFirst().sum());
          probe.beforeUpdate();
          probe.afterUpdate();
          rows = probe.rows();
        }
        natives.add(Pointer.totalCount());
      }
      assertThat(natives.subList(1, times)).containsOnly(natives.get(1));
      return rows;
    }
  }

  /** Activations that are computed again are looked at once. */
  @ParameterizedTest
  @CsvSource({"resnet20, false", "resnet20, true", "preact_resnet18_cifar, true"})
  void checkpointedActivationsAreTheSame(String network, boolean bfloat16) {
    Graph graph = Resolver.resolve(Zoo.create(network, Map.of()));
    List<LayerRow> stored = look(graph, net -> Backpropagation.stored(net, bfloat16), 4);
    assertThat(look(graph, net -> Backpropagation.checkpointed(net, bfloat16), 4))
        .isEqualTo(stored);
    assertThat(stored)
        .filteredOn(row -> row.kind().equals("SUM"))
        .isNotEmpty()
        .allMatch(row -> row.value(LayerMeasure.BRANCH_RATIO).orElse(0) > 0);
    assertThat(stored)
        .filteredOn(row -> row.kind().equals("Conv"))
        .allMatch(row -> row.value(LayerMeasure.GRADIENT_NORM).isPresent());
  }

  /** Their gradients reach the trunk, and their layers are no part of the way to the logits. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void auxiliaryClassifiersHaveNoRows(boolean checkpointed) {
    Map<String, String> options = Map.of("aux", "true", "input", "96");
    Graph graph = Resolver.resolve(Zoo.create("googlenet_paper", options));
    List<LayerRow> rows =
        look(
            graph,
            net ->
                checkpointed
                    ? Backpropagation.checkpointed(net, false)
                    : Backpropagation.stored(net, false),
            2);
    assertThat(rows).hasSizeGreaterThan(100).noneMatch(row -> row.path().startsWith("aux"));
  }

  /** Of a network in float32 and bfloat16 the same is seen, to what bfloat16 can hold. */
  @Test
  void bfloat16ChangesLittle() {
    Graph graph = Resolver.resolve(Zoo.create("resnet20", Map.of()));
    List<LayerRow> exact = look(graph, net -> Backpropagation.stored(net, false), 2);
    List<LayerRow> rounded = look(graph, net -> Backpropagation.stored(net, true), 2);
    for (int i = 0; i < exact.size(); i++) {
      double std = exact.get(i).value(LayerMeasure.STD).orElseThrow();
      assertThat(rounded.get(i).value(LayerMeasure.STD).orElseThrow())
          .isCloseTo(std, within(0.1 * std));
    }
  }
}
