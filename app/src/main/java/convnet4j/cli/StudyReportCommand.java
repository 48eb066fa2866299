package convnet4j.cli;

import convnet4j.io.Json;
import convnet4j.report.study.StudyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code study report}: what came of a study, to read. */
@Command(
    name = "report",
    description =
        "Writes the report of a study into its folder: report.html, report.md and cells.csv, with"
            + " intervals, verdicts and plots. The study need not be finished.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet study report shortcut-options --scale small",
      "  ./convnet study report runs/study-NAME -o page.html",
      "  ./convnet study report runs/study-NAME --json"
    })
final class StudyReportCommand implements Callable<Integer> {
  @Mixin private StudyOptions study;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException {
    Console console = output.console();
    StudyOptions.Given given = study.given();
    output.endsInOneOf(".html", ".md", ".csv", ".json");
    StudyReport report = StudyReports.of(given);
    Map<String, Object> json = new LinkedHashMap<>(report.json());
    if (output.toFile()) {
      Map<String, String> forms =
          Map.of(".html", report.html(), ".md", report.markdown(), ".csv", report.csv());
      console.result("", Json.pretty(json), forms);
      return ExitCode.DONE;
    }
    List<Path> files = StudyReports.write(report, given.folder());
    json.put("files", files.stream().map(Path::toString).toList());
    String text =
        files.stream().map(file -> "written: " + file + "\n").collect(Collectors.joining());
    console.result(text, Json.pretty(json));
    return ExitCode.DONE;
  }
}
