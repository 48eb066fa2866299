package convnet4j.cli;

import convnet4j.io.Json;
import convnet4j.render.Table;
import convnet4j.study.Scale;
import convnet4j.study.Studies;
import convnet4j.study.Study;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code study list}: the studies that have names. */
@Command(
    name = "list",
    description = "Lists the studies that can be given by name, and their scales.",
    footerHeading = "%nExample:%n",
    footer = "  ./convnet study list")
final class StudyListCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    List<Study> studies = Studies.names().stream().map(name -> Studies.read(name).study()).toList();
    Table table =
        new Table(
            Table.left("name"), Table.right("runs"), Table.left("scales"), Table.left("title"));
    for (Study study : studies) {
      table.row(
          study.name(), Table.count(runs(study)), String.join(", ", scales(study)), study.title());
    }
    String hint = "\nA file of the same form can be given by its path: docs/studies.md.\n";
    console.result(
        table.text() + hint,
        Json.pretty(Map.of("studies", studies.stream().map(StudyListCommand::json).toList())));
    return ExitCode.DONE;
  }

  private static long runs(Study study) {
    return (long) study.cells(Scale.FULL).size() * study.seeds(Scale.FULL).size();
  }

  private static List<String> scales(Study study) {
    return study.scales().stream().map(Scale::name).toList();
  }

  private static Map<String, Object> json(Study study) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", study.name());
    json.put("title", study.title());
    json.put("question", study.question());
    json.put("source", study.source());
    json.put("runs", runs(study));
    json.put("scales", scales(study));
    return json;
  }
}
