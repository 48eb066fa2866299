package convnet4j.benchmarks;

import convnet4j.torch.Environment;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast batches are made, beside torchvision; everyone in turn, on the core that this is on. */
@Command(
    name = "benchmarks/pipeline",
    description = "Images per second and core, from a data set to normalised batches.",
    showDefaultValues = true,
    sortOptions = false)
final class Pipeline implements Callable<Integer> {
  private static final String CIFAR = "cifar";
  private static final String PHOTOGRAPHS = "photographs";

  @Option(names = "--cifar", paramLabel = "NAME|PATH", description = "CIFAR-10.")
  private String cifar = "cifar10";

  @Option(
      names = "--flowers",
      paramLabel = "PATH",
      required = true,
      description = "Small photographs in class folders, which are enlarged.")
  private String flowers;

  @Option(names = "--count", description = "How many photographs.")
  private int count = 500;

  @Option(names = "--repeats", description = "Rounds; in each, everyone has a turn.")
  private int repeats = 3;

  @Option(names = "--seconds", description = "Of an iteration; two to warm up, three that count.")
  private int seconds = 5;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "A Python with torch, torchvision and Pillow; none: left out.")
  private String python;

  @Option(names = "--reference", hidden = true)
  private String reference;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Say this.")
  private boolean help;

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Pipeline());
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          System.err.println(e.getMessage());
          return 1;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, RunnerException {
    Path photos = Files.createTempDirectory("convnet4j-photographs");
    List<Double> cifars = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> loads = new ArrayList<>();
    String version = "";
    try {
      new Photographs(500, 375, 0, 0.9f).write(flowers, count, photos);
      for (int round = 1; round <= repeats; round++) {
        loads.add(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        cifars.add(measure(CIFAR, cifar));
        ours.add(measure(PHOTOGRAPHS, photos.toString()));
        if (python != null) {
          String[] answer = reference(photos);
          theirs.add(Double.parseDouble(answer[0]));
          version = answer[1];
        }
        System.err.printf(
            Locale.ROOT, "round %d of %d: %s %s %s%n", round, repeats, cifars, ours, theirs);
      }
      report(photos, version, loads, cifars, ours, theirs);
    } finally {
      delete(photos);
    }
    return 0;
  }

  private double measure(String name, String data) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(LoadingBenchmark.class.getSimpleName() + "\\." + name + "$")
            .param(name.equals(CIFAR) ? "cifar" : "photos", data)
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(3)
            .measurementTime(TimeValue.seconds(seconds))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .jvmArgsAppend(Processes.launcherOptions().toArray(String[]::new));
    RunResult result = new Runner(options.build()).runSingle();
    return result.getPrimaryResult().getScore();
  }

  private String[] reference(Path photos) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                python,
                reference,
                photos.resolve("train").toString(),
                String.valueOf(2 * seconds),
                String.valueOf(3 * seconds))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(python + ": torchvision's part did not work");
    }
    return answer.split(" ", 2);
  }

  private void report(
      Path photos,
      String version,
      List<Double> loads,
      List<Double> cifars,
      List<Double> ours,
      List<Double> theirs)
      throws IOException {
    System.out.printf("# Speed of the pipeline, %s%n%n", LocalDate.now());
    Environment.describe(1).forEach((key, value) -> System.out.printf("- %s: %s%n", key, value));
    System.out.printf("- load averages before the rounds: %s%n", joined(loads, "%.1f"));
    if (!theirs.isEmpty()) {
      System.out.printf("- reference: %s%n", version);
    }
    System.out.printf(
        "- photographs: %d of 500×375, enlarged from %s, %.0f KB each on average%n%n",
        count, Path.of(flowers).getFileName(), meanKb(photos));
    System.out.println("| images/s on one core | median | each |\n|---|---|---|");
    row("CIFAR-10: crop, flip, normalise into a batch of 128", cifars);
    row("JPEG: decode, random resized crop to 224, flip, normalise", ours);
    if (!theirs.isEmpty()) {
      row("the same files in torchvision with Pillow", theirs);
      System.out.printf(
          Locale.ROOT, "%nJPEG, ours / torchvision: %.2f%n", median(ours) / median(theirs));
    }
  }

  private static void row(String what, List<Double> each) {
    System.out.printf(
        Locale.ROOT, "| %s | %,.0f | %s |%n", what, median(each), joined(each, "%,.0f"));
  }

  private static String joined(List<Double> values, String format) {
    return values.stream()
        .map(v -> String.format(Locale.ROOT, format, v))
        .collect(Collectors.joining(" "));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private static double meanKb(Path photos) throws IOException {
    try (Stream<Path> files = Files.walk(photos.resolve("train"))) {
      return files
          .filter(Files::isRegularFile)
          .mapToLong(file -> file.toFile().length())
          .average()
          .orElseThrow()
          / 1000;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
