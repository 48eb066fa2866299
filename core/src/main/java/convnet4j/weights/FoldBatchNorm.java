package convnet4j.weights;

import convnet4j.net.Graph;
import convnet4j.net.GraphBuilder;
import convnet4j.net.Initialisation.Constant;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.ParamSpec.Role;
import convnet4j.net.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Folds batch norms into the convolutions before them, for inference: fewer steps, the same outputs
 * to rounding. With the running statistics μ and σ², scale γ and shift β of an output channel, w
 * becomes w·γ/√(σ²+ε) and the bias (b−μ)·γ/√(σ²+ε)+β, computed in double.
 *
 * <p>A batch norm is folded when it reads a convolution that nothing else reads; others stay. The
 * convolution keeps its path and has a bias afterwards.
 */
public final class FoldBatchNorm {
  private final Graph graph;
  private final Weights weights;

  /** The convolutions that take a batch norm in, each with it. */
  private final Map<Integer, Integer> norms = new HashMap<>();

  /** The convolutions' new weights and biases, by name. */
  private final Map<String, HostTensor> folded = new HashMap<>();

  /**
   * The rewritten network.
   *
   * @param graph to execute
   * @param weights of its parameters
   */
  public record Folded(Graph graph, Weights weights) {}

  private FoldBatchNorm(Graph graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /** The network that computes in evaluation what {@code graph} with {@code weights} does. */
  public static Folded apply(Graph graph, Weights weights) {
    return new FoldBatchNorm(graph, weights).apply();
  }

  private Folded apply() {
    findNorms();
    GraphBuilder builder = new GraphBuilder(graph.name(), graph.input());
    int[] moved = new int[graph.steps().size()];
    for (int i = 0; i < moved.length; i++) {
      Step step = graph.steps().get(i);
      List<Integer> inputs =
          step.inputs().stream().map(j -> j == Graph.INPUT ? j : moved[j]).toList();
      if (norms.containsValue(i)) {
        moved[i] = inputs.getFirst();
        continue;
      }
      Kernel kernel = step.kernel();
      if (kernel instanceof Op.Conv conv && norms.containsKey(i)) {
        fold(step.path(), conv, graph.steps().get(norms.get(i)));
        kernel = withBias(conv);
      }
      moved[i] = builder.add(step.path(), kernel, inputs, step.output());
    }
    graph.auxiliary().stream()
        .map(a -> new Graph.Auxiliary(a.path(), moved[a.step()], a.weight()))
        .forEach(builder::add);
    Map<String, HostTensor> values = addParams(builder);
    Graph result = builder.build(graph.classes());
    return new Folded(result, Weights.matching(result, values, graph.name()));
  }

  private void findNorms() {
    int[] readers = new int[graph.steps().size()];
    graph.steps().stream()
        .flatMap(step -> step.inputs().stream())
        .filter(i -> i != Graph.INPUT)
        .forEach(i -> readers[i]++);
    for (int i = 0; i < readers.length; i++) {
      Step step = graph.steps().get(i);
      int source = step.inputs().getFirst();
      if (step.kernel() instanceof Op.BatchNorm
          && source != Graph.INPUT
          && readers[source] == 1
          && graph.steps().get(source).kernel() instanceof Op.Conv) {
        norms.put(source, i);
      }
    }
  }

  private void fold(String path, Op.Conv conv, Step norm) {
    HostTensor weight = weights.get(path + ".weight");
    float[] w = weight.toFloats();
    float[] b = conv.bias() ? floats(path + ".bias") : new float[conv.out()];
    float[] gamma = floats(norm.path() + ".weight");
    float[] beta = floats(norm.path() + ".bias");
    float[] mean = floats(norm.path() + ".running_mean");
    float[] variance = floats(norm.path() + ".running_var");
    double eps = ((Op.BatchNorm) norm.kernel()).eps();
    int taps = w.length / conv.out();
    for (int c = 0; c < conv.out(); c++) {
      double scale = gamma[c] / Math.sqrt(variance[c] + eps);
      for (int i = c * taps; i < (c + 1) * taps; i++) {
        w[i] = (float) (w[i] * scale);
      }
      b[c] = (float) (((double) b[c] - mean[c]) * scale + beta[c]);
    }
    folded.put(path + ".weight", HostTensor.floats(weight.shape(), w));
    folded.put(path + ".bias", HostTensor.floats(List.of(conv.out()), b));
  }

  private float[] floats(String name) {
    return weights.get(name).toFloats();
  }

  private static Op.Conv withBias(Op.Conv c) {
    return new Op.Conv(
        c.in(), c.out(), c.kernel(), c.stride(), c.padding(), c.dilation(), c.groups(), true);
  }

  /** Adds the parameters that are left, and the new biases after their weights. */
  private Map<String, HostTensor> addParams(GraphBuilder builder) {
    Set<String> gone = new HashSet<>();
    norms.values().forEach(norm -> gone.add(graph.steps().get(norm).path()));
    Map<String, HostTensor> values = new HashMap<>(weights.tensors());
    values.keySet().removeIf(name -> gone.contains(name.substring(0, name.lastIndexOf('.'))));
    values.putAll(folded);
    for (ParamSpec spec : graph.params()) {
      String owner = spec.owner();
      String bias = owner + ".bias";
      if (gone.contains(owner)) {
        continue;
      }
      builder.add(spec);
      if (folded.containsKey(bias) && !weights.tensors().containsKey(bias)) {
        List<Integer> shape = spec.shape().subList(0, 1);
        builder.add(
            new ParamSpec(
                bias, shape, Role.BIAS, new Constant(0), spec.fanIn(), spec.fanOut(), false));
      }
    }
    return values;
  }
}
