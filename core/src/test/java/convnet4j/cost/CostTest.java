package convnet4j.cost;

import static convnet4j.net.Layer.identity;
import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.net.Layer.sum;
import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostTest {
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.Constant(0),
          new Initialisation.Constant(0),
          new Initialisation.Constant(0));

  private static Graph graph(FeatureMap input, int features, Layer... layers) {
    Layer head =
        seq(
            scope("avgpool", new Op.AdaptiveAvgPool(1, 1)),
            scope("flatten", new Op.Flatten()),
            scope("fc", new Op.Linear(features, 3, true)));
    return Resolver.resolve(new Network("tiny", input, 3, seq(seq(layers), head), INIT));
  }

  private static Layer conv(String name, int in, int out, int kernel, int stride) {
    return scope(name, Op.Conv.of(in, out, kernel, stride, kernel / 2));
  }

  private static StepCost at(Graph graph, String path) {
    for (int i = 0; i < graph.steps().size(); i++) {
      if (graph.steps().get(i).path().equals(path)) {
        return Cost.of(graph).steps().get(i);
      }
    }
    throw new AssertionError("no step " + path);
  }

  @Test
  void everyStepIsCountedAsByHand() {
    Graph graph =
        graph(
            new FeatureMap(2, 8, 6),
            4,
            scope("a", seq(new Op.Conv(2, 4, 3, 2, 1, 1, 2, true), relu())),
            scope("bn", Op.BatchNorm.of(4)));

    assertThat(Cost.of(graph).steps())
        .containsExactly(
            // 4 filters of one channel, 3×3, and 4 biases; 36 weights at 4×3 positions.
            new StepCost(40, 432, 192, 3),
            new StepCost(0, 0, 192, 3),
            new StepCost(8, 0, 192, 3),
            // The 4 rows are 2 apart and see 3 each.
            new StepCost(0, 0, 16, 9),
            new StepCost(0, 0, 16, 9),
            new StepCost(15, 12, 12, 9));
    assertThat(Cost.of(graph).params()).isEqualTo(63);
    assertThat(Cost.of(graph).madds()).isEqualTo(444);
    assertThat(Cost.of(graph).activationBytes()).isEqualTo(620);
    assertThat(Cost.of(graph).depth()).isEqualTo(2);
    assertThat(Cost.of(graph).receptiveField()).isEqualTo(3);
  }

  @Test
  void inferenceHoldsAShortcutUntilItIsAdded() {
    Graph graph =
        graph(
            new FeatureMap(2, 4, 4),
            4,
            conv("a", 2, 4, 3, 1),
            sum(conv("b", 4, 4, 3, 1), identity()));

    // At the sum: a, b and the sum itself, 256 bytes each. The image, 128 bytes, is gone after a.
    assertThat(Cost.of(graph).peakBytes()).isEqualTo(768);
  }

  @Test
  void inferenceHoldsTheImageUntilItsLastReader() {
    Graph graph = graph(new FeatureMap(2, 4, 4), 2, sum(conv("a", 2, 2, 3, 1), identity()), relu());

    // At the sum: the image, a and the sum, 128 bytes each.
    assertThat(Cost.of(graph).peakBytes()).isEqualTo(384);
  }

  @Test
  void inferenceFreesWhatNobodyReadsAnyMore() {
    Graph graph =
        graph(
            new FeatureMap(1, 4, 4),
            1,
            conv("a", 1, 8, 1, 1),
            conv("b", 8, 2, 1, 1),
            conv("c", 2, 1, 1, 1));

    // 512 bytes of a beside the 128 of b.
    assertThat(Cost.of(graph).peakBytes()).isEqualTo(640);
  }

  @Test
  void countsDoNotOverflowAnInt() {
    Graph graph = Resolver.resolve(Zoo.create("vgg19", Map.of("input", "3x65536x65536")));

    // The first convolution: 64·3·9 weights at 2^32 positions.
    assertThat(at(graph, "features.0").madds()).isEqualTo(1728L << 32);
    assertThat(at(graph, "features.0").activationBytes()).isEqualTo(256L << 32);
    assertThat(Cost.of(graph).peakBytes()).isEqualTo(512L << 32);
  }

  /** 196 is what Faster R-CNN's and R-FCN's readers know: 16 pixels apart on conv5_3. */
  @Test
  void receptiveFieldsOfVgg16AreThePublishedOnes() {
    Graph vgg16 = Resolver.resolve(Zoo.create("vgg16", Map.of()));

    assertThat(at(vgg16, "features.28").receptiveField()).isEqualTo(196);
    // github.com/google-research/receptive_field, README: vgg_16 212.
    assertThat(Cost.of(vgg16).receptiveField()).isEqualTo(212);
    // The pool from 7×7 to 7×7 sees no more, the vector of all its values 6 · 32 more.
    assertThat(at(vgg16, "avgpool").receptiveField()).isEqualTo(212);
    assertThat(at(vgg16, "classifier.6").receptiveField()).isEqualTo(404);
  }

  /**
   * TF-Slim's resnet_v1_50 and resnet_v1_101, which stride in the last block of a stage: 483 and
   * 1027 in the README of github.com/google-research/receptive_field.
   */
  @Test
  void theWidestOfParallelBranchesCounts() {
    assertThat(Cost.of(slimResNet(3, 4, 6, 3)).receptiveField()).isEqualTo(483);
    assertThat(Cost.of(slimResNet(3, 4, 23, 3)).receptiveField()).isEqualTo(1027);
    // Here the shallow branch comes first.
    assertThat(Cost.of(slimResNet(3, 4, 6, 3)).depth()).isEqualTo(50);
  }

  private static Graph slimResNet(int... blocks) {
    List<Layer> layers = new ArrayList<>();
    layers.add(conv("conv1", 3, 1, 7, 2));
    layers.add(Op.Pool.max(3, 2, 1));
    for (int stage = 0; stage < blocks.length; stage++) {
      for (int i = 1; i <= blocks[stage]; i++) {
        int stride = i == blocks[stage] && stage < 3 ? 2 : 1;
        Layer body = seq(conv("a", 1, 1, 1, 1), conv("b", 1, 1, 3, stride), conv("c", 1, 1, 1, 1));
        // Sampling every second pixel is a max pool of side 1 there.
        layers.add(scope("stage" + stage + "_" + i, sum(Op.Pool.max(1, stride, 0), body)));
      }
    }
    return graph(new FeatureMap(3, 224, 224), 1, layers.toArray(Layer[]::new));
  }

  /** AlexNet: 195 in the same README. */
  @Test
  void receptiveFieldOfAlexNetIsThePublishedOne() {
    Graph alexnet =
        graph(
            new FeatureMap(3, 224, 224),
            1,
            scope("conv1", Op.Conv.of(3, 1, 11, 4, 0)),
            Op.Pool.max(3, 2, 0),
            conv("conv2", 1, 1, 5, 1),
            Op.Pool.max(3, 2, 0),
            conv("conv3", 1, 1, 3, 1),
            conv("conv4", 1, 1, 3, 1),
            conv("conv5", 1, 1, 3, 1),
            Op.Pool.max(3, 2, 0));

    assertThat(Cost.of(alexnet).receptiveField()).isEqualTo(195);
  }

  /** On 1×1 a stride leaves the size as it is, so that branches of different stride can meet. */
  @Test
  void ofBranchesOfDifferentStrideTheCoarserCounts() {
    Graph graph =
        graph(
            new FeatureMap(1, 1, 1),
            1,
            sum(identity(), conv("strided", 1, 1, 1, 2)),
            conv("after", 1, 1, 3, 1));

    assertThat(at(graph, "after").receptiveField()).isEqualTo(5);
  }

  @Test
  void dilationWidensAndPaddedShortcutsKeepTheStride() {
    Graph graph =
        graph(
            new FeatureMap(1, 32, 32),
            2,
            scope("wide", new Op.Conv(1, 1, 3, 1, 3, 3, 1, false)),
            scope("pad", new Op.PadShortcut(1, 0, 2)),
            conv("after", 2, 2, 3, 1));

    assertThat(at(graph, "wide").receptiveField()).isEqualTo(7);
    assertThat(at(graph, "pad").receptiveField()).isEqualTo(7);
    assertThat(at(graph, "after").receptiveField()).isEqualTo(11);
  }

  private static Layer relu() {
    return new Op.Activation(ActivationKind.RELU);
  }
}
