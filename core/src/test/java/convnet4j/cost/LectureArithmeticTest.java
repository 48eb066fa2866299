package convnet4j.cost;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Graph;
import convnet4j.net.InitScheme;
import convnet4j.net.Initialisation;
import convnet4j.net.Layer;
import convnet4j.net.Network;
import convnet4j.net.Op;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The arguments with which lectures and papers introduce small filters come out of the model. */
class LectureArithmeticTest {
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.Constant(0),
          new Initialisation.Constant(0),
          new Initialisation.Constant(0));

  /** The cost of {@code layers} alone: the head that a classifier needs is taken off. */
  private static Cost cost(FeatureMap input, int features, Layer... layers) {
    Layer head =
        seq(
            scope("avgpool", new Op.AdaptiveAvgPool(1, 1)),
            scope("flatten", new Op.Flatten()),
            scope("fc", new Op.Linear(features, 1, false)));
    Graph graph = Resolver.resolve(new Network("lecture", input, 1, seq(seq(layers), head), INIT));
    Cost all = Cost.of(graph);
    return new Cost(
        all.steps().subList(0, layers.length),
        all.params() - features,
        all.madds() - features,
        0,
        all.activationBytes(),
        all.peakBytes(),
        all.depth() - 1,
        all.receptiveField());
  }

  private static Layer conv(String name, int in, int out, int kernel) {
    return scope(name, Op.Conv.of(in, out, kernel, 1, kernel / 2));
  }

  /** 5×5 from 192 to 32 channels on 28×28, directly and through a bottleneck of 16 channels. */
  @Test
  void aBottleneckMakesAnInceptionBranchTenTimesCheaper() {
    FeatureMap input = new FeatureMap(192, 28, 28);

    long direct = cost(input, 32, conv("5x5", 192, 32, 5)).madds();
    Cost through = cost(input, 32, conv("1x1", 192, 16, 1), conv("5x5", 16, 32, 5));

    assertThat(direct).isEqualTo(120_422_400); // "120M"
    assertThat(through.steps().get(0).madds()).isEqualTo(2_408_448); // "2.4M"
    assertThat(through.steps().get(1).madds()).isEqualTo(10_035_200); // "10.0M"
    assertThat(through.madds()).isEqualTo(12_443_648); // "12.4M"
  }

  /** Simonyan and Zisserman 2014, arXiv 1409.1556, section 2.3: 27C² weights against 49C². */
  @Test
  void threeSmallFiltersSeeWhatALargeOneSeesWithFewerWeights() {
    int c = 64;
    FeatureMap input = new FeatureMap(c, 56, 56);

    Cost large = cost(input, c, conv("7x7", c, c, 7));
    Layer[] three =
        IntStream.range(0, 3).mapToObj(i -> conv("3x3_" + i, c, c, 3)).toArray(Layer[]::new);
    Cost small = cost(input, c, three);

    assertThat(large.params()).isEqualTo(49 * c * c);
    assertThat(small.params()).isEqualTo(27 * c * c);
    assertThat(large.receptiveField()).isEqualTo(7);
    assertThat(small.receptiveField()).isEqualTo(7);
    assertThat(small.depth()).isEqualTo(3);
  }
}
