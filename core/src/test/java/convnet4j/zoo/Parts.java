package convnet4j.zoo;

import convnet4j.net.Graph;
import convnet4j.net.Kernel;
import convnet4j.net.Step;
import java.util.List;

/** Looks at parts of a graph by the names of its layers. */
final class Parts {
  private Parts() {}

  /** The steps of the layer {@code part}, and of those within it, in order. */
  static List<Step> steps(Graph graph, String part) {
    return graph.steps().stream()
        .filter(step -> step.path().equals(part) || step.path().startsWith(part + "."))
        .toList();
  }

  static List<Kernel> kernels(Graph graph, String part) {
    return steps(graph, part).stream().map(Step::kernel).toList();
  }

  static long count(Graph graph, Kernel kernel) {
    return graph.steps().stream().filter(step -> step.kernel().equals(kernel)).count();
  }
}
