package convnet4j.explain;

import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.Residual;
import convnet4j.recipe.LayerMeasure;
import convnet4j.torch.StepObserver;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the layers on the way to the logits yield for one batch. Nothing native outlives a call, and
 * no random number is drawn.
 */
final class OutputStatistics implements StepObserver {
  /** Where the slope 1 − y² of a tanh is a tenth of its steepest. */
  private static final double SATURATED = Math.sqrt(0.9);

  private final Graph graph;

  /** By step, whether it is a layer to report on. */
  private final boolean[] layers;

  /** By step, whether a residual sum compares its size. */
  private final boolean[] compared;

  private final Map<Integer, Residual> residuals = new HashMap<>();

  /** By step, the L2 norm of its output. */
  private final Map<Integer, Double> norms = new HashMap<>();

  private final Map<Integer, Map<LayerMeasure, Double>> measured = new HashMap<>();

  OutputStatistics(Graph graph) {
    this.graph = graph;
    this.layers = layers(graph);
    this.compared = new boolean[layers.length];
    for (Residual residual : Residual.of(graph)) {
      if (layers[residual.sum()]) {
        residuals.put(residual.sum(), residual);
        compared[residual.branch()] = true;
        compared[residual.input()] = true;
      }
    }
  }

  /** By step, whether it has a row: layers of auxiliary classifiers have none. */
  static boolean[] layers(Graph graph) {
    boolean[] layers = graph.leadsToLogits();
    for (int i = 0; i < layers.length; i++) {
      layers[i] &= isLayer(graph.steps().get(i).kernel());
    }
    return layers;
  }

  private static boolean isLayer(Kernel kernel) {
    return switch (kernel) {
      case Op.Conv c -> true;
      case Op.Linear l -> true;
      case Op.BatchNorm b -> true;
      case Op.Activation a -> true;
      case Op.Pool p -> false;
      case Op.AdaptiveAvgPool p -> false;
      case Op.Dropout d -> false;
      case Op.StochasticDepth d -> false;
      case Op.Flatten f -> false;
      case Op.LocalResponseNorm n -> false;
      case Op.ChannelShuffle s -> false;
      case Op.PadShortcut p -> false;
      case Op.Shift s -> false;
      case Join join -> join == Join.SUM;
    };
  }

  /** What was measured of a step's output; empty where nothing was. */
  Map<LayerMeasure, Double> of(int step) {
    return measured.getOrDefault(step, Map.of());
  }

  @Override
  public void yielded(int step, Tensor value) {
    if (!layers[step] && !compared[step]) {
      return;
    }
    Map<LayerMeasure, Double> values = new EnumMap<>(LayerMeasure.class);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor output = value.to(ScalarType.Float);
      T_TensorTensor_T moments = torch.std_mean(output, false);
      double std = moments.get0().item_double();
      double mean = moments.get1().item_double();
      norms.put(step, Math.sqrt(output.numel() * (std * std + mean * mean)));
      values.put(LayerMeasure.MEAN, mean);
      values.put(LayerMeasure.STD, std);
      if (graph.steps().get(step).kernel() instanceof Op.Activation a) {
        activation(a.activation(), output, values);
      }
    }
    if (residuals.containsKey(step)) {
      Residual residual = residuals.get(step);
      double input = norms.get(residual.input());
      if (input != 0) {
        values.put(LayerMeasure.BRANCH_RATIO, norms.get(residual.branch()) / input);
      }
    }
    if (layers[step]) {
      measured.put(step, values);
    }
  }

  private static void activation(
      ActivationKind kind, Tensor output, Map<LayerMeasure, Double> values) {
    switch (kind) {
      case RELU, RELU6 -> {
        values.put(LayerMeasure.ZEROS, 1 - share(output));
        values.put(
            LayerMeasure.DEAD, 1 - share(torch.amax(output, withoutChannels(output), false)));
      }
      case TANH -> values.put(LayerMeasure.SATURATED, saturated(output));
      case SIGMOID ->
          values.put(
              LayerMeasure.SATURATED, saturated(output.mul(new Scalar(2.0)).sub(new Scalar(1.0))));
      // Nowhere exactly 0 over a range, nor of a slope that stays near 0 on both sides.
      case LEAKY_RELU, ELU, GELU, SILU -> {}
    }
  }

  private static double saturated(Tensor tanh) {
    return share(tanh.abs().gt(new Scalar(SATURATED)));
  }

  /** The share of the values that are not 0. */
  private static double share(Tensor values) {
    return (double) values.count_nonzero().item_long() / values.numel();
  }

  /** All dimensions but the second: N×C×H×W or N×C. */
  private static long[] withoutChannels(Tensor output) {
    long[] all = {0, 2, 3};
    return Arrays.copyOf(all, Math.toIntExact(output.dim()) - 1);
  }
}
