package convnet4j.cli;

import convnet4j.errors.InputException;
import convnet4j.io.Json;
import convnet4j.recipe.Predictions;
import convnet4j.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code compare-runs}: whether two trained networks differ on the same test images. */
@Command(
    name = "compare-runs",
    description = "Compares two trained networks on the same test images, image by image.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet compare-runs runs/ONE runs/OTHER",
      "  ./convnet compare-runs one.csv other.csv --json",
      "",
      "Files come from './convnet eval … --predictions FILE'."
    })
final class CompareRunsCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "Folder of a finished run, or a file of predictions.")
  private Path a;

  @Parameters(index = "1", paramLabel = "B", description = "Another one.")
  private Path b;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    Predictions ofA = read(a);
    Predictions ofB = read(b);
    RunComparison comparison = new RunComparison(a, b, ofA.pairedWith(ofB));
    console.result(comparison.text(), Json.pretty(comparison.json()));
    return ExitCode.DONE;
  }

  private static Predictions read(Path given) {
    if (!Files.exists(given)) {
      throw new InputException(
          given + ": no such file or folder; expects a run's folder or a file of predictions");
    }
    if (!Files.isDirectory(given)) {
      return Predictions.read(given);
    }
    Path file = new RunFolder(given).predictions();
    if (!Files.exists(file)) {
      throw new InputException(
          given
              + ": expects the folder of a finished run with its "
              + file.getFileName()
              + ", found none; finish it with "
              + Commands.resume(given));
    }
    return Predictions.read(file);
  }
}
