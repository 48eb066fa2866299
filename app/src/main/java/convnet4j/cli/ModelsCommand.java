package convnet4j.cli;

import convnet4j.cost.Cost;
import convnet4j.errors.Nearest;
import convnet4j.io.Json;
import convnet4j.net.Graph;
import convnet4j.net.Resolver;
import convnet4j.render.ModelRow;
import convnet4j.render.ModelRow.Choice;
import convnet4j.render.ModelsText;
import convnet4j.zoo.Entry;
import convnet4j.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code models}: every network by name. */
@Command(
    name = "models",
    description = "Lists the networks, their sizes and their options.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet models", //
      "  ./convnet models resnet",
      "  ./convnet models 'vgg*_bn'"
    })
final class ModelsCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "A part of the name, or the whole of it with * for any letters.")
  private String pattern;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    List<ModelRow> rows =
        Zoo.entries().stream().filter(e -> matches(e.name())).map(ModelsCommand::row).toList();
    if (rows.isEmpty()) {
      throw Nearest.unknown("network", pattern, Zoo.names(), "Run ./convnet models for the list");
    }
    console.result(ModelsText.of(rows), Json.pretty(Map.of("networks", rows)));
    return ExitCode.DONE;
  }

  private boolean matches(String name) {
    if (pattern == null) {
      return true;
    }
    String wanted = pattern.toLowerCase(Locale.ROOT);
    if (!wanted.contains("*")) {
      return name.contains(wanted);
    }
    String regex = Pattern.quote(wanted).replace("*", "\\E.*\\Q");
    return name.matches(regex);
  }

  private static ModelRow row(Entry entry) {
    Graph graph = Resolver.resolve(Zoo.create(entry.name(), Map.of()));
    SequencedMap<String, Choice> options = new LinkedHashMap<>();
    entry.options().forEach(o -> options.put(o.key(), new Choice(o.initial(), o.form())));
    return ModelRow.of(graph, Cost.of(graph), entry.family(), entry.source(), options);
  }
}
