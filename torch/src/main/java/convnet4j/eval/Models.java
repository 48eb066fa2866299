package convnet4j.eval;

import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.weights.Head;
import convnet4j.weights.ModelInfo;
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
    Map<String, String> options = new TreeMap<>(info.options());
    options.put("classes", Integer.toString(classes));
    options.put(
        "input",
        info.input().channels() + "x" + info.input().height() + "x" + info.input().width());
    return Resolver.resolve(Zoo.create(info.network(), options));
  }
}
