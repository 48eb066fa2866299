package convnet4j.explain;

import convnet4j.net.Graph;
import convnet4j.net.Kernel;
import convnet4j.net.Op;
import convnet4j.net.Step;
import convnet4j.recipe.LayerMeasure;
import convnet4j.recipe.LayerRow;
import convnet4j.torch.StepObserver;
import convnet4j.torch.TorchNet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One look at every layer while one step of training is computed. It only reads, so that the step
 * ends on the same bits as without it. The network must stay open as long.
 */
public final class LayerProbe implements AutoCloseable {
  private final Graph graph;
  private final long step;
  private final OutputStatistics outputs;
  private final WeightStatistics weights;

  /**
   * A look at a network in training.
   *
   * @param step batches that were done before
   */
  public LayerProbe(TorchNet net, long step) {
    this.graph = net.graph();
    this.step = step;
    this.outputs = new OutputStatistics(graph);
    this.weights = new WeightStatistics(net);
  }

  /** Told what the layers yield, for the batch or the first part of it. */
  public StepObserver outputs() {
    return outputs;
  }

  /** To be called when all gradients are there and nothing has changed them. */
  public void beforeUpdate() {
    weights.before();
  }

  /** To be called when the weights have changed. */
  public void afterUpdate() {
    weights.after();
  }

  /** What was seen, a row for each layer of which anything was, in the graph's order. */
  public List<LayerRow> rows() {
    int[] depths = graph.depths();
    boolean[] layers = OutputStatistics.layers(graph);
    List<LayerRow> rows = new ArrayList<>();
    for (int i = 0; i < layers.length; i++) {
      Step at = graph.steps().get(i);
      Map<LayerMeasure, Double> values = new EnumMap<>(LayerMeasure.class);
      values.putAll(outputs.of(i));
      if (hasWeight(at.kernel())) {
        values.putAll(weights.of(at.path()));
      }
      if (layers[i] && !values.isEmpty()) {
        rows.add(new LayerRow(step, at.path(), at.kernel().kind(), depths[i], values));
      }
    }
    return rows;
  }

  /** Steps without weights may share a path with one that has them. */
  private static boolean hasWeight(Kernel kernel) {
    return kernel instanceof Op.Conv
        || kernel instanceof Op.Linear
        || kernel instanceof Op.BatchNorm;
  }

  @Override
  public void close() {
    weights.close();
  }
}
