package convnet4j.benchmarks;

import convnet4j.cost.Cost;
import convnet4j.net.Network;
import convnet4j.net.Resolver;
import convnet4j.zoo.Zoo;
import java.util.List;
import java.util.Map;

/**
 * What a step computes.
 *
 * @param network name in convnet4j's zoo
 * @param batch images
 * @param side of an image, in pixels
 * @param classes of the network, unless the data have others
 * @param params of the network: every contender is checked against it
 * @param madds of a forward pass, for one image
 */
record Workload(String network, int batch, int side, int classes, long params, long madds) {
  /** The product of two square matrices, as if it were a network's forward pass for one image. */
  static final Workload PRODUCT = product(4096);

  /** What {@code benchmarks/networks} measures. */
  static List<Workload> all() {
    return List.of(
        of("resnet18_cifar", 128),
        of("resnet20", 128),
        of("vgg19_bn_cifar", 128),
        of("mobilenet_v2_cifar", 128),
        of("resnet50", 32),
        of("mobilenet_v2", 32));
  }

  /** A network of the zoo as it is. */
  static Workload of(String name, int batch) {
    Network network = Zoo.create(name, Map.of());
    Cost cost = Cost.of(Resolver.resolve(network));
    return new Workload(
        name, batch, network.input().height(), network.classes(), cost.params(), cost.madds());
  }

  private static Workload product(int side) {
    return new Workload("product", 1, side, 0, 0, (long) side * side * side);
  }
}
