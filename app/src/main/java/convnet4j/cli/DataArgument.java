package convnet4j.cli;

import convnet4j.data.Dataset;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The data set that a command is about. */
final class DataArgument {
  @Parameters(
      index = "0",
      paramLabel = "NAME|PATH",
      description = "Name of a data set, or path of a folder, archive or .csv list.")
  private String data;

  @Option(names = "--offline", description = "Never download a missing data set.")
  private boolean offline;

  @Mixin private PixelLimit limit;

  Dataset open(Console console) {
    return limit.open(data, offline, console);
  }
}
