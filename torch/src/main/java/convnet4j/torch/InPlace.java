package convnet4j.torch;

import convnet4j.net.ActivationKind;
import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.Step;

/** Decides which steps overwrite what they read. */
final class InPlace {
  private InPlace() {}

  /**
   * For every step, whether it overwrites its first input: it can, nothing else reads that, and the
   * gradient of whatever made it does not need it. Activations keep their output for the backward
   * pass; convolutions, batch norms, linear layers, sums and what drops images do not.
   */
  static boolean[] steps(Graph graph) {
    int[] readers = new int[graph.steps().size()];
    for (Step step : graph.steps()) {
      for (int input : step.inputs()) {
        if (input != Graph.INPUT) {
          readers[input]++;
        }
      }
    }
    boolean[] result = new boolean[readers.length];
    for (int i = 0; i < result.length; i++) {
      int input = graph.steps().get(i).inputs().getFirst();
      result[i] =
          input != Graph.INPUT
              && canOverwrite(graph.steps().get(i).kernel())
              && readers[input] == 1
              && leavesOutputAlone(graph.steps().get(input).kernel(), result[input]);
    }
    return result;
  }

  private static boolean canOverwrite(Kernel kernel) {
    return kernel == Join.SUM
        || kernel instanceof Op.StochasticDepth
        || (kernel instanceof Op.Activation a && canOverwrite(a.activation()));
  }

  private static boolean canOverwrite(ActivationKind kind) {
    return switch (kind) {
      case RELU, RELU6, LEAKY_RELU, ELU, TANH, SIGMOID -> true;
      // Their gradients need the input.
      case GELU, SILU -> false;
    };
  }

  private static boolean leavesOutputAlone(Kernel kernel, boolean overwrote) {
    return switch (kernel) {
      case Op.Conv c -> true;
      case Op.BatchNorm b -> true;
      case Op.Linear l -> true;
      case Op.Activation a -> false;
      case Op.Pool p -> false;
      case Op.AdaptiveAvgPool p -> false;
      case Op.Dropout d -> false;
      // Outside of training it yields what it reads.
      case Op.StochasticDepth d -> overwrote;
      case Op.Flatten f -> false;
      case Op.LocalResponseNorm n -> false;
      case Op.ChannelShuffle s -> false;
      case Op.PadShortcut p -> false;
      case Op.Shift s -> false;
      case Join join -> join == Join.SUM;
    };
  }
}
