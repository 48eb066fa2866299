package convnet4j.zoo;

import static convnet4j.zoo.Parts.count;
import static convnet4j.zoo.Parts.kernels;
import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.cost.Cost;
import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XceptionTest {
  private static final Op.Activation RELU = new Op.Activation(ActivationKind.RELU);
  private static final Op.Pool SAME_POOL = Op.Pool.same(Op.Pool.Mode.MAX, 3, 2);
  private static final Graph XCEPTION = ZooTest.graph("xception", Map.of());

  private static Op.BatchNorm norm(int channels) {
    return new Op.BatchNorm(channels, 1e-3, 0.01);
  }

  private static List<Kernel> pools(Graph graph) {
    return graph.steps().stream().map(Step::kernel).filter(Op.Pool.class::isInstance).toList();
  }

  /** Multiply-adds of a separable convolution on a map of {@code side}. */
  private static long separable(int in, int out, int side) {
    return (9L * in + (long) in * out) * side * side;
  }

  /** By hand from figure 5, on maps of 149, 147, 74, 37, 19 and 10 pixels a side. */
  @Test
  void multiplyAddsAreThoseOfTheFigure() {
    long stem = 864L * 149 * 149 + 32L * 64 * 9 * 147 * 147;
    long entry =
        separable(64, 128, 147)
            + separable(128, 128, 147)
            + separable(128, 256, 74)
            + separable(256, 256, 74)
            + separable(256, 728, 37)
            + separable(728, 728, 37);
    long middle = 8 * 3 * separable(728, 728, 19);
    long exit =
        separable(728, 728, 19)
            + separable(728, 1024, 19)
            + separable(1024, 1536, 10)
            + separable(1536, 2048, 10);
    long projections =
        64L * 128 * 74 * 74 + 128L * 256 * 37 * 37 + 256L * 728 * 19 * 19 + 728L * 1024 * 100;

    assertThat(Cost.of(XCEPTION).madds())
        .isEqualTo(stem + entry + middle + exit + projections + 2_048_000)
        .isEqualTo(8_357_403_496L);
  }

  /** Keras's summary: 22,910,480 parameters, of which 54,528 are not trained. */
  @Test
  void trainedAndOtherParametersAreKerass() {
    assertThat(Cost.of(XCEPTION).params()).isEqualTo(22_910_480 - 54_528);
    assertThat(
            XCEPTION.params().stream()
                .filter(spec -> !spec.role().isParameter() && !spec.shape().isEmpty())
                .mapToLong(ParamSpec::elements)
                .sum())
        .isEqualTo(54_528);
  }

  @Test
  void theFirstBlockReadsWhatTheStemHasActivatedAndTheOthersActivateThemselves() {
    assertThat(kernels(XCEPTION, "block1"))
        .containsExactly(
            Op.Conv.of(64, 128, 1, 2, 0),
            norm(128),
            Op.Conv.depthwise(64, 3, 1, 1),
            Op.Conv.of(64, 128, 1, 1, 0),
            norm(128),
            RELU,
            Op.Conv.depthwise(128, 3, 1, 1),
            Op.Conv.of(128, 128, 1, 1, 0),
            norm(128),
            SAME_POOL,
            Join.SUM);
    assertThat(kernels(XCEPTION, "block4.rep"))
        .startsWith(RELU, Op.Conv.depthwise(728, 3, 1, 1), Op.Conv.of(728, 728, 1, 1, 0))
        .hasSize(12)
        .endsWith(norm(728));
    assertThat(count(XCEPTION, Join.SUM)).isEqualTo(12);
    assertThat(count(XCEPTION, new Op.Dropout(0.5))).isOne();
    assertThat(XCEPTION.params().stream().map(ParamSpec::name))
        .contains(
            "block2.rep.1.conv1.weight", "block2.rep.1.pointwise.weight", "conv4.conv1.weight")
        .contains("block12.skipbn.running_var", "fc.bias");
  }

  /**
   * At 299 the strided pools read sides of 147, 74, 37 and 19; at 71, the least that Keras takes,
   * 33, 17, 9 and 5; at 100, 47, 24, 12 and 6; at 32, 13, 7, 4 and 2.
   */
  @ParameterizedTest
  @CsvSource({
    "299x299, 10x10",
    "71x71, 3x3",
    "100x100, 3x3",
    "32x32, 1x1",
    "100x71, 3x3",
    "71x303, 3x10"
  })
  void stridedPoolsHalveSidesOfAnyParityUpwards(String input, String last) {
    Graph graph = ZooTest.graph("xception", Map.of("input", "3x" + input));

    assertThat(pools(graph)).hasSize(4).allMatch(SAME_POOL::equals);
    assertThat(graph.steps().get(graph.steps().size() - 5).output())
        .hasToString("2048×" + last.replace('x', '×'));
  }
}
