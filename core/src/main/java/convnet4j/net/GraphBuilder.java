package convnet4j.net;

import convnet4j.net.Shape.FeatureMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects a graph's steps in execution order and finds out when each result is last read. For the
 * {@link Resolver} and for rewrites; shapes and rules are theirs to get right.
 */
public final class GraphBuilder {
  private final String name;
  private final FeatureMap input;
  private final List<Node> nodes = new ArrayList<>();
  private final List<ParamSpec> params = new ArrayList<>();
  private final List<Graph.Auxiliary> auxiliary = new ArrayList<>();

  private record Node(String path, Kernel kernel, List<Integer> inputs, Shape output) {}

  /** An empty graph for images of shape {@code input}. */
  public GraphBuilder(String name, FeatureMap input) {
    this.name = name;
    this.input = input;
  }

  /**
   * Adds a step.
   *
   * @param inputs earlier steps, {@link Graph#INPUT} for the image
   * @return the index of the step, by which later steps read its result
   */
  public int add(String path, Kernel kernel, List<Integer> inputs, Shape output) {
    nodes.add(new Node(path, kernel, List.copyOf(inputs), output));
    return nodes.size() - 1;
  }

  /** Adds a parameter; they come in the order of the steps that own them. */
  public void add(ParamSpec param) {
    params.add(param);
  }

  /** Makes the output of a step the logits of an auxiliary classifier. */
  public void add(Graph.Auxiliary classifier) {
    auxiliary.add(classifier);
  }

  /** Shape of what step {@code index} yields; of the image for {@link Graph#INPUT}. */
  public Shape shape(int index) {
    return index == Graph.INPUT ? input : nodes.get(index).output();
  }

  /** How many steps there are. */
  public int size() {
    return nodes.size();
  }

  /** The graph of all steps so far; the last one yields the logits of {@code classes}. */
  public Graph build(int classes) {
    int[] lastUse = new int[nodes.size()];
    for (int i = 0; i < lastUse.length; i++) {
      lastUse[i] = i;
      for (int read : nodes.get(i).inputs()) {
        if (read != Graph.INPUT) {
          lastUse[read] = i;
        }
      }
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < lastUse.length; i++) {
      Node n = nodes.get(i);
      steps.add(new Step(n.path(), n.kernel(), n.inputs(), n.output(), lastUse[i]));
    }
    return new Graph(name, input, classes, steps, params, auxiliary);
  }
}
