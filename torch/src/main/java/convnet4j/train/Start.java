package convnet4j.train;

import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.eval.Models;
import convnet4j.image.ImageSource;
import convnet4j.net.Graph;
import convnet4j.net.Initialisation.Whitening;
import convnet4j.net.ParamSpec;
import convnet4j.recipe.Ema;
import convnet4j.recipe.Freeze;
import convnet4j.recipe.Recipe;
import convnet4j.torch.TorchNet;
import convnet4j.weights.Head;
import convnet4j.weights.HostTensor;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import convnet4j.weights.Transfer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run begins or goes on with: a checkpoint of its own, else weights that it was given, else
 * drawn ones and those that are computed from training images.
 *
 * @param recipe of the run
 * @param data of the run
 * @param info of the network
 * @param graph of the network
 * @param head of the network
 * @param checkpoint of the run, if it has one
 * @param transfer what is taken of given weights, if any are and the run has no checkpoint
 */
record Start(
    Recipe recipe,
    Dataset data,
    ModelInfo info,
    Graph graph,
    Head head,
    Optional<Checkpoint> checkpoint,
    Optional<Transfer> transfer) {

  static Start of(Recipe recipe, Dataset data, RunFolder run, Optional<ModelFile> init) {
    ModelInfo fresh = TrainingModel.info(recipe, data, init.map(ModelFile::info));
    Graph graph = Models.graph(fresh);
    Head head = Models.head(fresh);
    Optional<Checkpoint> checkpoint = Checkpoint.read(run, fresh, graph);
    if (checkpoint.isPresent()) {
      ModelInfo begun = TrainingModel.info(recipe, data, checkpoint.map(Checkpoint::info));
      return new Start(recipe, data, begun, graph, head, checkpoint, Optional.empty());
    }
    if (recipe.beginning().isTrained() && init.isEmpty()) {
      throw new InputException(
          run.path()
              + ": has no checkpoint yet, and expects the weights that it begins with, received"
              + " none; start it anew in another folder");
    }
    Optional<Transfer> transfer = init.map(file -> Transfer.of(file, graph, head, fresh.classes()));
    return new Start(recipe, data, fresh, graph, head, checkpoint, transfer);
  }

  Progress progress() {
    return checkpoint.map(Checkpoint::progress).orElse(Progress.START);
  }

  TorchNet net() {
    if (checkpoint.isPresent()) {
      return TorchNet.trainable(graph, checkpoint.get().weights(), this::frozen);
    }
    return TorchNet.initialised(graph, recipe.seed(), given(), this::frozen);
  }

  private Map<String, HostTensor> given() {
    Map<String, HostTensor> given = new LinkedHashMap<>();
    transfer.ifPresent(t -> given.putAll(t.taken()));
    for (ParamSpec spec : graph.params()) {
      if (spec.init() instanceof Whitening whitening && !given.containsKey(spec.name())) {
        given.put(spec.name(), whitened(spec, whitening));
      }
    }
    return given;
  }

  private HostTensor whitened(ParamSpec spec, Whitening whitening) {
    ImageSource images = new TrainingData(recipe, info, data).train();
    return Whitener.weight(
        spec, whitening, images, info.preprocessing().normalisation(), recipe.threads());
  }

  Optimizer optimizer(TorchNet net) {
    Optimizer optimizer =
        Optimizers.of(
            recipe.optimizer(),
            net,
            saved(),
            spec -> isOfHead(spec.name()) ? 1 : recipe.beginning().backboneLr());
    return recipe
        .averaging()
        .lookahead()
        .<Optimizer>map(lookahead -> new SlowWeights(lookahead, optimizer, net, saved()))
        .orElse(optimizer);
  }

  /** The average of the network's weights; empty where none is kept. */
  Optional<WeightAverage> average(TorchNet net) {
    Ema ema = recipe.averaging().ema();
    return ema.equals(Ema.NONE)
        ? Optional.empty()
        : Optional.of(new WeightAverage(ema, net, saved()));
  }

  private Map<String, HostTensor> saved() {
    return checkpoint.map(Checkpoint::optimizer).orElse(Map.of());
  }

  /** How many parameters the network has, whether or not this run trains them. */
  long params() {
    return elements(parameters());
  }

  /** What people should know of it, a line each. */
  List<String> notices() {
    List<String> notices = new ArrayList<>();
    transfer.ifPresent(t -> notices.add(t.summary()));
    if (recipe.beginning().freeze() != Freeze.NONE) {
      notices.add(
          String.format(
              Locale.ROOT,
              "freeze %s: %,d of %,d parameters are trained",
              recipe.beginning().freeze().label(),
              elements(parameters().filter(spec -> spec.trained() && !frozen(spec))),
              params()));
    }
    return notices;
  }

  private Stream<ParamSpec> parameters() {
    return graph.params().stream().filter(spec -> spec.role().isParameter());
  }

  private boolean frozen(ParamSpec spec) {
    return recipe.beginning().freeze().covers(spec, this::isOfHead);
  }

  private boolean isOfHead(String name) {
    return head.names().contains(name);
  }

  private static long elements(Stream<ParamSpec> specs) {
    return specs.mapToLong(ParamSpec::elements).sum();
  }
}
