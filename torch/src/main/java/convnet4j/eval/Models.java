package convnet4j.eval;

import convnet4j.data.Normalisation;
import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.recipe.Precision;
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
    Map<String, String> options = new TreeMap<>(info.options());
    options.put("classes", Integer.toString(info.classes().size()));
    options.put(
        "input",
        info.input().channels() + "x" + info.input().height() + "x" + info.input().width());
    return Resolver.resolve(Zoo.create(info.network(), options));
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
