package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.data.FileSplit;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.data.Split;
import convnet4j.io.Json;
import convnet4j.render.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code data info}: what a data set holds. */
@Command(
    name = "info",
    description = "Describes a data set: how many images of which class, and their sizes.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet data info shapes", //
      "  ./convnet data info photos.tar.gz"
    })
final class DataInfoCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "NAME|PATH",
      description = "Name of a data set, or path of a folder or archive.")
  private String data;

  @Option(names = "--offline", description = "Never download a missing data set.")
  private boolean offline;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    try (Dataset images = DataOptions.open(data, offline, console)) {
      int[] train = counts(images.train(), images.classes().size());
      int[] test = counts(images.test(), images.classes().size());
      console.result(text(images, train, test), Json.pretty(json(images, train, test)));
    }
    return ExitCode.DONE;
  }

  private static int[] counts(Split split, int classes) {
    int[] counts = new int[classes];
    for (int i = 0; i < split.size(); i++) {
      counts[split.label(i)]++;
    }
    return counts;
  }

  private static String text(Dataset images, int[] train, int[] test) {
    Table table = new Table(Table.left("class"), Table.right("train"), Table.right("test"));
    for (int c = 0; c < train.length; c++) {
      table.row(images.classes().get(c), Format.count(train[c]), Format.count(test[c]));
    }
    table.rule();
    table.row(
        train.length + " classes",
        Format.count(images.train().size()),
        Format.count(images.test().size()));
    Normalisation n = images.normalisation();
    return Format.text("%s: %s%n%n%s%n", images.name(), size(images.train()), table.text())
        + Format.text("normalisation  mean %s, std %s%n", numbers(n.mean()), numbers(n.std()));
  }

  private static String size(Split split) {
    return switch (split) {
      case PixelSplit p ->
          Format.text("%d×%d pixels, %d channels, in memory", p.width(), p.height(), p.channels());
      case FileSplit f ->
          "image files of "
              + Format.bytes(bytes(f))
              + " to train on, resized as a network needs it";
    };
  }

  private static long bytes(FileSplit split) {
    return split.files().stream().mapToLong(file -> file.entry().size()).sum();
  }

  private static String numbers(List<Double> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Map<String, Object> json(Dataset images, int[] train, int[] test) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", images.name());
    json.put("train", images.train().size());
    json.put("test", images.test().size());
    json.put("channels", images.channels());
    // Null where every file has a size of its own.
    json.put("height", images.train() instanceof PixelSplit p ? p.height() : null);
    json.put("width", images.train() instanceof PixelSplit p ? p.width() : null);
    json.put("mean", images.normalisation().mean());
    json.put("std", images.normalisation().std());
    json.put(
        "classes",
        IntStream.range(0, train.length)
            .mapToObj(
                c -> {
                  Map<String, Object> row = new LinkedHashMap<>();
                  row.put("name", images.classes().get(c));
                  row.put("train", train[c]);
                  row.put("test", test[c]);
                  return row;
                })
            .toList());
    return json;
  }
}
