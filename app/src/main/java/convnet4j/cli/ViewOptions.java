package convnet4j.cli;

import convnet4j.data.Preprocessing;
import convnet4j.data.Views;
import convnet4j.errors.InputException;
import convnet4j.weights.ModelInfo;
import picocli.CommandLine.Option;

/** How images are shown to a network that is evaluated. */
final class ViewOptions {
  @Option(
      names = "--views",
      paramLabel = "NAME",
      description =
          "What the network sees of an image: center, flip (and its mirror image), six (airbench's:"
              + " also moved by a pixel), ten-crop, multi-scale:224,256,384,480,640 or dense (both"
              + " on whole images). Probabilities are averaged, for six logits (default: center).")
  private String views = "center";

  @Option(
      names = "--resize",
      paramLabel = "N",
      description =
          "Resize images to N pixels on the shorter side before they are cropped (default: as the"
              + " weights have it).")
  private Integer resize;

  Views views() {
    return Views.parse(views);
  }

  /** Checks what can be checked before data is opened, which may take a download. */
  void check() {
    views();
    if (resize != null) {
      ModelOptions.atLeastOne("--resize", resize);
    }
  }

  /** The model with these options in force. */
  ModelInfo applied(ModelInfo info) {
    if (resize == null) {
      return info;
    }
    int least = Math.min(ModelInfo.side(info.input()), info.preprocessing().resize());
    if (resize < least) {
      throw new InputException(
          "--resize: expected images resized to at least the "
              + least
              + " pixels of the network's input, received "
              + resize);
    }
    try {
      Preprocessing preprocessing = info.preprocessing().resizedTo(resize);
      return info.with(preprocessing);
    } catch (IllegalArgumentException e) {
      throw new InputException("--resize: " + e.getMessage(), e);
    }
  }
}
