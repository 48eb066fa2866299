package convnet4j.net;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The resolved form of a network: a flat list of steps in execution order, every shape inferred and
 * every rule checked. This is all that readers see. The last step's output is the logits.
 *
 * <p>Steps that lead to auxiliary logits only are for training; {@link #withoutAuxiliary()} is what
 * inference runs.
 *
 * @param name of the network
 * @param input shape of one image
 * @param classes number of logits
 * @param steps in execution order
 * @param params in the order of the steps, as torchvision orders them
 * @param auxiliary classifiers that training adds, in the order of their steps
 */
public record Graph(
    String name,
    Shape.FeatureMap input,
    int classes,
    List<Step> steps,
    List<ParamSpec> params,
    List<Auxiliary> auxiliary) {
  /** The step index that stands for the image. */
  public static final int INPUT = -1;

  public Graph {
    steps = List.copyOf(steps);
    params = List.copyOf(params);
    auxiliary = List.copyOf(auxiliary);
  }

  /**
   * A second output.
   *
   * @param path of the classifier
   * @param step whose output is its logits
   * @param weight of its loss beside the network's own
   */
  public record Auxiliary(String path, int step, double weight) {}

  /** Shape of what step {@code index} yields; of the image for {@link #INPUT}. */
  public Shape shape(int index) {
    return index == INPUT ? input : steps.get(index).output();
  }

  /** By step, whether the logits depend on it; the others serve auxiliary logits. */
  public boolean[] leadsToLogits() {
    boolean[] leads = new boolean[steps.size()];
    leads[leads.length - 1] = true;
    for (int i = leads.length - 1; i >= 0; i--) {
      if (leads[i]) {
        steps.get(i).inputs().stream().filter(j -> j != INPUT).forEach(j -> leads[j] = true);
      }
    }
    return leads;
  }

  /**
   * By step, the most convolutions and fully connected layers on a path from the image up to its
   * output: 1 behind the first convolution, 20 at the end of ResNet-20.
   */
  public int[] depths() {
    int[] depths = new int[steps.size()];
    for (int i = 0; i < depths.length; i++) {
      for (int input : steps.get(i).inputs()) {
        depths[i] = Math.max(depths[i], input == INPUT ? 0 : depths[input]);
      }
      Kernel kernel = steps.get(i).kernel();
      depths[i] += kernel instanceof Op.Conv || kernel instanceof Op.Linear ? 1 : 0;
    }
    return depths;
  }

  /** This network without its auxiliary classifiers and their parameters. */
  public Graph withoutAuxiliary() {
    if (auxiliary.isEmpty()) {
      return this;
    }
    boolean[] kept = leadsToLogits();
    GraphBuilder builder = new GraphBuilder(name, input);
    int[] moved = new int[kept.length];
    Set<String> gone = new HashSet<>();
    for (int i = 0; i < kept.length; i++) {
      Step step = steps.get(i);
      if (kept[i]) {
        List<Integer> inputs = step.inputs().stream().map(j -> j == INPUT ? j : moved[j]).toList();
        moved[i] = builder.add(step.path(), step.kernel(), inputs, step.output());
      } else {
        gone.add(step.path());
      }
    }
    params.stream().filter(spec -> !gone.contains(spec.owner())).forEach(builder::add);
    return builder.build(classes);
  }
}
