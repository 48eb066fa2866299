package convnet4j.cost;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static convnet4j.net.Layer.sum;
import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.cost.PublishedMemory.Cell;
import convnet4j.cost.PublishedMemory.Verdict;
import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.zoo.Zoo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargestTensorTest {
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.Constant(0),
          new Initialisation.Constant(0),
          new Initialisation.Constant(0));

  private static List<LargestTensor> largest(Layer... layers) {
    Layer all = seq(seq(layers), scope("flatten", new Op.Flatten()), fc(4 * 4 * 4));
    return LargestTensor.of(
        Resolver.resolve(new Network("tiny", new FeatureMap(2, 8, 8), 3, all, INIT)));
  }

  private static Layer fc(int in) {
    return scope("fc", new Op.Linear(in, 3, true));
  }

  private static Layer conv(String name, int in, int out, int kernel, int stride) {
    return scope(name, Op.Conv.of(in, out, kernel, stride, kernel / 2));
  }

  @Test
  void ofEveryResolutionTheOutputWithTheMostChannelsCounts() {
    assertThat(largest(conv("a", 2, 6, 3, 1), conv("b", 6, 5, 3, 1), conv("c", 5, 4, 3, 2)))
        .containsExactly(
            new LargestTensor(8, 8, 6, 6),
            new LargestTensor(4, 4, 4, 4),
            // The flattened 64 values are the same tensor as before.
            new LargestTensor(1, 1, 3, 3));
    assertThat(new LargestTensor(8, 4, 6, 3).bytes16()).isEqualTo(2 * 8 * 4 * 6);
    assertThat(new LargestTensor(8, 4, 6, 3).splitBytes16()).isEqualTo(2 * 8 * 4 * 3);
  }

  @Test
  void theInsideOfAnInvertedBottleneckIsSplitAtEveryResolutionThatItHas() {
    Layer filter = scope("dw", Op.Conv.depthwise(12, 3, 2, 1));
    assertThat(largest(conv("wide", 2, 12, 1, 1), filter, conv("narrow", 12, 4, 1, 1)))
        .containsExactly(
            new LargestTensor(8, 8, 12, 0),
            new LargestTensor(4, 4, 12, 4),
            new LargestTensor(1, 1, 3, 3));
  }

  @Test
  void whatSomethingElseReadsTooIsNotSplit() {
    Layer block = seq(scope("dw", Op.Conv.depthwise(12, 3, 1, 1)), conv("n", 12, 4, 1, 1));
    Layer both = sum(block, conv("skip", 12, 4, 1, 1));
    assertThat(largest(conv("wide", 2, 12, 1, 1), both, conv("c", 4, 4, 3, 2)).getFirst())
        .isEqualTo(new LargestTensor(8, 8, 12, 12));
    // Nor what a convolution that widens further, or mixes neighbours, makes the end of.
    assertThat(largest(conv("wide", 2, 12, 1, 1), conv("n", 12, 4, 3, 1), conv("c", 4, 4, 3, 2)))
        .first()
        .isEqualTo(new LargestTensor(8, 8, 12, 12));
  }

  /** Channels by hand from table 2 of the paper: t·c inside, c outside. */
  @Test
  void mobileNetV2HasTheTensorsOfItsTable() {
    assertThat(LargestTensor.of(graph("mobilenet_v2")))
        .containsExactly(
            new LargestTensor(112, 112, 96, 16),
            new LargestTensor(56, 56, 144, 24),
            new LargestTensor(28, 28, 192, 32),
            new LargestTensor(14, 14, 576, 96),
            new LargestTensor(7, 7, 1280, 320),
            new LargestTensor(1, 1, 1280, 1280));
  }

  @Test
  void printedCellsAreHeldAgainstTheNetwork() {
    PublishedMemory printed = PublishedMemory.of("mobilenet_v2").orElseThrow();
    List<Verdict> verdicts =
        LargestTensor.of(graph("mobilenet_v2")).stream()
            .map(t -> printed.at(t.height(), t.width()).orElseThrow().against(t))
            .toList();

    assertThat(verdicts)
        .containsExactly(
            Verdict.FOLLOWS_WHEN_SPLIT, // 16 at 112
            Verdict.DOES_NOT_FOLLOW, // 32 at 56, where the blocks have 24
            Verdict.DOES_NOT_FOLLOW, // 64 at 28, where they have 32
            Verdict.DOES_NOT_FOLLOW, // 160 at 14, where they have 64 and 96
            Verdict.FOLLOWS_WHEN_SPLIT, // 320 at 7
            Verdict.FOLLOWS);
    assertThat(PublishedMemory.of("resnet18")).isEmpty();
    assertThat(printed.at(112, 56)).isEmpty();
  }

  @Test
  void aPrintedCellMayContradictItself() {
    // 1024·7·7 16-bit values are 100 kB, and 199 are printed.
    assertThat(new Cell(7, 1024, 199).against(new LargestTensor(7, 7, 1024, 1024)))
        .isEqualTo(Verdict.CONTRADICTS_ITSELF);
    assertThat(new Cell(28, 400, 600).against(new LargestTensor(28, 28, 400, 400)))
        .isEqualTo(Verdict.FOLLOWS); // 627 kB
  }

  private static Graph graph(String name) {
    return Resolver.resolve(Zoo.create(name, Map.of()));
  }
}
