package convnet4j.cli;

import convnet4j.data.Datasets;
import convnet4j.io.CacheHome;
import convnet4j.io.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code data get}: downloads ahead of time. */
@Command(
    name = "get",
    description = "Downloads a data set into the cache, unless it is there.",
    footerHeading = "%nExample:%n",
    footer = "  ./convnet data get cifar10")
final class DataGetCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "Name of a data set, as the command data list has it.")
  private String name;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    Optional<Path> path = Datasets.get(name, CacheHome.path(), console.listener());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("path", path.map(Path::toString).orElse(null));
    String text = path.map(Path::toString).orElse(name + " is built in: nothing to download");
    console.result(text + "\n", Json.pretty(json));
    return ExitCode.DONE;
  }
}
