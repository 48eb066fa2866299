package convnet4j.weights;

import convnet4j.data.Normalisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The table of dialects. Of those that fit a file the first one counts, so those whose names are
 * ours come before those that rename. (timm names the residual networks as torchvision does, and
 * normalises alike, so it has no row for them.)
 */
final class Dialects {
  /** What kuangliu/pytorch-cifar normalises with; see {@link Normalisation#CIFAR10} on the std. */
  private static final Normalisation KUANGLIU =
      new Normalisation(List.of(0.4914, 0.4822, 0.4465), List.of(0.2023, 0.1994, 0.2010));

  static final List<Dialect> TABLE =
      List.of(
          new Dialect(
              "torchvision",
              Pattern.compile("vgg(11|13|16|19)(_bn)?|resnet(18|34|50|101|152)|mobilenet_v2"),
              Optional.of(Normalisation.IMAGENET),
              List.of(),
              Optional.empty()),
          new Dialect(
              "torchvision",
              Pattern.compile("googlenet"),
              Optional.of(Normalisation.HALF),
              List.of(),
              Optional.of(Pattern.compile("aux[12]\\."))),
          dialect("kuangliu", "vgg\\d+_bn_cifar|googlenet_cifar|mobilenet_v1_cifar", KUANGLIU),
          new Dialect(
              "convnet4j", Pattern.compile(".*"), Optional.empty(), List.of(), Optional.empty()),
          dialect(
              "timm",
              "vgg(11|13|16|19)(_bn)?",
              Normalisation.IMAGENET,
              Rename.flattening("pre_logits\\.fc1\\.", "classifier.0."),
              Rename.flattening("pre_logits\\.fc2\\.", "classifier.3."),
              Rename.of("head\\.fc\\.", "classifier.6.")),
          new Dialect(
              "timm",
              Pattern.compile("mobilenet_v2"),
              Optional.of(Normalisation.IMAGENET),
              timmMobileNetV2(),
              Optional.empty()),
          dialect(
              "kuangliu",
              "(preact_)?resnet\\d+_cifar",
              KUANGLIU,
              Rename.of("linear\\.", "fc."),
              Rename.of("(layer\\d\\.\\d+)\\.shortcut\\.", "$1.downsample.")),
          dialect(
              "kuangliu",
              "mobilenet_v2_cifar",
              KUANGLIU,
              Rename.of("conv1\\.", "features.0.0."),
              Rename.of("bn1\\.", "features.0.1."),
              Rename.of("layers\\.(\\d+)\\.", "features.{$1+1}."),
              Rename.of("(features\\.\\d+)\\.conv1\\.", "$1.conv.0.0."),
              Rename.of("(features\\.\\d+)\\.bn1\\.", "$1.conv.0.1."),
              Rename.of("(features\\.\\d+)\\.conv2\\.", "$1.conv.1.0."),
              Rename.of("(features\\.\\d+)\\.bn2\\.", "$1.conv.1.1."),
              Rename.of("(features\\.\\d+)\\.conv3\\.", "$1.conv.2."),
              Rename.of("(features\\.\\d+)\\.bn3\\.", "$1.conv.3."),
              Rename.of("conv2\\.", "features.18.0."),
              Rename.of("bn2\\.", "features.18.1."),
              Rename.of("linear\\.", "classifier.")),
          dialect(
              "akamaster",
              "resnet(20|32|44|56|110|1202)",
              Normalisation.IMAGENET,
              Rename.of("linear\\.", "fc."),
              Rename.of("(layer\\d\\.\\d+)\\.shortcut\\.", "$1.downsample.")));

  private Dialects() {}

  private static Dialect dialect(
      String name, String networks, Normalisation normalisation, Rename... renames) {
    return new Dialect(
        name,
        Pattern.compile(networks),
        Optional.of(normalisation),
        List.of(renames),
        Optional.empty());
  }

  /** Its blocks are numbered within each of the paper's seven stages, ours in one row. */
  private static List<Rename> timmMobileNetV2() {
    List<Integer> firstBlock = List.of(1, 2, 4, 7, 11, 14, 17);
    List<Rename> renames = new ArrayList<>();
    renames.add(Rename.of("conv_stem\\.", "features.0.0."));
    renames.add(Rename.of("bn1\\.", "features.0.1."));
    for (int stage = 0; stage < firstBlock.size(); stage++) {
      String block = "features.{$1+" + firstBlock.get(stage) + "}.";
      renames.add(Rename.of("blocks\\." + stage + "\\.(\\d+)\\.", block));
    }
    // The first block does not expand.
    renames.add(Rename.of("features\\.1\\.conv_dw\\.", "features.1.conv.0.0."));
    renames.add(Rename.of("features\\.1\\.bn1\\.", "features.1.conv.0.1."));
    renames.add(Rename.of("features\\.1\\.conv_pw\\.", "features.1.conv.1."));
    renames.add(Rename.of("features\\.1\\.bn2\\.", "features.1.conv.2."));
    renames.add(Rename.of("(features\\.\\d+)\\.conv_pw\\.", "$1.conv.0.0."));
    renames.add(Rename.of("(features\\.\\d+)\\.bn1\\.", "$1.conv.0.1."));
    renames.add(Rename.of("(features\\.\\d+)\\.conv_dw\\.", "$1.conv.1.0."));
    renames.add(Rename.of("(features\\.\\d+)\\.bn2\\.", "$1.conv.1.1."));
    renames.add(Rename.of("(features\\.\\d+)\\.conv_pwl\\.", "$1.conv.2."));
    renames.add(Rename.of("(features\\.\\d+)\\.bn3\\.", "$1.conv.3."));
    renames.add(Rename.of("conv_head\\.", "features.18.0."));
    renames.add(Rename.of("bn2\\.", "features.18.1."));
    renames.add(Rename.of("classifier\\.", "classifier.1."));
    return renames;
  }
}
