package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.data.FileSplit;
import convnet4j.data.Normalisation;
import convnet4j.data.PixelSplit;
import convnet4j.data.Split;
import convnet4j.image.Census;
import convnet4j.io.Json;
import convnet4j.render.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code data info}: what a data set holds. */
@Command(
    name = "info",
    description =
        "Describes a data set: how many images of which class, their sizes, and mean and standard"
            + " deviation of the training images' channels. Image files are all decoded for it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet data info shapes", //
      "  ./convnet data info photos.tar.gz",
      "  ./convnet data info list.csv --json"
    })
final class DataInfoCommand implements Callable<Integer> {
  @Mixin private DataArgument data;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that decode (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Console console = output.console();
    ModelOptions.atLeastOne("--threads", threads);
    try (Dataset images = data.open(console)) {
      Info info =
          new Info(
              images,
              counts(images.train(), images.classes().size()),
              counts(images.test(), images.classes().size()),
              census("training images", images.train(), console),
              census("test images", images.test(), console));
      console.result(info.text(), Json.pretty(info.json()));
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

  private Census census(String what, Split split, Console console) {
    return switch (split) {
      case PixelSplit p -> {
        TreeMap<Census.Size, Integer> sizes = new TreeMap<>();
        sizes.put(new Census.Size(p.width(), p.height()), p.size());
        yield new Census(p.size(), 0, sizes, Optional.of(Normalisation.of(p)));
      }
      case FileSplit f ->
          Census.of(
              f,
              threads,
              done ->
                  console.progress(
                      () ->
                          Format.text(
                              "%s: %s of %s", what, Format.count(done), Format.count(f.size()))));
    };
  }

  /** What a data set holds, in words. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Info(Dataset data, int[] train, int[] test, Census trains, Census tests) {
    String text() {
      Table table = new Table(Table.left("class"), Table.right("train"), Table.right("test"));
      for (int c = 0; c < train.length; c++) {
        table.row(data.classes().get(c), Format.count(train[c]), Format.count(test[c]));
      }
      table.rule();
      table.row(
          train.length + " classes",
          Format.count(data.train().size()),
          Format.count(data.test().size()));
      StringBuilder text = new StringBuilder();
      text.append(Format.text("%s: %s%n%n%s%n", data.name(), form(), table.text()));
      text.append(Format.text("sizes          %s%n", sizes()));
      trains.pixels().ifPresent(n -> text.append(Format.text("pixels         %s%n", numbers(n))));
      text.append(Format.text("normalised by  %s%n", numbers(data.normalisation())));
      int unreadable = trains.unreadable() + tests.unreadable();
      if (unreadable > 0) {
        text.append(
            Format.text(
                "unreadable     %s; the command data verify names them%n",
                Format.count(unreadable, "image")));
      }
      return text.toString();
    }

    private String form() {
      return switch (data.train()) {
        case PixelSplit p -> Format.count(p.channels(), "channel") + ", held in memory";
        case FileSplit f ->
            "image files of " + Format.bytes(bytes(f)) + " to train on, decoded to 3 channels";
      };
    }

    private static long bytes(FileSplit split) {
      return split.files().stream().mapToLong(file -> file.entry().size()).sum();
    }

    private Optional<Census> all() {
      TreeMap<Census.Size, Integer> sizes = new TreeMap<>(trains.sizes());
      tests.sizes().forEach((size, count) -> sizes.merge(size, count, Integer::sum));
      int images = trains.images() + tests.images();
      return images == 0
          ? Optional.empty()
          : Optional.of(new Census(images, 0, sizes, Optional.empty()));
    }

    private String sizes() {
      return all()
          .map(
              all ->
                  all.sizes().size() == 1
                      ? text(all.medianSize())
                      : Format.text(
                          "%s to %s, half of them up to %s; %s in all",
                          text(all.sizes().firstKey()),
                          text(all.sizes().lastKey()),
                          text(all.medianSize()),
                          Format.count(all.sizes().size(), "size")))
          .orElse("none");
    }

    private static String text(Census.Size size) {
      return size.width() + "×" + size.height();
    }

    private static String numbers(Normalisation n) {
      return "mean " + joined(n.mean()) + ", std " + joined(n.std());
    }

    private static String joined(List<Double> values) {
      return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", data.name());
      json.put("train", data.train().size());
      json.put("test", data.test().size());
      json.put("unreadable", trains.unreadable() + tests.unreadable());
      json.put("channels", data.channels());
      Optional<Census> one = all().filter(all -> all.sizes().size() == 1);
      // Null where images differ in size.
      json.put("height", one.map(all -> all.medianSize().height()).orElse(null));
      json.put("width", one.map(all -> all.medianSize().width()).orElse(null));
      json.put("sizes", all().map(Info::sizes).orElse(null));
      json.put("mean", trains.pixels().map(Normalisation::mean).orElse(null));
      json.put("std", trains.pixels().map(Normalisation::std).orElse(null));
      json.put(
          "normalisation",
          Map.of("mean", data.normalisation().mean(), "std", data.normalisation().std()));
      json.put("classes", IntStream.range(0, train.length).mapToObj(this::row).toList());
      return json;
    }

    private static Map<String, Object> sizes(Census all) {
      Map<String, Object> sizes = new LinkedHashMap<>();
      sizes.put("smallest", sides(all.sizes().firstKey()));
      sizes.put("median", sides(all.medianSize()));
      sizes.put("largest", sides(all.sizes().lastKey()));
      sizes.put("different", all.sizes().size());
      return sizes;
    }

    /** Width and height. */
    private static List<Integer> sides(Census.Size size) {
      return List.of(size.width(), size.height());
    }

    private Map<String, Object> row(int label) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", data.classes().get(label));
      row.put("train", train[label]);
      row.put("test", test[label]);
      return row;
    }
  }
}
