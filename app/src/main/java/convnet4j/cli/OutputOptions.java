package convnet4j.cli;

import convnet4j.errors.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command. */
final class OutputOptions {
  @Option(
      names = "--json",
      description =
          "Print one JSON document on standard output, everything else on standard error.")
  private boolean json;

  @Option(names = "--quiet", description = "Print results and errors only.")
  private boolean quiet;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the result to FILE; as JSON with --json or when FILE ends in .json.")
  private Path output;

  @SuppressWarnings("unused") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  private boolean help;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * The console that these options ask for.
   *
   * @throws InputException when the output file cannot be written: better now than after the work
   */
  Console console() {
    if (output != null) {
      writable("--output", output);
    }
    return Console.of(command, json, quiet, output);
  }

  /**
   * For a command whose result is a file and no text.
   *
   * @param ending that tells its format
   * @throws InputException when --output is missing, unless JSON is asked for, or ends otherwise
   */
  void needsFile(String ending) {
    if (output == null && json) {
      return;
    }
    if (output == null || !(output.toString().endsWith(ending) || isJson(output))) {
      throw new InputException(
          "--output: expects a file that ends in "
              + ending
              + ", received "
              + (output == null ? "nothing" : "'" + output + "'")
              + "; add -o FILE"
              + ending);
    }
  }

  static boolean isJson(Path file) {
    return file.toString().endsWith(".json");
  }

  /** Whether the result goes to a file. */
  boolean toFile() {
    return output != null;
  }

  /** Refuses a file that cannot be written, named by {@code option}. */
  static void writable(String option, Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    boolean fits = folder != null && Files.isDirectory(folder) && !Files.isDirectory(file);
    if (!fits || !Files.isWritable(folder)) {
      throw new InputException(
          option
              + " "
              + file
              + ": expects a file in a folder that exists and can be written; choose"
              + " another path");
    }
  }
}
