package convnet4j.cli;

import convnet4j.errors.InputException;
import convnet4j.io.Json;
import convnet4j.recipe.LayerLooks;
import convnet4j.recipe.LayersCsv;
import convnet4j.recipe.Recipe;
import convnet4j.recipe.RecipeYaml;
import convnet4j.train.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain}: what happened in the layers of a network while it was trained. */
@Command(
    name = "explain",
    description =
        "Shows what happened in each layer of a network at one step of its training: gradients,"
            + " updates, outputs. The run must have been looked at, with train --probe N.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet explain runs/NAME",
      "  ./convnet explain runs/NAME --step 0 -o layers.csv",
      "",
      "docs/runs.md says what the columns mean."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final String CSV = ".csv";

  @Parameters(index = "0", paramLabel = "RUN", description = "Folder of a run.")
  private Path run;

  @Option(
      names = "--step",
      paramLabel = "N",
      description = "A step that was looked at (default: the last one).")
  private Long step;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    RunFolder folder = RunFolder.open(run);
    Recipe recipe = RecipeYaml.read(folder.recipe());
    LayerLooks looks = LayersCsv.read(folder.layers());
    if (looks.rows().isEmpty()) {
      throw new InputException(
          folder.layers()
              + ": expects what was seen in the run's layers, found nothing; train with --probe N,"
              + " such as "
              + Commands.again(run)
              + " --probe 100");
    }
    long shown = step == null ? looks.steps().getLast() : seen(looks.steps(), step);
    LayerTable table = new LayerTable(run, recipe.network(), shown, looks);
    console.result(table.text(), Json.pretty(table.json()), Map.of(CSV, table.csv()));
    return ExitCode.DONE;
  }

  private static long seen(List<Long> steps, long wanted) {
    if (steps.contains(wanted)) {
      return wanted;
    }
    Stream<Long> below = steps.reversed().stream().filter(at -> at < wanted).limit(1);
    Stream<Long> above = steps.stream().filter(at -> at > wanted).limit(1);
    String near =
        Stream.concat(below, above).map(String::valueOf).collect(Collectors.joining(" and "));
    throw new InputException(
        "--step: expects a step that was looked at, received " + wanted + "; the nearest: " + near);
  }
}
