package convnet4j.explain;

import convnet4j.net.ParamSpec;
import convnet4j.recipe.LayerMeasure;
import convnet4j.torch.Tensors;
import convnet4j.torch.TorchNet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What one step of training does to the weights of the layers, biases and shifts left aside. Owns a
 * copy of the trained weights between {@link #before} and {@link #after}.
 */
final class WeightStatistics implements AutoCloseable {
  private static final String WEIGHT = ".weight";

  /** Weights that are trained, by the path of their layer. */
  private final Map<String, Tensor> weights = new LinkedHashMap<>();

  private final Map<String, Tensor> copies = new HashMap<>();
  private final Map<String, Map<LayerMeasure, Double>> measured = new HashMap<>();

  WeightStatistics(TorchNet net) {
    for (Map.Entry<ParamSpec, Tensor> trained : net.trained().entrySet()) {
      if (trained.getKey().name().endsWith(WEIGHT)) {
        weights.put(trained.getKey().owner(), trained.getValue());
      }
    }
  }

  /** Measures gradients and weights, and keeps the weights. */
  void before() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      weights.forEach(
          (path, weight) -> {
            Map<LayerMeasure, Double> values = new EnumMap<>(LayerMeasure.class);
            Tensor gradient = weight.grad();
            if (gradient.defined()) {
              values.put(LayerMeasure.GRADIENT_NORM, norm(gradient));
            }
            values.put(LayerMeasure.WEIGHT_NORM, norm(weight));
            measured.put(path, values);
            copies.put(path, Tensors.own(weight.detach().clone()));
          });
    }
  }

  /** Measures how far the weights have gone. */
  void after() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      weights.forEach(
          (path, weight) -> {
            Map<LayerMeasure, Double> values = measured.get(path);
            double size = values.get(LayerMeasure.WEIGHT_NORM);
            if (size != 0) {
              double change = norm(weight.sub(copies.get(path)));
              values.put(LayerMeasure.UPDATE_RATIO, change / size);
            }
          });
    }
    close();
  }

  /** What was measured of a layer's weight; empty where it is not trained or has not been. */
  Map<LayerMeasure, Double> of(String path) {
    return measured.getOrDefault(path, Map.of());
  }

  /** In float64: the square of a gradient that has vanished is less than float32 can hold. */
  private static double norm(Tensor tensor) {
    return tensor.to(ScalarType.Double).norm().item_double();
  }

  @Override
  public void close() {
    copies.values().forEach(Tensors::free);
    copies.clear();
  }
}
