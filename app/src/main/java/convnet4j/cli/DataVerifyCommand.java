package convnet4j.cli;

import convnet4j.data.Dataset;
import convnet4j.data.FileSplit;
import convnet4j.data.PixelSplit;
import convnet4j.data.Split;
import convnet4j.errors.InputException;
import convnet4j.image.Verification;
import convnet4j.image.Verification.Exact;
import convnet4j.image.Verification.Near;
import convnet4j.io.Json;
import convnet4j.render.Time;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code data verify}: what is wrong with the images of a data set. */
@Command(
    name = "verify",
    description = {
      "Decodes every image of a data set and lists those that are broken, those whose extension"
          + " is of another format, and test images that are trained on: exactly, or nearly by a"
          + " perceptual hash and the correlation of the pixels. Nothing is changed.",
      "Exit code 0 when there is nothing to list, 1 when there is, 2 when the data cannot be opened."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./convnet data verify photos/",
      "  ./convnet data verify cifar10 --json -o report.json",
      "  ./convnet data verify mnist --similarity 0.99"
    })
final class DataVerifyCommand implements Callable<Integer> {
  @Mixin private DataArgument data;

  @Option(
      names = "--similarity",
      paramLabel = "X",
      description =
          "Correlation of the pixels from which images with like hashes count as near-duplicates,"
              + " 0 to 1 (default: 0.9).")
  private double similarity = Verification.SIMILARITY;

  @Option(names = "--no-near", description = "Look for exact duplicates only.")
  private boolean noNear;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Lines of each kind; --json and --output have all of them (default: 20).")
  private int limit = 20;

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
    ModelOptions.atLeastOne("--limit", limit);
    if (!(similarity >= 0 && similarity <= 1)) {
      throw new InputException(
          "--similarity: expects a number from 0 to 1, received '" + similarity + "'");
    }
    try (Dataset images = data.open(console)) {
      long start = System.nanoTime();
      Verification verification =
          Verification.of(
              images,
              noNear ? Double.POSITIVE_INFINITY : similarity,
              threads,
              (what, done, total) ->
                  console.progress(
                      () ->
                          Format.text(
                              "%s: %s of %s", what, Format.count(done), Format.count(total))));
      double seconds = (System.nanoTime() - start) / 1e9;
      Findings findings = new Findings(images, verification);
      console.result(
          findings.text(seconds, output.toFile() ? Integer.MAX_VALUE : limit),
          Json.pretty(findings.json(noNear ? null : similarity, seconds)));
      // As of diff and cmp: 1 is a difference, 2 is trouble.
      return verification.clean() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  /** What was found, in words. */
  private record Findings(Dataset data, Verification found) {
    String text(double seconds, int limit) {
      StringBuilder text = new StringBuilder();
      text.append(
          Format.text(
              "%s: %s training and %s test images, looked at in %s%n",
              data.name(),
              Format.count(data.train().size()),
              Format.count(data.test().size()),
              Time.of(seconds)));
      List<String> broken = new ArrayList<>();
      List<String> misnamed = new ArrayList<>();
      add(data.train(), found.train(), broken, misnamed);
      add(data.test(), found.test(), broken, misnamed);
      section(text, "broken", broken, limit);
      section(text, "named as another format", misnamed, limit);
      section(
          text,
          "test images that are trained on",
          found.exact().stream().map(this::line).toList(),
          limit);
      section(
          text,
          "test images like one that is trained on",
          found.near().stream().map(this::line).toList(),
          limit);
      return text.append(found.clean() ? "Nothing is wrong.\n" : "").toString();
    }

    private static void section(StringBuilder text, String title, List<String> lines, int limit) {
      if (lines.isEmpty()) {
        return;
      }
      text.append(Format.text("%n%s: %s%n", title, Format.count(lines.size(), "image")));
      lines.stream().limit(limit).forEach(line -> text.append("  ").append(line).append('\n'));
      if (lines.size() > limit) {
        text.append(
            Format.text(
                "  and %s more; --limit N shows more, --output FILE all%n",
                Format.count(lines.size() - limit)));
      }
    }

    private static void add(
        Split split, Verification.Report report, List<String> broken, List<String> misnamed) {
      report.broken().forEach(b -> broken.add(b.problem()));
      report.misnamed().forEach(m -> misnamed.add(name(split, m.index()) + " is a " + m.actual()));
    }

    private String line(Exact exact) {
      return Format.text(
          "%s  is  %s%s%s",
          named(data.test(), exact.test()),
          named(data.train(), exact.train()),
          exact.trains() > 1 ? Format.text(" and %d more", exact.trains() - 1) : "",
          exact.sameFile() || data.test() instanceof PixelSplit
              ? ""
              : " (other files, same pixels)");
    }

    private String line(Near near) {
      return Format.text(
          "%s  is like  %s (similarity %.3f, %d bits)",
          named(data.test(), near.test()),
          named(data.train(), near.train()),
          near.similarity(),
          near.bits());
    }

    private String named(Split split, int index) {
      String label = data.classes().get(split.label(index));
      return split instanceof PixelSplit
          ? Format.text("%s (%s)", name(split, index), label)
          : name(split, index);
    }

    private static String name(Split split, int index) {
      return switch (split) {
        case PixelSplit p -> "image " + index;
        case FileSplit f -> f.files().get(index).entry().path();
      };
    }

    Map<String, Object> json(Double similarity, double seconds) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("data", data.name());
      json.put("train", data.train().size());
      json.put("test", data.test().size());
      json.put("clean", found.clean());
      List<Map<String, Object>> broken = new ArrayList<>();
      List<Map<String, Object>> misnamed = new ArrayList<>();
      add("train", data.train(), found.train(), broken, misnamed);
      add("test", data.test(), found.test(), broken, misnamed);
      json.put("broken", broken);
      json.put("misnamed", misnamed);
      json.put("exact", found.exact().stream().map(this::json).toList());
      // Null where it was not asked for.
      json.put("similarity", similarity);
      json.put("near", found.near().stream().map(this::json).toList());
      json.put("seconds", seconds);
      return json;
    }

    private void add(
        String side,
        Split split,
        Verification.Report report,
        List<Map<String, Object>> broken,
        List<Map<String, Object>> misnamed) {
      for (Verification.Broken b : report.broken()) {
        Map<String, Object> row = image(split, b.index());
        row.put("split", side);
        row.put("problem", b.problem());
        broken.add(row);
      }
      for (Verification.Misnamed m : report.misnamed()) {
        Map<String, Object> row = image(split, m.index());
        row.put("split", side);
        row.put("claimed", m.claimed());
        row.put("actual", m.actual());
        misnamed.add(row);
      }
    }

    private Map<String, Object> json(Exact exact) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("test", image(data.test(), exact.test()));
      row.put("train", image(data.train(), exact.train()));
      row.put("training_images", exact.trains());
      row.put("same_file", exact.sameFile());
      return row;
    }

    private Map<String, Object> json(Near near) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("test", image(data.test(), near.test()));
      row.put("train", image(data.train(), near.train()));
      row.put("bits", near.bits());
      row.put("similarity", near.similarity());
      return row;
    }

    private Map<String, Object> image(Split split, int index) {
      Map<String, Object> image = new LinkedHashMap<>();
      image.put("index", index);
      image.put("path", split instanceof FileSplit ? name(split, index) : null);
      image.put("class", data.classes().get(split.label(index)));
      return image;
    }
  }
}
