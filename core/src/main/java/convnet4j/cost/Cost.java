package convnet4j.cost;

import convnet4j.net.Graph;
import java.util.List;

/**
 * What a network costs for one image. Everything is exact.
 *
 * @param steps of the graph, in its order
 * @param params of all steps
 * @param madds of inference; torchvision prints this as GFLOPS, He et al. as FLOPs
 * @param auxiliaryMadds what auxiliary classifiers add in training
 * @param activationBytes of all steps: about what training keeps for the backward pass
 * @param peakBytes the most that inference holds at once, as float32: the image until its last
 *     reader is done, and each output from its own step to its last reader. No step is assumed to
 *     work in place.
 * @param depth the most convolutions and fully connected layers on a path from image to logits: the
 *     "18" of ResNet-18. Projections around a block are not on the longest path.
 * @param receptiveField the widest of a convolution or sliding pool, before any pooling to a fixed
 *     size
 */
public record Cost(
    List<StepCost> steps,
    long params,
    long madds,
    long auxiliaryMadds,
    long activationBytes,
    long peakBytes,
    int depth,
    long receptiveField) {
  public Cost {
    steps = List.copyOf(steps);
  }

  public static Cost of(Graph graph) {
    return new Counter(graph).cost();
  }
}
