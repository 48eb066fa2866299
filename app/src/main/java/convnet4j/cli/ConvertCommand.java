package convnet4j.cli;

import convnet4j.errors.InputException;
import convnet4j.eval.Models;
import convnet4j.io.Json;
import convnet4j.net.Graph;
import convnet4j.net.ParamSpec;
import convnet4j.weights.ModelFile;
import convnet4j.weights.TensorFile;
import convnet4j.weights.TorchFile;
import convnet4j.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convert}: weights from one file format and one code base's names to another's. */
@Command(
    name = "convert",
    description =
        "Reads the weights of a run, of a safetensors or of a PyTorch file, and writes them with"
            + " torchvision's names.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet convert resnet20.th --network resnet20 -o resnet20.safetensors",
      "  ./convnet convert runs/NAME -o weights.pt",
      "  ./convnet convert vgg16.bin --network vgg16 --set classes=10 --to pytorch -o vgg16.bin"
    })
final class ConvertCommand implements Callable<Integer> {
  private enum Form {
    SAFETENSORS(".safetensors"),
    PYTORCH(".pt", ".pth", ".th");

    private final List<String> endings;

    Form(String... endings) {
      this.endings = List.of(endings);
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      index = "0",
      paramLabel = "FILE|RUN",
      description = "A run's folder (its last checkpoint), or a safetensors or PyTorch file.")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "Where to write; .safetensors, .pt, .pth and .th tell the format.")
  private Path target;

  @Option(
      names = "--to",
      paramLabel = "NAME",
      description = "safetensors or pytorch (default: as FILE ends).")
  private Form to;

  @Mixin private ForeignOptions foreign;

  @Mixin private ConsoleOptions speech;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    Console console = speech.console(command, null);
    foreign.check(file);
    Form form = to == null ? formOf(target) : to;
    OutputOptions.writable("--output", target);
    ModelFile read = foreign.read(file);
    Graph graph = Models.graph(read.info());
    Weights weights = read.weights(graph);
    switch (form) {
      case SAFETENSORS -> ModelFile.write(target, read.info(), weights);
      case PYTORCH -> TorchFile.write(target, new TensorFile(Map.of(), weights.tensors()));
    }
    Map<String, Object> facts = facts(read, graph, weights, form);
    console.result(text(facts), Json.pretty(facts));
    return ExitCode.DONE;
  }

  private static Form formOf(Path target) {
    String name = target.toString().toLowerCase(Locale.ROOT);
    for (Form form : Form.values()) {
      if (form.endings.stream().anyMatch(name::endsWith)) {
        return form;
      }
    }
    throw new InputException(
        "--output "
            + target
            + ": expects a name that ends in .safetensors, .pt, .pth or .th; or say --to"
            + " safetensors or --to pytorch");
  }

  private Map<String, Object> facts(ModelFile read, Graph graph, Weights weights, Form form) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("network", read.info().network());
    facts.put("checkpoint", read.path().toString());
    facts.put("dialect", read.dialect());
    facts.put("tensors", weights.tensors().size());
    facts.put("params", params(graph));
    facts.put("preprocessing", EvalReport.json(read.info().preprocessing()));
    facts.put("format", form.label());
    facts.put("output", target.toString());
    return facts;
  }

  private static long params(Graph graph) {
    return graph.params().stream()
        .filter(spec -> spec.role().isParameter())
        .mapToLong(ParamSpec::elements)
        .sum();
  }

  private static String text(Map<String, Object> facts) {
    return Format.text(
        "%s: %d tensors, %s parameters, from %s (names: %s)%nwritten: %s (%s)%n",
        facts.get("network"),
        facts.get("tensors"),
        Format.count((long) facts.get("params")),
        facts.get("checkpoint"),
        facts.get("dialect"),
        facts.get("output"),
        facts.get("format"));
  }
}
