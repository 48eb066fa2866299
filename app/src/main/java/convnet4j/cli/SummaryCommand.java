package convnet4j.cli;

import convnet4j.cost.Cost;
import convnet4j.io.Json;
import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.render.Summary;
import convnet4j.render.SummaryText;
import convnet4j.zoo.Zoo;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code summary}: a network layer by layer. */
@Command(
    name = "summary",
    description = "Shows a network layer by layer: shapes, parameters, multiply-adds.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet summary resnet20",
      "  ./convnet summary resnet50 --set input=160 --set classes=10",
      "  ./convnet summary mobilenet_v2 --json -o mobilenet_v2.json"
    })
final class SummaryCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "NETWORK",
      description = "Name of a network, as the command models lists it.")
  private String network;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "An option of the network; may be repeated.")
  private Map<String, String> set = new TreeMap<>();

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    Graph graph = Resolver.resolve(Zoo.create(network, set));
    Summary summary = Summary.of(graph, Cost.of(graph));
    console.result(SummaryText.of(summary), Json.pretty(summary));
    return ExitCode.DONE;
  }
}
