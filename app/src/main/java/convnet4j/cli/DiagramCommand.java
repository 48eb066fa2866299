package convnet4j.cli;

import convnet4j.io.Json;
import convnet4j.render.diagram.Diagram;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code diagram}: architectures as the papers' figures draw them. */
@Command(
    name = "diagram",
    description =
        "Draws one or more networks side by side as an SVG picture: layers, shapes, shortcuts."
            + " With --json it also describes what it draws.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet diagram vgg19 plain34 resnet34 -o figure3.svg",
      "  ./convnet diagram resnet152 -o resnet152.svg",
      "  ./convnet diagram resnet50 --fold never -o resnet50.svg",
      "  ./convnet diagram mobilenet_v2:width=1.4 -o mobilenet_v2.svg --json"
    })
final class DiagramCommand implements Callable<Integer> {
  private static final String SVG = ".svg";

  @Mixin private NetworkArguments networks;

  @Option(
      names = "--fold",
      paramLabel = "WHEN",
      description =
          "auto, always or never: draw what repeats once, with how often; auto does so in all"
              + " networks when one is over 40 boxes tall (default: auto).")
  private Diagram.Fold fold = Diagram.Fold.AUTO;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    output.needsFile(SVG);
    Diagram diagram = Diagram.of(networks.graphs(), fold);
    console.result("", Json.pretty(diagram), Map.of(SVG, diagram.svg()));
    return ExitCode.DONE;
  }
}
