package convnet4j.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a command speaks: the options of every one of them. */
final class ConsoleOptions {
  @Option(
      names = "--json",
      description =
          "Print one JSON document on standard output, everything else on standard error.")
  private boolean json;

  @Option(names = "--quiet", description = "Print results and errors only.")
  private boolean quiet;

  @SuppressWarnings("unused") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean help;

  boolean json() {
    return json;
  }

  /**
   * The console that these options ask for.
   *
   * @param file where the result is written too; null for nowhere
   */
  Console console(CommandSpec command, Path file) {
    return Console.of(command, json, quiet, file);
  }
}
