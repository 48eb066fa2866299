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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
  private static final String SHIFT = ".bias";

  private final Graph graph;
  private final SequencedMap<String, Tensor> tensors;
  private final List<Kernels.Params> params = new ArrayList<>();
  private final boolean[] inPlace;

  /** The batch norms that keep their running statistics and normalise by them, in training too. */
  private final boolean[] frozen;

  /** The names of the parameters that are trained. */
  private final Set<String> trained;

  /** How many batches every batch norm has been trained on, by the counter's name. */
  private final SequencedMap<String, Long> batches = new LinkedHashMap<>();

  private TorchNet(
      Graph graph,
      SequencedMap<String, Tensor> tensors,
      Map<String, HostTensor> given,
      Set<String> trained) {
    this.graph = graph;
    this.tensors = tensors;
    this.trained = trained;
    this.inPlace = InPlace.steps(graph);
    this.frozen = new boolean[graph.steps().size()];
    for (int i = 0; i < frozen.length; i++) {
      Step step = graph.steps().get(i);
      params.add(Kernels.Params.of(step, tensors));
      if (step.kernel() instanceof Op.BatchNorm) {
        frozen[i] = !trained.contains(step.path() + SHIFT); // a scale may be fixed

        String counter = step.path() + BATCHES;
        batches.put(counter, given.containsKey(counter) ? given.get(counter).toLongs()[0] : 0);
      }
    }
  }

  /** A network at the start of training: float32 parameters drawn with {@code seed}. */
  public static TorchNet initialised(Graph graph, long seed) {
    return initialised(graph, seed, Map.of(), spec -> false);
  }

  /**
   * A network at the start of training, in part with weights that are there.
   *
   * @param seed what is not given is drawn as it would be if nothing were given
   * @param given tensors by name, of the graph's shapes
   * @param frozen whether a parameter is not trained; a batch norm is frozen with its shift
   */
  public static TorchNet initialised(
      Graph graph, long seed, Map<String, HostTensor> given, Predicate<ParamSpec> frozen) {
    SequencedMap<String, Tensor> tensors = Initialiser.draw(graph, seed);
    given.forEach((name, tensor) -> Tensors.free(tensors.put(name, Tensors.toNative(tensor))));
    return trainable(graph, tensors, given, frozen);
  }

  /** A network that goes on training from {@code weights}, in float32. */
  public static TorchNet trainable(Graph graph, Weights weights) {
    return trainable(graph, weights, spec -> false);
  }

  /**
   * As {@link #trainable(Graph, Weights)}, in part.
   *
   * @param frozen whether a parameter is not trained; a batch norm is frozen with its shift
   */
  public static TorchNet trainable(Graph graph, Weights weights, Predicate<ParamSpec> frozen) {
    return trainable(graph, uploaded(graph, weights), weights.tensors(), frozen);
  }

  private static TorchNet trainable(
      Graph graph,
      SequencedMap<String, Tensor> tensors,
      Map<String, HostTensor> given,
      Predicate<ParamSpec> frozen) {
    Set<String> trained =
        graph.params().stream()
            .filter(spec -> spec.trained() && !frozen.test(spec))
            .map(ParamSpec::name)
            .collect(Collectors.toUnmodifiableSet());
    return new TorchNet(graph, prepared(graph, tensors, trained, null), given, trained);
  }

  /**
   * A network for inference.
   *
   * @param compute F32, or BF16 to keep and run convolutions and linear layers in bfloat16
   */
  public static TorchNet inference(Graph graph, Weights weights, DType compute) {
    ScalarType type = Tensors.scalarType(compute);
    SequencedMap<String, Tensor> tensors = uploaded(graph, weights);
    return new TorchNet(
        graph, prepared(graph, tensors, Set.of(), type), weights.tensors(), Set.of());
  }

  /** What this network executes. */
  public Graph graph() {
    return graph;
  }

  /** The parameters that are trained and their specifications, in the graph's order. */
  public SequencedMap<ParamSpec, Tensor> trained() {
    SequencedMap<ParamSpec, Tensor> result = new LinkedHashMap<>();
    for (ParamSpec spec : graph.params()) {
      if (trained.contains(spec.name())) {
        result.put(spec, tensors.get(spec.name()));
      }
    }
    return Collections.unmodifiableSequencedMap(result);
  }

  /**
   * What training changes: the trained parameters, and the running statistics of batch norms that
   * are not frozen; in the graph's order.
   */
  public SequencedMap<ParamSpec, Tensor> changing() {
    Set<String> normalising = new HashSet<>();
    for (int i = 0; i < frozen.length; i++) {
      if (!frozen[i]) {
        normalising.add(graph.steps().get(i).path());
      }
    }
    SequencedMap<ParamSpec, Tensor> result = new LinkedHashMap<>();
    for (ParamSpec spec : graph.params()) {
      boolean statistics =
          spec.role() == Role.BUFFER
              && !spec.name().endsWith(BATCHES)
              && normalising.contains(spec.owner());
      if (statistics || trained.contains(spec.name())) {
        result.put(spec, tensors.get(spec.name()));
      }
    }
    return Collections.unmodifiableSequencedMap(result);
  }

  /**
   * Runs the network.
   *
   * @param images N×C×H×W, normalised
   * @param training whether batch statistics are used and updated (but those of frozen batch
   *     norms), and dropout drops
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
    return outputs(images, training ? Mode.TRAINING : Mode.INFERENCE, StepObserver.NONE);
  }

  List<Tensor> outputs(Tensor images, Mode mode, StepObserver observer) {
    return run(new Segment(0, graph.steps().size()), images, mode, observer);
  }

  /**
   * Runs the steps of a segment.
   *
   * @param input what the step before it yields, or the images; it stays open
   * @param observer told of every step before another one may overwrite what it yields
   * @return the value of the last step, and then the auxiliary logits among the others
   */
  List<Tensor> run(Segment segment, Tensor input, Mode mode, StepObserver observer) {
    Tensor[] values = new Tensor[segment.to()];
    for (int i = segment.from(); i < values.length; i++) {
      Step step = graph.steps().get(i);
      Tensor[] inputs = new Tensor[step.inputs().size()];
      for (int k = 0; k < inputs.length; k++) {
        int index = step.inputs().get(k);
        inputs[k] = index < segment.from() ? input : values[index];
      }
      values[i] =
          switch (step.kernel()) {
            case Op op ->
                Kernels.run(
                    op, inputs[0], params.get(i), frozen[i] ? Mode.INFERENCE : mode, inPlace[i]);
            case Join join -> Kernels.join(join, inputs, inPlace[i]);
          };
      observer.yielded(i, values[i]);
      count(i, mode);
      release(step, i, segment, values);
    }
    List<Tensor> outputs = new ArrayList<>();
    outputs.add(values[values.length - 1]);
    graph.auxiliary().stream()
        .map(Graph.Auxiliary::step)
        .filter(segment::contains)
        .forEach(i -> outputs.add(values[i]));
    return outputs;
  }

  /** Where training may begin to forget what it computes. */
  Segments segments() {
    return Segments.of(graph, inPlace, trained);
  }

  /** A copy of every tensor, as a checkpoint stores them. */
  public Weights weights() {
    return weights(Map.of());
  }

  /** As {@link #weights()}, with other tensors in place of those of their names. */
  public Weights weights(Map<String, Tensor> others) {
    SequencedMap<String, HostTensor> copies = new LinkedHashMap<>();
    for (ParamSpec spec : graph.params()) {
      String name = spec.name();
      copies.put(
          name,
          name.endsWith(BATCHES)
              ? HostTensor.longs(spec.shape(), batches.get(name))
              : Tensors.toHost(others.getOrDefault(name, tensors.get(name))));
    }
    return Weights.matching(graph, copies, graph.name());
  }

  @Override
  public void close() {
    params.forEach(Kernels.Params::close);
    tensors.values().forEach(Tensors::free);
    tensors.clear();
  }

  /** Frees what no later step reads; in training, autograd keeps its own hold on what it needs. */
  private void release(Step step, int index, Segment segment, Tensor[] values) {
    for (int input : step.inputs()) {
      if (segment.contains(input)
          && graph.steps().get(input).lastUse() == index
          && values[input] != null) {
        if (values[input] != values[index]) {
          values[input].close();
        }
        values[input] = null;
      }
    }
  }

  /** Whether training normalises a batch by its own statistics: not where all of that is frozen. */
  public boolean normalisesBatches() {
    for (int i = 0; i < frozen.length; i++) {
      if (graph.steps().get(i).kernel() instanceof Op.BatchNorm && !frozen[i]) {
        return true;
      }
    }
    return false;
  }

  private void count(int index, Mode mode) {
    Step step = graph.steps().get(index);
    if (step.kernel() instanceof Op.BatchNorm && !frozen[index] && mode == Mode.TRAINING) {
      batches.merge(step.path() + BATCHES, 1L, Long::sum);
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
      Graph graph, SequencedMap<String, Tensor> tensors, Set<String> trained, ScalarType compute) {
    try (PointerScope scope = new PointerScope()) {
      for (ParamSpec spec : graph.params()) {
        boolean weight = spec.role() == Role.WEIGHT || spec.role() == Role.BIAS;
        Tensor raw = tensors.get(spec.name());
        Tensor typed =
            raw.to(compute != null && weight ? compute : ScalarType.Float, false, false, null);
        Tensor laidOut =
            spec.shape().size() == 4 ? typed.contiguous(MemoryFormat.ChannelsLast) : typed;
        if (trained.contains(spec.name())) {
          laidOut.set_requires_grad(true);
        }
        tensors.put(spec.name(), Tensors.own(laidOut));
        Tensors.free(raw);
      }
    }
    return tensors;
  }
}
