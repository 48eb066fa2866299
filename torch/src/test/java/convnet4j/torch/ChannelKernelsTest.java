package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers that move channels and pixels, or weigh them by their neighbours. */
class ChannelKernelsTest {
  private final OneLayer one = new OneLayer();

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  @Test
  void paddedShortcutTakesEverySecondPixelBetweenChannelsOfZeros() {
    FeatureMap shape = new FeatureMap(2, 5, 5);
    float[] got = one.run(new Op.PadShortcut(1, 2, 2), shape);
    FeatureMap o = new FeatureMap(5, 3, 3);
    assertThat(got).hasSize(45);
    for (int c = 0; c < 5; c++) {
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 3; x++) {
          float expected =
              c == 1 || c == 2 ? one.input()[OneLayer.at(shape, c - 1, 2 * y, 2 * x)] : 0;
          assertThat(got[OneLayer.at(o, c, y, x)]).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "1, 1", "2, 1"})
  void aShiftDropsTheFirstRowAndColumnAndEndsOnZeros(int height, int width) {
    FeatureMap shape = new FeatureMap(2, height, width);
    float[] got = one.run(new Op.Shift(), shape);
    assertThat(one.output()).isEqualTo(shape);
    for (int c = 0; c < 2; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          boolean inside = y + 1 < height && x + 1 < width;
          float expected = inside ? one.input()[OneLayer.at(shape, c, y + 1, x + 1)] : 0;
          assertThat(got[OneLayer.at(shape, c, y, x)]).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void channelShuffleDealsEveryGroupOutOverAllGroups() {
    FeatureMap shape = new FeatureMap(6, 2, 2);
    float[] got = one.run(new Op.ChannelShuffle(3), shape);
    // Groups (0 1) (2 3) (4 5) become 0 2 4 1 3 5.
    int[] from = {0, 2, 4, 1, 3, 5};
    for (int c = 0; c < 6; c++) {
      for (int p = 0; p < 4; p++) {
        assertThat(got[c * 4 + p]).isEqualTo(one.input()[from[c] * 4 + p]);
      }
    }
  }

  @Test
  void localResponseNormDividesByTheSquaresOfTheChannelsAround() {
    FeatureMap shape = new FeatureMap(7, 2, 3);
    float[] got = one.run(new Op.LocalResponseNorm(5, 0.5, 0.75, 2), shape);
    for (int c = 0; c < 7; c++) {
      for (int p = 0; p < 6; p++) {
        double squares = 0;
        for (int other = Math.max(0, c - 2); other <= Math.min(6, c + 2); other++) {
          squares += one.input()[other * 6 + p] * one.input()[other * 6 + p];
        }
        double expected = one.input()[c * 6 + p] / Math.pow(2 + 0.5 / 5 * squares, 0.75);
        assertThat((double) got[c * 6 + p]).isCloseTo(expected, within(1e-5));
      }
    }
  }

  /** Networks with it are evaluated in bfloat16 where processors are fast at that. */
  @Test
  void localResponseNormTakesAndGivesBfloat16() {
    float[] values = {1, -2, 4, 0.5f, 8};
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode()) {
      Tensor x = Tensor.create(values, 1, 5, 1, 1).to(ScalarType.BFloat16);

      Tensor y = Kernels.run(new Op.LocalResponseNorm(3, 3, 1, 1), x, null, Mode.INFERENCE, false);

      assertThat(y.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
      // x / (1 + the squares of a channel and its neighbours): 1/6, -2/22, 4/21.25, .5/81.25,
      // 8/65.25
      float[] expected = {0.166667f, -0.090909f, 0.188235f, 0.0061538f, 0.122605f};
      // Half of a bfloat16's last bit.
      assertThat(Tensors.toHost(y.to(ScalarType.Float)).toFloats())
          .usingComparatorWithPrecision(1 / 512f)
          .containsExactly(expected);
    }
  }
}
