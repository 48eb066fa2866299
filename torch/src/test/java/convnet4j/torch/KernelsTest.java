package convnet4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.net.Layer;
import convnet4j.net.Op;
import convnet4j.net.Shape.FeatureMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers with windows or weights against plain loops written from their definitions. */
class KernelsTest {
  private final OneLayer one = new OneLayer();

  @BeforeAll
  static void natives() {
    Natives.load();
  }

  @ParameterizedTest
  @CsvSource({
    "4, 6, 3, 1, 1, 1, 1, false",
    "4, 6, 3, 2, 1, 1, 1, true",
    "4, 6, 1, 2, 0, 1, 2, false",
    "4, 8, 3, 1, 2, 2, 4, true",
    "4, 4, 5, 3, 2, 1, 4, false"
  })
  void convolutionIsTheSumOverItsWindow(
      int in, int out, int k, int stride, int padding, int dilation, int groups, boolean bias) {
    Op.Conv conv = new Op.Conv(in, out, k, stride, padding, dilation, groups, bias);
    FeatureMap shape = new FeatureMap(in, 7, 9);
    float[] got = one.run(conv, shape);
    float[] w = one.weights().get("op.weight").toFloats();
    float[] b = bias ? one.weights().get("op.bias").toFloats() : new float[out];
    FeatureMap o = one.output();
    int perGroup = in / groups;
    for (int c = 0; c < out; c++) {
      for (int y = 0; y < o.height(); y++) {
        for (int x = 0; x < o.width(); x++) {
          double sum = b[c];
          for (int i = 0; i < perGroup; i++) {
            int channel = c / (out / groups) * perGroup + i;
            for (int ky = 0; ky < k; ky++) {
              for (int kx = 0; kx < k; kx++) {
                int iy = y * stride - padding + ky * dilation;
                int ix = x * stride - padding + kx * dilation;
                if (iy >= 0 && iy < 7 && ix >= 0 && ix < 9) {
                  sum +=
                      w[((c * perGroup + i) * k + ky) * k + kx]
                          * one.input()[OneLayer.at(shape, channel, iy, ix)];
                }
              }
            }
          }
          assertThat((double) got[OneLayer.at(o, c, y, x)]).isCloseTo(sum, within(1e-4));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MAX, 3, 2, 1, false, true",
    "MAX, 2, 2, 0, true, true",
    "AVERAGE, 2, 2, 0, false, true",
    "AVERAGE, 3, 2, 1, false, true",
    "AVERAGE, 3, 2, 1, false, false"
  })
  void poolingTakesTheMaximumOrTheMeanOfItsWindow(
      Op.Pool.Mode mode, int k, int stride, int padding, boolean ceil, boolean countPadding) {
    FeatureMap shape = new FeatureMap(3, 7, 7);
    Op.Pool pool = new Op.Pool(mode, k, stride, padding, ceil, countPadding);
    float[] got = one.run(pool, shape);
    FeatureMap o = one.output();
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < o.height(); y++) {
        for (int x = 0; x < o.width(); x++) {
          double max = Double.NEGATIVE_INFINITY;
          double sum = 0;
          int inside = 0;
          for (int iy = y * stride - padding; iy < y * stride - padding + k; iy++) {
            for (int ix = x * stride - padding; ix < x * stride - padding + k; ix++) {
              if (iy >= 0 && iy < 7 && ix >= 0 && ix < 7) {
                max = Math.max(max, one.input()[OneLayer.at(shape, c, iy, ix)]);
                sum += one.input()[OneLayer.at(shape, c, iy, ix)];
                inside++;
              }
            }
          }
          double expected = mode == Op.Pool.Mode.MAX ? max : sum / (countPadding ? k * k : inside);
          assertThat((double) got[OneLayer.at(o, c, y, x)]).isCloseTo(expected, within(1e-5));
        }
      }
    }
  }

  @Test
  void batchNormInInferenceUsesTheRunningStatistics() {
    FeatureMap shape = new FeatureMap(5, 3, 3);
    float[] got = one.run(new Op.BatchNorm(5, 1e-3, 0.1), shape);
    float[] scale = one.weights().get("op.weight").toFloats();
    float[] shift = one.weights().get("op.bias").toFloats();
    float[] mean = one.weights().get("op.running_mean").toFloats();
    float[] variance = one.weights().get("op.running_var").toFloats();
    for (int i = 0; i < got.length; i++) {
      int c = i / 9;
      double expected =
          (one.input()[i] - mean[c]) / Math.sqrt(variance[c] + 1e-3) * scale[c] + shift[c];
      assertThat((double) got[i]).isCloseTo(expected, within(1e-4));
    }
  }

  @Test
  void linearReadsChannelsOutermost() {
    FeatureMap shape = new FeatureMap(2, 2, 3);
    Layer head = Layer.seq(new Op.Flatten(), Layer.scope("op", new Op.Linear(12, 4, true)));
    float[] got = one.run(head, shape, 4);
    float[] w = one.weights().get("op.weight").toFloats();
    float[] b = one.weights().get("op.bias").toFloats();
    for (int o = 0; o < 4; o++) {
      double sum = b[o];
      for (int i = 0; i < 12; i++) {
        sum += w[o * 12 + i] * one.input()[i];
      }
      assertThat((double) got[o]).isCloseTo(sum, within(1e-4));
    }
  }

  @Test
  void globalAveragePoolingIsTheMeanOfEveryChannel() {
    FeatureMap shape = new FeatureMap(3, 4, 5);
    float[] got = one.run(new Op.AdaptiveAvgPool(1, 1), shape);
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      for (int i = 0; i < 20; i++) {
        sum += one.input()[c * 20 + i];
      }
      assertThat((double) got[c]).isCloseTo(sum / 20, within(1e-5));
    }
  }

  @Test
  void dropoutDoesNothingInInference() {
    float[] got = one.run(new Op.Dropout(0.5), new FeatureMap(2, 4, 4));
    assertThat(got).isEqualTo(one.input());
  }
}
