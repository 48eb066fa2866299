package convnet4j.eval;

import convnet4j.data.Normalisation;
import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.net.Shape.FeatureMap;
import convnet4j.recipe.Precision;
import convnet4j.weights.Head;
import convnet4j.weights.ModelFile;
import convnet4j.weights.ModelInfo;
import convnet4j.weights.Weights;
import convnet4j.zoo.Zoo;
import java.util.Map;
import java.util.TreeMap;

/** From what a file says of its network to the network. */
public final class Models {
  private Models() {}

  /** The graph that {@code info} describes, with its input and as many logits as it has classes. */
  public static Graph graph(ModelInfo info) {
    return graph(info, info.classes().size());
  }

  /** The parameters of that graph that follow the number of classes. */
  public static Head head(ModelInfo info) {
    return Head.of(graph(info), graph(info, info.classes().size() + 1));
  }

  private static Graph graph(ModelInfo info, int classes) {
    return graph(info.network(), info.options(), info.input(), classes);
  }

  /** The graph of a network with this input and number of classes, whatever its options say. */
  public static Graph graph(
      String network, Map<String, String> options, FeatureMap input, int classes) {
    Map<String, String> all = new TreeMap<>(options);
    all.put("classes", Integer.toString(classes));
    all.put("input", input.channels() + "x" + input.height() + "x" + input.width());
    return Resolver.resolve(Zoo.create(network, all));
  }

  /**
   * A predictor for a trained network.
   *
   * @param fixed whether all images have the network's input size; otherwise it is made {@link
   *     Predictor#fullyConvolutional}
   * @param precision AUTO takes what the processor is fast at
   */
  public static Predictor predictor(ModelFile file, boolean fixed, Precision precision) {
    Graph graph = graph(file.info());
    Weights weights = file.weights(graph);
    Normalisation normalisation = file.info().preprocessing().normalisation();
    return fixed
        ? Predictor.of(graph, weights, normalisation, precision)
        : Predictor.fullyConvolutional(graph, weights, normalisation, precision);
  }
}
