package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.errors.InputException;
import convnet4j.io.AtomicFile;
import convnet4j.io.Json;
import convnet4j.report.RunData;
import convnet4j.report.RunPage;
import convnet4j.train.RunFolder;
import convnet4j.weights.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code report}: the page of a run, from what lies in its folder. */
@Command(
    name = "report",
    description =
        "Writes the page of a run, report.html in its folder: curves, confusions, worst errors. train"
            + " does so too; this is for runs that were stopped or are older.",
    footerHeading = "%nExamples:%n",
    footer = {"  ./convnet report runs/NAME", "  ./convnet report runs/NAME -o page.html"})
final class ReportCommand implements Callable<Integer> {
  private static final String HTML = ".html";

  @Parameters(index = "0", paramLabel = "RUN", description = "Folder of a run.")
  private Path run;

  @Mixin private DataOptions data;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException {
    Console console = output.console();
    RunFolder folder = RunFolder.open(run);
    RunPage page = page(RunData.read(run), folder, console);
    String html = page.html();
    if (!output.toFile()) {
      AtomicFile.writeString(folder.report(), html);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run.toString());
    json.put("report", output.toFile() ? null : folder.report().toString());
    json.put("mistakes_shown", page.mistakes().size());
    console.result("written: " + folder.report() + "\n", Json.pretty(json), Map.of(HTML, html));
    return ExitCode.DONE;
  }

  private RunPage page(RunData read, RunFolder folder, Console console) {
    String name = data.given() == null ? read.recipe().images().data() : data.given();
    try (Dataset images =
        data.given() == null ? data.openRemembered(name, console) : data.open(name, console)) {
      return RunPages.ended(read, images);
    } catch (InputException e) {
      if (data.given() != null) {
        throw e;
      }
      console.say("without pictures: " + e.getMessage());
      return RunPages.withoutData(read, classes(folder));
    }
  }

  private static List<String> classes(RunFolder folder) {
    return Files.exists(folder.last()) ? ModelFile.read(folder.last()).info().classes() : List.of();
  }
}
