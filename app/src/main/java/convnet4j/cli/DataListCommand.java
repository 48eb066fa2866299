package convnet4j.cli;

import convnet4j.data.Datasets;
import convnet4j.io.CacheHome;
import convnet4j.io.Json;
import convnet4j.render.Table;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code data list}: the data sets that have names. */
@Command(
    name = "list",
    description = "Lists the data sets that can be given by name, and where they are kept.",
    footerHeading = "%nExample:%n",
    footer = "  ./convnet data list")
final class DataListCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    Path folder = CacheHome.path().resolve("data");
    console.result(text(folder), Json.pretty(json(folder)));
    return ExitCode.DONE;
  }

  private static String text(Path folder) {
    Table table = new Table(Table.left("name"), Table.left("images"));
    Datasets.names().forEach(named -> table.row(named.name(), named.description()));
    return table.text()
        + "\nDownloads are kept in "
        + folder
        + ". By its path can be given any folder or archive of these forms, or of images with a"
        + " folder per class, and a list FILE.csv with lines path,label.\n";
  }

  private static Map<String, Object> json(Path folder) {
    List<Map<String, Object>> sets = Datasets.names().stream().map(DataListCommand::json).toList();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cache", folder.toString());
    json.put("data_sets", sets);
    return json;
  }

  private static Map<String, Object> json(Datasets.Named named) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", named.name());
    json.put("description", named.description());
    json.put("urls", named.sources().stream().map(source -> source.uri().toString()).toList());
    return json;
  }
}
