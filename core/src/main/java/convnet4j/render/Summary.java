package convnet4j.render;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import convnet4j.cost.Cost;
import convnet4j.cost.StepCost;
import convnet4j.net.Graph;
import convnet4j.net.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A network layer by layer with what each costs; as JSON, what {@code convnet summary --json}
 * prints.
 *
 * @param network its name
 * @param input channels, height and width of one image
 * @param classes number of logits
 * @param params its parameters, see {@link convnet4j.cost.StepCost}
 * @param madds multiply-accumulates for one image in inference
 * @param auxiliaryMadds what auxiliary classifiers add in training
 * @param depth weighted layers on the longest path, see {@link Cost#depth()}
 * @param receptiveField in pixels, see {@link Cost#receptiveField()}
 * @param activationBytes all outputs of one image as float32
 * @param peakActivationBytes the most that inference holds at once, see {@link Cost#peakBytes()}
 * @param layers every step, in execution order
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Summary(
    String network,
    List<Integer> input,
    int classes,
    long params,
    long madds,
    long auxiliaryMadds,
    int depth,
    long receptiveField,
    long activationBytes,
    long peakActivationBytes,
    List<Layer> layers) {

  /**
   * One step.
   *
   * @param path as in parameter names
   * @param op kind and hyperparameters, {@code conv 3×3, 64, stride 2}
   * @param output its shape for one image, without the batch
   * @param params its parameters, see {@link convnet4j.cost.StepCost}
   * @param madds multiply-accumulates for one image
   * @param activationBytes the output as float32
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Layer(
      String path, String op, List<Integer> output, long params, long madds, long activationBytes) {
    public Layer {
      output = List.copyOf(output);
    }
  }

  public Summary {
    input = List.copyOf(input);
    layers = List.copyOf(layers);
  }

  public static Summary of(Graph graph, Cost cost) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < graph.steps().size(); i++) {
      Step step = graph.steps().get(i);
      StepCost c = cost.steps().get(i);
      layers.add(
          new Layer(
              step.path(),
              OpText.of(step.kernel()),
              step.output().dims(),
              c.params(),
              c.madds(),
              c.activationBytes()));
    }
    return new Summary(
        graph.name(),
        graph.input().dims(),
        graph.classes(),
        cost.params(),
        cost.madds(),
        cost.auxiliaryMadds(),
        cost.depth(),
        cost.receptiveField(),
        cost.activationBytes(),
        cost.peakBytes(),
        layers);
  }
}
