package convnet4j.weights;

import convnet4j.data.Normalisation;
import convnet4j.data.Preprocessing;
import convnet4j.errors.InputException;
import convnet4j.io.Checksum;
import java.util.List;

/**
 * One file of torchvision's {@code IMAGENET1K_V1} weights, which were trained on ImageNet by the
 * papers' recipes. Names, accuracies and preprocessing are those that torchvision states in {@code
 * torchvision/models/*.py}; its files are named after the first eight digits of their SHA-256.
 *
 * @param network name here and there
 * @param hash those digits
 * @param top1 percent of ImageNet's 50,000 validation images, as torchvision publishes it
 * @param top5 percent, likewise
 * @param preprocessing of the images
 */
public record TorchvisionWeights(
    String network, String hash, double top1, double top5, Preprocessing preprocessing) {
  /** ImageNet's, of 2012. */
  public static final int CLASSES = 1000;

  private static final Preprocessing USUAL = Preprocessing.torchvision(224);

  /**
   * GoogLeNet's weights come from TensorFlow, where pixels lie in −1..1. torchvision normalises as
   * for the others and then computes x·(0.229/0.5) + (0.485−0.5)/0.5 (red; the others likewise),
   * which undoes it: together this is (pixel/255 − 0.5)/0.5.
   */
  private static final Preprocessing GOOGLENET = USUAL.with(Normalisation.HALF);

  private static final List<TorchvisionWeights> ALL =
      List.of(
          of("vgg11", "8a719046", 69.020, 88.628),
          of("vgg13", "19584684", 69.928, 89.246),
          of("vgg16", "397923af", 71.592, 90.382),
          of("vgg19", "dcbb9e9d", 72.376, 90.876),
          of("vgg11_bn", "6002323d", 70.370, 89.810),
          of("vgg13_bn", "abd245e5", 71.586, 90.374),
          of("vgg16_bn", "6c64b313", 73.360, 91.516),
          of("vgg19_bn", "c79401a0", 74.218, 91.842),
          of("resnet18", "f37072fd", 69.758, 89.078),
          of("resnet34", "b627a593", 73.314, 91.420),
          of("resnet50", "0676ba61", 76.130, 92.862),
          of("resnet101", "63fe2227", 77.374, 93.546),
          of("resnet152", "394f9c45", 78.312, 94.046),
          new TorchvisionWeights("googlenet", "1378be20", 69.778, 89.530, GOOGLENET),
          of("mobilenet_v2", "b0353104", 71.878, 90.286));

  private static TorchvisionWeights of(String network, String hash, double top1, double top5) {
    return new TorchvisionWeights(network, hash, top1, top5, USUAL);
  }

  /** All files, in the order of the zoo. */
  public static List<TorchvisionWeights> all() {
    return ALL;
  }

  /**
   * The file of one network.
   *
   * @throws InputException if torchvision has none, naming those that it has
   */
  public static TorchvisionWeights of(String network) {
    List<String> names = ALL.stream().map(TorchvisionWeights::network).toList();
    return ALL.stream()
        .filter(weights -> weights.network.equals(network))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--weights: torchvision has none of "
                        + network
                        + "; expects one of "
                        + String.join(", ", names)));
  }

  /** Its name on the server and in the cache. */
  public String file() {
    return network + "-" + hash + ".pth";
  }

  Checksum checksum() {
    return Checksum.sha256Beginning(hash);
  }
}
