package convnet4j.torch;

import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.ParamSpec;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Weights and images that a formula gives, so that another program can make the same: {@code
 * golden.py} beside the golden files does. A value depends on its tensor's name and its place.
 */
final class Fill {
  private Fill() {}

  /**
   * Weights with the variance of He et al. 2015, biases and shifts around 0, scales and variances
   * around 1; in networks that add branches up the scales are around 0.3, because what residual
   * blocks add piles up.
   */
  static Weights weights(Graph graph) {
    boolean adds = graph.steps().stream().anyMatch(step -> step.kernel() == Join.SUM);
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (ParamSpec spec : graph.params()) {
      tensors.put(
          spec.name(),
          spec.shape().isEmpty()
              ? HostTensor.longs(spec.shape(), 0)
              : HostTensor.floats(spec.shape(), values(spec, adds ? 0.3 : 1)));
    }
    return Weights.matching(graph, tensors, "formula");
  }

  /** One image, C×H×W, of mean 0 and variance 1. */
  static float[] image(FeatureMap shape) {
    return scaled("image", (int) shape.elements(), -Math.sqrt(3), Math.sqrt(3));
  }

  private static float[] values(ParamSpec spec, double scale) {
    int count = (int) spec.elements();
    boolean around1 = spec.name().endsWith(".weight") || spec.name().endsWith(".running_var");
    return switch (spec.role()) {
      case WEIGHT -> {
        double bound = Math.sqrt(6.0 * spec.shape().getFirst() / count);
        yield scaled(spec.name(), count, -bound, bound);
      }
      case BIAS -> scaled(spec.name(), count, -0.1, 0.1);
      case NORM ->
          around1
              ? scaled(spec.name(), count, 0.8 * scale, 1.2 * scale)
              : scaled(spec.name(), count, -0.1, 0.1);
      case BUFFER ->
          around1 ? scaled(spec.name(), count, 0.8, 1.2) : scaled(spec.name(), count, -0.1, 0.1);
    };
  }

  private static float[] scaled(String name, int count, double low, double high) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    int start = (int) crc.getValue();
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double u = (mixed(start + i * 0x9E3779B9) >>> 8) / (double) (1 << 24);
      values[i] = (float) (low + (high - low) * u);
    }
    return values;
  }

  /** The finaliser of MurmurHash3. */
  private static int mixed(int x) {
    int h = (x ^ (x >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return h ^ (h >>> 16);
  }
}
