package convnet4j.eval;

import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.weights.ModelInfo;
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
}
