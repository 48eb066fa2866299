package convnet4j.cli;

import convnet4j.eval.Latency;
import convnet4j.eval.Precisions;
import convnet4j.io.Json;
import convnet4j.net.Graph;
import convnet4j.recipe.Precision;
import convnet4j.render.compare.Comparison;
import convnet4j.render.compare.Comparison.Measurement;
import convnet4j.render.compare.Comparison.Row;
import convnet4j.render.compare.ComparisonHtml;
import convnet4j.render.compare.ComparisonText;
import convnet4j.torch.Environment;
import convnet4j.torch.Natives;
import convnet4j.torch.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compare}: what networks cost, side by side. */
@Command(
    name = "compare",
    description =
        "Puts networks side by side: parameters, multiply-adds, depth, receptive field, memory, and"
            + " with --measure the latency on this processor. -o NAME.html writes a page.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet compare resnet18 resnet50 mobilenet_v2",
      "  ./convnet compare mobilenet_v2 mobilenet_v2:width=1.4 --measure -o width.html",
      "  ./convnet compare vgg16 resnet50 --set classes=10 --measure --batch-size 16 --json"
    })
final class CompareCommand implements Callable<Integer> {
  private static final String HTML = ".html";

  /** The first passes allocate, and libtorch chooses kernels in them. */
  private static final int WARMUP = 3;

  @Mixin private NetworkArguments networks;

  @Option(
      names = "--measure",
      description = "Measure a forward pass of each on this processor, with random weights.")
  private boolean measure;

  @Option(
      names = {"--batch-size", "--batch"},
      paramLabel = "N",
      description = "Images in a measured pass (default: 1).")
  private int batch = 1;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Passes that are measured, after 3 to warm up (default: 20).")
  private int repeats = 20;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "auto, fp32 or bf16; auto is what this processor is fast at (default: auto).")
  private Precision precision = Precision.AUTO;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    ModelOptions.atLeastOne("--batch-size", batch);
    ModelOptions.atLeastOne("--repeats", repeats);
    ModelOptions.atLeastOne("--threads", threads);
    List<Graph> graphs = networks.graphs();
    List<Row> rows = graphs.stream().map(Row::of).toList();
    Comparison comparison =
        measure
            ? new Comparison(measured(console, graphs, rows), measurement())
            : new Comparison(rows, null);
    console.result(
        ComparisonText.of(comparison),
        Json.pretty(comparison),
        Map.of(HTML, ComparisonHtml.of(comparison)));
    return ExitCode.DONE;
  }

  private List<Row> measured(Console console, List<Graph> graphs, List<Row> rows) {
    Natives.load();
    Threads.use(threads);
    List<Row> measured = new ArrayList<>();
    try (Interrupt interrupt = new Interrupt(() -> {})) {
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        Latency.Listener listener =
            done -> {
              interrupt.check();
              console.progress(
                  () -> row.network() + ": pass " + (done + 1) + " of " + (WARMUP + repeats));
            };
        double[] times =
            Latency.measure(graphs.get(i), precision, batch, WARMUP, repeats, listener);
        measured.add(row.with(Comparison.Latency.of(times)));
      }
    }
    return measured;
  }

  private Measurement measurement() {
    Map<String, Object> here = Environment.describe(threads);
    return new Measurement(
        batch,
        threads,
        Precisions.inForce(precision).label(),
        WARMUP,
        here.get("cpu").toString(),
        "libtorch " + here.get("libtorch"));
  }
}
