package convnet4j.net;

import static convnet4j.net.Layer.scope;
import static convnet4j.net.Layer.seq;
import static org.assertj.core.api.Assertions.assertThat;

import convnet4j.net.Shape.FeatureMap;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Output sizes against windows counted one by one. */
class WindowTest {
  private static final InitScheme INIT =
      new InitScheme(
          new Initialisation.Constant(0),
          new Initialisation.Constant(0),
          new Initialisation.Constant(0));

  private static Shape output(int height, int width, Op op) {
    Layer head =
        seq(new Op.AdaptiveAvgPool(1, 1), new Op.Flatten(), scope("fc", new Op.Linear(1, 1, true)));
    Network network =
        new Network("n", new FeatureMap(1, height, width), 1, seq(scope("op", op), head), INIT);
    return Resolver.resolve(network).steps().getFirst().output();
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aConvolutionHasAnOutputWhereverItsWindowFits(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 7) int kernel,
      @ForAll @IntRange(min = 1, max = 5) int stride,
      @ForAll @IntRange(max = 4) int padding,
      @ForAll @IntRange(min = 1, max = 3) int dilation) {
    int rows = fitting(height, kernel, stride, padding, dilation);
    int columns = fitting(width, kernel, stride, padding, dilation);
    Assume.that(rows > 0 && columns > 0);

    assertThat(
            output(height, width, new Op.Conv(1, 1, kernel, stride, padding, dilation, 1, false)))
        .isEqualTo(new FeatureMap(1, rows, columns));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aCeilingPoolAlsoHasWindowsThatReachPastTheEndButStartBeforeIt(
      @ForAll @IntRange(min = 7, max = 40) int size,
      @ForAll @IntRange(min = 1, max = 7) int kernel,
      @ForAll @IntRange(min = 1, max = 9) int stride,
      @ForAll @IntRange(max = 3) int padding) {
    Assume.that(padding <= kernel / 2);
    int windows = 0;
    for (int start = -padding; start < size; start += stride) {
      boolean somethingLeft = windows == 0 || start - stride + kernel < size + padding;
      windows += somethingLeft ? 1 : 0;
    }

    assertThat(
            output(size, size, new Op.Pool(Op.Pool.Mode.MAX, kernel, stride, padding, true, true)))
        .isEqualTo(new FeatureMap(1, windows, windows));
  }

  private static int fitting(int size, int kernel, int stride, int padding, int dilation) {
    int count = 0;
    for (int start = -padding; start < size + padding; start += stride) {
      boolean fits = true;
      for (int tap = 0; tap < kernel; tap++) {
        fits &= start + tap * dilation < size + padding;
      }
      count += fits ? 1 : 0;
    }
    return count;
  }
}
