package convnet4j.cli;

import convnet4j.errors.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a command whose result is text or JSON, and may go to a file. */
final class OutputOptions {
  @Mixin private ConsoleOptions speech;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the result to FILE; as JSON with --json or when FILE ends in .json.")
  private Path output;

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
    return speech.console(command, output);
  }

  /**
   * For a command whose result is a file and no text.
   *
   * @param ending that tells its format
   * @throws InputException when --output is missing, unless JSON is asked for, or ends otherwise
   */
  void needsFile(String ending) {
    if (output == null && speech.json()) {
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

  /**
   * For a command whose file may have several forms, told by its ending.
   *
   * @throws InputException when --output ends in none of them and no JSON is asked for
   */
  void endsInOneOf(String... endings) {
    boolean fits =
        output == null
            || speech.json()
            || Arrays.stream(endings).anyMatch(output.toString()::endsWith);
    if (!fits) {
      throw new InputException(
          "--output: expects a file that ends in "
              + String.join(", ", endings)
              + ", received '"
              + output
              + "'");
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
