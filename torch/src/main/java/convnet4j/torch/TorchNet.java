package convnet4j.torch;

import convnet4j.net.Graph;
import convnet4j.net.Join;
import convnet4j.net.Op;
import convnet4j.net.ParamSpec;
import convnet4j.net.ParamSpec.Role;
import convnet4j.net.Step;
import convnet4j.weights.DType;
import convnet4j.weights.HostTensor;
import convnet4j.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Executes a {@link Graph} on libtorch. Owns the network's tensors until it is closed; what a
 * forward pass makes belongs to the {@link PointerScope} that is open around it. Images are N×C×H×W
 * in channels_last memory, as are the weights of convolutions.
 *
 * <p>Not thread-safe in training; without training, threads may share it.
 */
public final class TorchNet implements AutoCloseable {
  private static final String BATCHES = ".num_batches_tracked";

  private final Graph graph;
  private final SequencedMap<String, Tensor> tensors;
  private final List<Kernels.Params> params = new ArrayList<>();
  private final boolean[] inPlace;
  private long batches;

  private TorchNet(Graph graph, SequencedMap<String, Tensor> tensors, long batches) {
    this.graph = graph;
    this.tensors = tensors;
    this.batches = batches;
    this.inPlace = InPlace.steps(graph);
    for (Step step : graph.steps()) {
      params.add(Kernels.Params.of(step, tensors));
    }
  }

  /** A network at the start of training: float32 parameters drawn with {@code seed}. */
  public static TorchNet initialised(Graph graph, long seed) {
    return new TorchNet(graph, prepared(graph, Initialiser.draw(graph, seed), true, null), 0);
  }

  /** A network that goes on training from {@code weights}, in float32. */
  public static TorchNet trainable(Graph graph, Weights weights) {
    SequencedMap<String, Tensor> tensors = uploaded(graph, weights);
    return new TorchNet(graph, prepared(graph, tensors, true, null), batchesSeen(graph, weights));
  }

  /**
   * A network for inference.
   *
   * @param compute F32, or BF16 to keep and run convolutions and linear layers in bfloat16
   */
  public static TorchNet inference(Graph graph, Weights weights, DType compute) {
    ScalarType type = Tensors.scalarType(compute);
    SequencedMap<String, Tensor> tensors = uploaded(graph, weights);
    return new TorchNet(graph, prepared(graph, tensors, false, type), batchesSeen(graph, weights));
  }

  /** What this network executes. */
  public Graph graph() {
    return graph;
  }

  /** The trained parameters and their specifications, in the graph's order. */
  public SequencedMap<ParamSpec, Tensor> trained() {
    SequencedMap<ParamSpec, Tensor> result = new LinkedHashMap<>();
    for (ParamSpec spec : graph.params()) {
      if (spec.role().trained()) {
        result.put(spec, tensors.get(spec.name()));
      }
    }
    return Collections.unmodifiableSequencedMap(result);
  }

  /**
   * Runs the network.
   *
   * @param images N×C×H×W, normalised
   * @param training whether batch statistics are used and updated, and dropout drops
   * @return logits, N×classes
   */
  public Tensor forward(Tensor images, boolean training) {
    return outputs(images, training).getFirst();
  }

  /**
   * Runs the network, with its auxiliary classifiers.
   *
   * @return the logits, N×classes, and then those of {@link Graph#auxiliary()} in its order
   */
  public List<Tensor> outputs(Tensor images, boolean training) {
    List<Step> steps = graph.steps();
    Tensor[] values = new Tensor[steps.size()];
    for (int i = 0; i < values.length; i++) {
      Step step = steps.get(i);
      Tensor first = value(values, images, step.inputs().getFirst());
      values[i] =
          switch (step.kernel()) {
            case Op op -> Kernels.run(op, first, params.get(i), training, inPlace[i]);
            case Join join -> {
              Tensor[] inputs = new Tensor[step.inputs().size()];
              for (int k = 0; k < inputs.length; k++) {
                inputs[k] = value(values, images, step.inputs().get(k));
              }
              yield Kernels.join(join, inputs, inPlace[i]);
            }
          };
      release(step, i, values);
    }
    if (training) {
      batches++;
    }
    List<Tensor> outputs = new ArrayList<>();
    outputs.add(values[values.length - 1]);
    graph.auxiliary().forEach(a -> outputs.add(values[a.step()]));
    return outputs;
  }

  /** A copy of every tensor, as a checkpoint stores them. */
  public Weights weights() {
    SequencedMap<String, HostTensor> copies = new LinkedHashMap<>();
    for (ParamSpec spec : graph.params()) {
      copies.put(
          spec.name(),
          spec.name().endsWith(BATCHES)
              ? HostTensor.longs(spec.shape(), new long[] {batches})
              : Tensors.toHost(tensors.get(spec.name())));
    }
    return Weights.matching(graph, copies, graph.name());
  }

  @Override
  public void close() {
    params.forEach(Kernels.Params::close);
    tensors.values().forEach(Tensors::free);
    tensors.clear();
  }

  private static Tensor value(Tensor[] values, Tensor images, int index) {
    return index == Graph.INPUT ? images : values[index];
  }

  /** Frees what no later step reads; in training, autograd keeps its own hold on what it needs. */
  private void release(Step step, int index, Tensor[] values) {
    for (int input : step.inputs()) {
      if (input != Graph.INPUT
          && graph.steps().get(input).lastUse() == index
          && values[input] != null) {
        if (values[input] != values[index]) {
          values[input].close();
        }
        values[input] = null;
      }
    }
  }

  private static SequencedMap<String, Tensor> uploaded(Graph graph, Weights weights) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (ParamSpec spec : graph.params()) {
      tensors.put(spec.name(), Tensors.toNative(weights.get(spec.name())));
    }
    return tensors;
  }

  /** Puts drawn or read tensors into the type and memory format that they are run in. */
  private static SequencedMap<String, Tensor> prepared(
      Graph graph, SequencedMap<String, Tensor> tensors, boolean trainable, ScalarType compute) {
    try (PointerScope scope = new PointerScope()) {
      for (ParamSpec spec : graph.params()) {
        boolean weight = spec.role() == Role.WEIGHT || spec.role() == Role.BIAS;
        Tensor raw = tensors.get(spec.name());
        Tensor typed =
            raw.to(compute != null && weight ? compute : ScalarType.Float, false, false, null);
        Tensor laidOut =
            spec.shape().size() == 4 ? typed.contiguous(MemoryFormat.ChannelsLast) : typed;
        if (trainable && spec.role().trained()) {
          laidOut.set_requires_grad(true);
        }
        tensors.put(spec.name(), Tensors.own(laidOut));
        Tensors.free(raw);
      }
    }
    return tensors;
  }

  private static long batchesSeen(Graph graph, Weights weights) {
    return graph.params().stream()
        .filter(s -> s.name().endsWith(BATCHES))
        .findFirst()
        .map(s -> weights.get(s.name()).toLongs()[0])
        .orElse(0L);
  }
}
